"""The purposes of this trade, each with its ground per kind of person and its own retention rule (domain 1.2, 7.3)."""

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.periods import Period, Unit

from .vocabulary import AnchorEvent, Basis, People, Purpose, RowEvent, Rule

_B, _C, _F = Basis.CONTRACT, Basis.LEGAL_DUTY, Basis.LEGITIMATE_INTEREST

QUOTE = Purpose(
    code="quote",
    label=_("Offerte en kennismaking"),
    sentence=_("Om u een offerte te maken en uw vragen te beantwoorden voordat u klant bent."),
    basis={People.CUSTOMER: _B, People.CONTACT: _F},
    interest=_("Een bedrijf moet kunnen antwoorden op wie om een aanbod vraagt."),
    rule=Rule(
        "prospect_after_contact",
        (AnchorEvent("approached"), AnchorEvent("ended"), RowEvent("ended")),
        Period(6, Unit.MONTHS),
        _("Eigen norm; AVG art. 5(1)(e)"),
    ),
    applies={"customer_since__isnull": True},
)

SERVICE = Purpose(
    code="service",
    label=_("Levering en ondersteuning"),
    sentence=_("Om te leveren wat is afgesproken, storingen op te lossen en u te bereiken."),
    basis={People.CUSTOMER: _B, People.CONTACT: _F, People.THIRD: _F},
    interest=_("Wie levert, moet de mensen kunnen bereiken die bij de klant over de dienst gaan."),
    rule=Rule(
        "card_after_end",
        (AnchorEvent("ended"), RowEvent("ended")),
        Period(30, Unit.DAYS),
        _("Eigen belofte (P20, P21); AVG art. 5(1)(e)"),
    ),
    applies={"customer_since__isnull": False},
)

INVOICING = Purpose(
    code="invoicing",
    label=_("Factureren en betalen"),
    sentence=_("Om te factureren, betalingen te verwerken en open posten na te gaan."),
    basis={People.CUSTOMER: _B, People.CONTACT: _F},
    article=_("Wet OB art. 35a"),
    interest=_("Een factuur moet aankomen bij wie de betalingen doet."),
    rule=Rule(
        "invoicing_after_end",
        (AnchorEvent("ended"), RowEvent("ended")),
        Period(30, Unit.DAYS),
        _("Eigen belofte (P20, P21); AVG art. 5(1)(e)"),
    ),
    applies={"customer_since__isnull": False},
)

TAX = Purpose(
    code="tax",
    label=_("Fiscale bewaarplicht"),
    sentence=_("Om de administratie te bewaren zoals de belastingwet vraagt."),
    basis={People.CUSTOMER: _C, People.CONTACT: _C},
    article=_("AWR art. 52(4)"),
    rule=Rule(
        "tax_after_book_year",
        (RowEvent("issued"),),
        Period(7, Unit.YEARS),
        _("AWR art. 52(4); BW 2:10(3)"),
        book_year=True,
        floor=Period(7, Unit.YEARS),
    ),
)

RIGHTS = Purpose(
    code="rights",
    label=_("Uw rechten uitvoeren"),
    sentence=_("Om u te laten zien wat er van u is vastgelegd, en het te wijzigen of te verwijderen."),
    basis={People.CUSTOMER: _C, People.CONTACT: _C, People.THIRD: _C, People.STAFF: _C},
    article=_("AVG art. 12, 15-22"),
    rule=Rule(
        "rights_after_closing",
        (RowEvent("closed"),),
        Period(2, Unit.YEARS),
        _("Eigen norm; AVG art. 5(2)"),
    ),
)

IMPORTING = Purpose(
    code="importing",
    label=_("Overnemen uit een ander pakket"),
    sentence=_("Om gegevens uit een vorig pakket over te nemen en na te gaan of dat goed ging."),
    basis={People.CUSTOMER: _B, People.CONTACT: _F},
    interest=_("Na een overstap moet na te gaan zijn wat er is overgenomen."),
    rule=Rule(
        "import_after_finish",
        (RowEvent("begun"),),
        Period(30, Unit.DAYS),
        _("Eigen norm; AVG art. 5(1)(e)"),
    ),
)

ACCOUNTABILITY = Purpose(
    code="accountability",
    label=_("Verantwoording"),
    sentence=_("Om te kunnen laten zien wie wat deed, wanneer en waarom."),
    basis={People.CUSTOMER: _F, People.CONTACT: _F, People.THIRD: _F, People.STAFF: _F},
    article=_("AVG art. 5(2)"),
    interest=_("Wie belooft zorgvuldig te zijn, moet het kunnen aantonen."),
    rule=Rule(
        "log_after_event",
        (RowEvent("ended"),),
        Period(24, Unit.MONTHS),
        _("Eigen norm; AVG art. 32"),
    ),
)

SUPPRESSION = Purpose(
    code="suppression",
    label=_("Niet ongemerkt terugzetten"),
    sentence=_("Om te voorkomen dat iemand die is verwijderd, bij een import ongemerkt terugkomt."),
    basis={People.CUSTOMER: _F, People.CONTACT: _F},
    interest=_("Een verwijdering moet blijven gelden, ook als een oude lijst opnieuw wordt ingelezen."),
    rule=Rule(
        "suppression_after_erasure",
        (RowEvent("ended"),),
        Period(24, Unit.MONTHS),
        _("Eigen norm; AVG art. 17 en 21"),
    ),
)

STAFF_ACCESS = Purpose(
    code="staff_access",
    label=_("Toegang van medewerkers"),
    sentence=_("Om medewerkers veilig te laten aanmelden met precies de rechten die zij nodig hebben."),
    basis={People.STAFF: _F},
    interest=_("Alleen wie het nodig heeft, mag bij klantgegevens."),
    rule=Rule(
        "staff_after_leaving",
        (AnchorEvent("ended"), RowEvent("ended")),
        Period(30, Unit.DAYS),
        _("Eigen norm; AVG art. 32"),
    ),
)

SECURITY = Purpose(
    code="security",
    label=_("Beveiliging"),
    sentence=_("Om misbruik te herkennen en sessies te kunnen beëindigen."),
    basis={People.STAFF: _F},
    article=_("AVG art. 32"),
    interest=_("Misbruik moet te herkennen zijn."),
    rule=Rule(
        "session_after_use",
        (AnchorEvent("ended"), RowEvent("ended")),
        Period(30, Unit.DAYS),
        _("Eigen norm; AVG art. 32"),
    ),
)

ALL = (
    QUOTE, SERVICE, INVOICING, TAX, RIGHTS, IMPORTING, ACCOUNTABILITY, SUPPRESSION, STAFF_ACCESS, SECURITY,
)  # fmt: skip
