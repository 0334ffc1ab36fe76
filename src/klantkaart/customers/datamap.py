"""The personal data of the card: what is held, whose it is, what for, and how it ends."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from klantkaart.datamap.declaration import Declaration, Personal, Store, Subject
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People, Sensitivity
from klantkaart.kernel.numbers import show_country, show_iban

from . import search
from .showing import show_services, show_way

WHILE_CUSTOMER = ("quote", "service", "invoicing")
ON_THE_CARD = (People.CUSTOMER, People.CONTACT)

declare(
    Subject(
        code="customer",
        model="customers.Card",
        title=_("klant"),
        anchors="customers.Relationship",
        anchor_path="card",
        company="company",
        person="customers.Contact",
        events={"approached": "prospect_since", "ended": "ended_on"},
    ),
    Subject(
        code="import",
        model="customers.ImportBatch",
        title=_("import"),
        company="company",
        events={"ended": "finished_on"},
    ),
    Declaration(
        model="customers.Card",
        title=_("Klantkaart"),
        noun=lambda n: ngettext("klantkaart", "klantkaarten", n),
        subject="customer",
        people=ON_THE_CARD,
        purposes=WHILE_CUSTOMER,
        personal={
            "name": Personal(Category.IDENTITY, vcard="FN"),
            "kvk_number": Personal(Category.REGISTRATION, recognise="kvk"),
            "establishment_number": Personal(Category.REGISTRATION),
            "vat_id": Personal(Category.REGISTRATION, ("invoicing", "quote"), recognise="vat"),
            "log_salt": Personal(Category.TECHNICAL, provided=False, access=False, portable=False),
        },
        plain=("id", "uuid", "kind", "source", "reviewed_on", "created_at"),
        origin="source",
    ),
    Declaration(
        model="customers.Relationship",
        title=_("Relatie met een bedrijf"),
        noun=lambda n: ngettext("relatie met een bedrijf", "relaties met een bedrijf", n),
        subject="customer",
        path="card",
        anchor="pk",
        people=ON_THE_CARD,
        purposes=WHILE_CUSTOMER,
        personal={
            "number": Personal(Category.RELATIONSHIP, provided=False),
            "services": Personal(Category.RELATIONSHIP, provided=False, show=show_services),
            "prospect_since": Personal(Category.RELATIONSHIP, provided=False),
            "customer_since": Personal(Category.RELATIONSHIP, provided=False),
            "announced_on": Personal(Category.RELATIONSHIP, provided=False),
            "ended_on": Personal(Category.RELATIONSHIP, provided=False),
            "payment_term_days": Personal(Category.RELATIONSHIP, ("invoicing", "quote"), provided=False),
        },
        plain=("id", "uuid", "card", "company"),
    ),
    Declaration(
        model="customers.Contact",
        title=_("Contactpersonen"),
        noun=lambda n: ngettext("contactpersoon", "contactpersonen", n),
        subject="customer",
        path="card",
        person="pk",
        people=ON_THE_CARD,
        purposes=WHILE_CUSTOMER,
        events={"ended": "left_on"},
        personal={
            "name": Personal(Category.IDENTITY, vcard="FN"),
            "function": Personal(Category.IDENTITY, vcard="TITLE"),
            "kind": Personal(Category.IDENTITY),
            "source": Personal(Category.IDENTITY, provided=False),
            "informed_on": Personal(Category.RELATIONSHIP, provided=False),
            "left_on": Personal(Category.RELATIONSHIP, provided=False),
        },
        plain=("id", "uuid", "card", "created_at"),
        origin="source",
    ),
    Declaration(
        model="customers.Channel",
        title=_("Telefoon, e-mail en website"),
        noun=lambda n: ngettext("nummer, e-mailadres of website", "nummers, e-mailadressen en websites", n),
        subject="customer",
        path="card",
        person="contact",
        people=ON_THE_CARD,
        purposes=WHILE_CUSTOMER,
        events={"ended": "contact__left_on"},
        personal={
            "kind": Personal(Category.CONTACT),
            "use": Personal(Category.CONTACT),
            "value": Personal(Category.CONTACT, recognise="channel", show=show_way, vcard="WAY"),
        },
        plain=("id", "uuid", "card", "contact"),
    ),
    Declaration(
        model="customers.Address",
        title=_("Adressen"),
        noun=lambda n: ngettext("adres", "adressen", n),
        subject="customer",
        path="card",
        people=ON_THE_CARD,
        purposes=WHILE_CUSTOMER,
        personal={
            "use": Personal(Category.ADDRESS),
            "street": Personal(Category.ADDRESS, vcard="ADR.street"),
            "extra": Personal(Category.ADDRESS, vcard="ADR.extra"),
            "postcode": Personal(Category.ADDRESS, vcard="ADR.postcode"),
            "city": Personal(Category.ADDRESS, vcard="ADR.city"),
            "country": Personal(Category.ADDRESS, show=show_country, vcard="ADR.country"),
        },
        plain=("id", "uuid", "card"),
    ),
    Declaration(
        model="customers.BankAccount",
        title=_("Bankrekeningen"),
        noun=lambda n: ngettext("bankrekening", "bankrekeningen", n),
        subject="customer",
        path="card",
        people=ON_THE_CARD,
        purposes=("invoicing",),
        personal={
            "iban": Personal(
                Category.FINANCIAL, sensitivity=Sensitivity.ELEVATED, recognise="iban", show=show_iban
            ),
            "mark": Personal(Category.FINANCIAL, provided=False, access=False, portable=False),
            "bic": Personal(Category.FINANCIAL),
            "holder": Personal(Category.FINANCIAL),
        },
        plain=("id", "uuid", "card"),
    ),
    Declaration(
        model="customers.Note",
        title=_("Notities"),
        noun=lambda n: ngettext("notitie", "notities", n),
        subject="customer",
        path="relationship__card",
        anchor="relationship",
        people=ON_THE_CARD,
        purposes=("quote", "service"),
        personal={
            "text": Personal(
                Category.FREE_TEXT, sensitivity=Sensitivity.ELEVATED, provided=False, portable=False
            ),
            "written_at": Personal(Category.FREE_TEXT, provided=False, portable=False),
        },
        plain=("id", "uuid", "relationship", "written_by"),
        detach=("written_by",),
    ),
    Declaration(
        model="customers.ImportBatch",
        title=_("Imports"),
        subject="import",
        people=ON_THE_CARD,
        purposes=("importing",),
        events={"begun": "created_at__date"},  # also of one that nobody ever finishes
        personal={"log_salt": Personal(Category.TECHNICAL, provided=False, access=False, portable=False)},
        plain=(
            "id", "uuid", "company", "state", "file", "layout", "mapping", "options", "counts", "rows_total",
            "rows_done", "failure", "created_at", "finished_on", "made_by",
        ),
        detach=("made_by",),
    ),
    Declaration(
        model="customers.ImportRow",
        title=_("Ingelezen rijen"),
        subject="import",
        path="batch",
        people=ON_THE_CARD,
        purposes=("importing",),
        events={"begun": "batch__created_at__date"},
        personal={
            "draft": Personal(
                Category.CONTACT,
                keys=(
                    "rows", "name", "kind", "kind_certain", "number", "kvk_number", "establishment_number", "vat_id",
                    "customer_since", "payment_term_days", "services", "inactive", "notes", "contacts", "channels",
                    "addresses", "bank", "legacy_id",
                ),
            ),
            "findings": Personal(
                Category.TECHNICAL,
                provided=False,
                keys=("row", "column", "level", "code", "sheet", "facts", "before_shape"),
            ),
        },
        plain=("id", "batch", "row", "outcome", "chosen", "card_uuid", "applied"),
    ),
    Store(
        code="search_index",
        title=_("Zoekindex"),
        holds=_("namen, nummers, postcodes, telefoonnummers en e-mailadressen, in stukjes van drie tekens"),
        ends=_("tegelijk met de kaart; de index wordt daarna opgeschoond"),
        purposes=WHILE_CUSTOMER,
        people=ON_THE_CARD,
        category=Category.CONTACT,
        contents=search.contents,
        forget_rows=search.forget,
        scrub=search.scrub,
        tables=(f"{search.TABLE}*",),
    ),
)  # fmt: skip
