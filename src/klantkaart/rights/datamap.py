"""A print-out holds everything about a person and is kept nowhere: it goes to who asked for it and is gone."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Store
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People

declare(
    Store(
        code="printouts",
        title=_("Uittreksels"),
        holds=_("alles over één klant of contactpersoon, zolang het bestand wordt gemaakt en opgehaald"),
        ends=_("direct na het ophalen; er blijft geen kopie achter"),
        purposes=("rights",),
        people=(People.CUSTOMER, People.CONTACT),
        category=Category.IDENTITY,
    ),
)
