"""The log holds no personal values; what changed lives apart and dies with its subject."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration, Store
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People

from . import stores

declare(
    Declaration(
        model="audit.Entry",
        title=_("Logboek"),
        plain=("seq", "at", "event", "actor", "subject", "body", "leaf", "chain"),
    ),
    Declaration(
        model="audit.Detail",
        title=_("Wijzigingen: wat er stond en wat er staat"),
        plain=("seq", "subject", "obj", "blob"),
    ),
    Declaration(
        model="audit.Checkpoint",
        title=_("Controlepunten van het logboek"),
        plain=("size", "at", "note"),
    ),
    Store(
        code="audit_log",
        title=_("Logboek"),
        holds=_("wie wat deed, wanneer en waarvoor, onder een kenmerk dat met de kaart verdwijnt"),
        ends=_("de inhoud na haar termijn; de hashwaarde blijft als bewijs"),
        purposes=("accountability",),
        people=(People.CUSTOMER, People.CONTACT, People.STAFF),
        category=Category.HISTORY,
        contents=stores.entries,
    ),
    Store(
        code="audit_detail",
        title=_("Wijzigingen: wat er stond en wat er staat"),
        holds=_("oude en nieuwe waarden, verzegeld met de sleutel van de kaart"),
        ends=_("tegelijk met de kaart of het onderdeel waar het over gaat"),
        purposes=("quote", "service", "invoicing"),
        people=(People.CUSTOMER, People.CONTACT),
        category=Category.HISTORY,
        contents=stores.details,
        forget_rows=stores.forget,
    ),
)
