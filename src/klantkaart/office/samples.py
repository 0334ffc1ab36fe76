"""Invented data for the gallery of parts."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from klantkaart.office.accents import ACCENTS
from klantkaart.office.icons import ICONS
from klantkaart.office.pictures import Bar, LifeStep

TODAY = date(2026, 3, 5)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a timeline."""

    at: datetime
    label: str
    actor: str = ""
    note: str = ""
    icon: str = "history"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a preview."""

    n: int
    what: str
    why: str = ""


class SampleForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label="Bedrijfsnaam", max_length=120)
    kvk = forms.CharField(label="KvK-nummer", required=False, help_text="8 cijfers, ook met voorloopnul.")
    phone = forms.CharField(label="Telefoon", required=False, help_text="Zoals je het uitspreekt: 0172-123 456.")
    kind = forms.ChoiceField(label="Soort", choices=[("t", "Telefonie"), ("i", "Internet"), ("a", "Alarm")])
    use = forms.ChoiceField(
        label="Waarvoor is dit adres?",
        choices=[("v", "Vestiging"), ("f", "Factuur"), ("p", "Post")],
        widget=forms.RadioSelect,
        help_text="Een klant kan voor elk gebruik een ander adres hebben.",
    )
    note = forms.CharField(label="Notitie", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    checked = forms.BooleanField(label="Gegevens met de klant nagelopen", required=False)


def refused_form() -> SampleForm:
    """The form as it comes back."""
    form = SampleForm(
        {"name": "", "kvk": "1234567", "phone": "0172-123 456", "kind": "a", "use": "x"}, auto_id="bad_%s"
    )
    form.is_valid()
    form.errors.pop("use", None)
    form.add_error("kvk", "KvK-nummer heeft 8 cijfers; je vulde er 7 in. Bedoel je 01234567?")
    return form


CUSTOMERS = [
    (
        "green",
        "Klant",
        "Bakkerij De Korenaar",
        "10024",
        "Alphen aan den Rijn",
        "Telefonie, internet",
        date(2026, 9, 1),
        128450,
        "VT",
    ),
    (
        "green",
        "Klant",
        "Timmerbedrijf Van der Meulen en Zonen",
        "10031",
        "Nieuwkoop",
        "Alarm",
        date(2026, 6, 14),
        4235,
        "VA",
    ),
    ("amber", "Vertrekt", "Kapsalon Knip en Klaar", "10007", "Boskoop", "Telefonie", date(2026, 5, 1), 0, "VT"),
    (
        "blue",
        "Prospect",
        "Fysiotherapie Zegerplas",
        "10088",
        "Alphen aan den Rijn",
        "Internet",
        date(2026, 3, 19),
        0,
        "VT",
    ),
    (
        "red",
        "Gegevens oud",
        "Arbeidsongeschiktheidsverzekeringsadviesbureau Rijnstreek",
        "10052",
        "Hazerswoude-Rijndijk",
        "IT",
        date(2024, 11, 30),
        99900,
        "VT",
    ),
    (
        "grey",
        "Vertrokken",
        "Garage Oude Wetering",
        "10002",
        "Oude Wetering",
        "Alarm, telefonie",
        date(2033, 12, 31),
        0,
        "VA",
    ),
]

LIFE = [
    LifeStep(date(2019, 4, 8), "Prospect", "blue"),
    LifeStep(date(2019, 6, 1), "Klant", "green"),
    LifeStep(date(2026, 2, 12), "Zegt op", "amber"),
    LifeStep(date(2026, 5, 1), "Vertrekt", "amber", sure=False),
    LifeStep(date(2026, 5, 31), "Kaart verdwijnt", "grey", sure=False),
    LifeStep(date(2033, 12, 31), "Laatste factuur weg", "grey", last=True),
]
LINES = [
    Line(datetime(2026, 3, 5, 13, 2, tzinfo=UTC), "Telefoonnummer gewijzigd", "Sanne de Wit", "opgebeld", "edit"),
    Line(datetime(2026, 3, 5, 9, 41, tzinfo=UTC), "Kaart bekeken", "Youssef Amrani", "facturering", "eye"),
    Line(
        datetime(2026, 2, 12, 15, 10, tzinfo=UTC),
        "Vertrek vastgelegd op 1 mei 2026",
        "Sanne de Wit",
        "op verzoek",
        "leave",
    ),
    Line(datetime(2025, 11, 3, 8, 0, tzinfo=UTC), "Gegevens nagelopen, alles klopte", "Systeem", "", "check"),
]
GOES = [
    Item(3, "contactpersonen"),
    Item(2, "documenten"),
    Item(1, "wachtwoord"),
    Item(5, "notities", "Ook uit het zoeken."),
]
STAYS = [
    Item(14, "facturen", "Tot en met 31 december 2033, omdat de wet dat vraagt (art. 52 AWR)."),
    Item(1, "bewijs van verwijdering", "Zonder persoonsgegevens."),
]
BARS = [
    Bar("okt", 412000, "€ 4.120,00", above="4.120"),
    Bar("nov", 389000, "€ 3.890,00", above="3.890"),
    Bar("dec", 512050, "€ 5.120,50", above="5.121"),
    Bar("jan", 447000, "€ 4.470,00", 38000, above="4.470"),
    Bar("feb", 468900, "€ 4.689,00", 121000, above="4.689"),
    Bar("mrt", 151200, "€ 1.512,00", 151200, above="1.512"),
]


def gallery_context() -> dict[str, Any]:
    """Everything the gallery shows."""
    return {
        "accents": ACCENTS,
        "icon_names": list(ICONS),
        "customers": CUSTOMERS,
        "life_steps": LIFE,
        "life_today": TODAY,
        "timeline_lines": LINES,
        "goes": GOES,
        "stays": STAYS,
        "bar_values": BARS,
        "form": SampleForm(initial={"name": "Bakkerij De Korenaar", "use": "v"}),
        "bad_form": refused_form(),
        "page": Paginator(range(1840), 50).page(7),
        "tabs": [
            ("#kop", "Overzicht", None, True),
            ("#lijst", "Contacten", 3, False),
            ("#form", "Facturen", 14, False),
        ],
        "views": [("?toon=", "Alle", 1840, True), ("?toon=v", "Vertrekt", 12, False), ("?toon=o", "Nalopen", 3, False)],
        "menu_items": [
            ("#druk", "Print-out maken", "print"),
            ("#voeg", "Samenvoegen met…", "merge"),
            ("#kopie", "Nieuwe offerte", "quotes"),
        ],
        "menu_danger": [("#weg", "Klant vertrekt…", "leave")],
        "conflict_rows": [("Telefoon", "0172-123 456", "0172-123 465"), ("Plaats", "Boskoop", "")],
        "definitions": [
            ("KvK-nummer", "99123456", ""),
            ("Btw-id", "", ""),
            ("IBAN", "NL91 ABNA 0417 1643 00", "Alleen zichtbaar voor wie facturen incasseert."),
        ],
    }
