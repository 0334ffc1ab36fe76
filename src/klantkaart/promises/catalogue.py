"""The promises that this product checks, with what the statement says, what the product does, and where to look.

``says`` is the promise in the words of the published statement; ``does`` what stands behind it here. ``code`` and
``tests`` are paths in the repository: a test keeps them true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.vocabulary import Text

from .checks.access import access_at_all_times, printed_completely
from .checks.card import changed_by_actions, still_right, what_was_asked_for
from .checks.ending import gone_when_said, kept_while_a_customer
from .checks.schema import only_when_needed, register_is_current
from .checks.staff import strong_sign_in
from .checks.use import not_gathered_or_sold, used_for_its_purpose
from .verdicts import Verdict

Check = Callable[[date], Verdict]


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of the statement as a control that runs. ``stricter``: goes further than the law (PROM-1)."""

    id: str
    title: Text
    says: Text
    does: Text
    check: Check
    code: tuple[str, ...]
    tests: tuple[str, ...]
    stricter: bool = False


_SRC = "src/klantkaart"

PROMISES: tuple[Promise, ...] = (
    Promise(
        "P01",
        _("Alleen wat nodig is"),
        _("Wij gebruiken gegevens alleen als dat nodig is voor ons bedrijf."),
        _("Elk veld heeft een doel met een grondslag en een termijn. Buiten dat doel is het niet te lezen."),
        only_when_needed,
        (f"{_SRC}/datamap/checks.py", f"{_SRC}/datamap/reads.py", f"{_SRC}/datamap/purposes.py"),
        ("tests/unit/promises/test_promise_schema.py",),
    ),
    Promise(
        "P02",
        _("Niet meer, niet verhandeld"),
        _("Wij verzamelen niet meer dan nodig is en verhandelen of verkopen geen gegevens."),
        _("Elke lijst of export van velen heeft een doel, een persoon en een regel in het logboek. Geen enkel scherm "
          "haalt iets op bij een ander."),
        not_gathered_or_sold,
        (f"{_SRC}/audit/queries.py", f"{_SRC}/project/settings.py"),
        ("tests/unit/promises/test_promise_use.py",),
    ),
    Promise(
        "P04",
        _("Wat wij vragen"),
        _("Wij vragen, als het er is: bedrijfsnaam, adres, contactpersoon, telefoon, e-mail, website, KvK-nummer en "
          "rekeningnummer."),
        _("Precies dat staat op de klantkaart. Alleen de naam is verplicht; elk nummer wordt op zijn vorm "
          "gecontroleerd en een burgerservicenummer wordt geweigerd."),
        what_was_asked_for,
        (f"{_SRC}/customers/parts.py", f"{_SRC}/kernel/numbers"),
        ("tests/unit/promises/test_promise_card.py",),
    ),
    Promise(
        "P05",
        _("Klopt dit nog?"),
        _("Bij elke bestelling vragen wij of uw gegevens nog kloppen."),
        _("Op de kaart staat wanneer iemand de gegevens naliep; na een jaar wordt er weer om gevraagd. Wie en wanneer "
          "staat in het logboek."),
        still_right,
        (f"{_SRC}/customers/actions/edit.py", f"{_SRC}/customers/queries/review.py"),
        ("tests/unit/promises/test_promise_card.py",),
    ),
    Promise(
        "P07",
        _("Het register"),
        _("Ons pakket is het register van wat wij met persoonsgegevens doen."),
        _("Het register komt uit de verklaringen bij elk gegeven en is dus altijd bij. U haalt het op als PDF, CSV "
          "en JSON."),
        register_is_current,
        (f"{_SRC}/datamap/describe.py", f"{_SRC}/register/rows.py", f"{_SRC}/register/actions.py"),
        ("tests/unit/promises/test_promise_schema.py", "tests/unit/register/test_register_rows.py"),
    ),
    Promise(
        "P08",
        _("Waarvoor wij het gebruiken"),
        _("Telefoon en e-mail zijn er om u te bereiken, de rest is er om te factureren."),
        _("Wie iets leest, noemt een doel. Een veld dat dat doel niet heeft, blijft leeg."),
        used_for_its_purpose,
        (f"{_SRC}/datamap/reads.py", f"{_SRC}/customers/datamap.py"),
        ("tests/unit/promises/test_promise_use.py",),
    ),
    Promise(
        "P10",
        _("Aanvullen, wijzigen, weghalen"),
        _("Klantkaarten kunnen worden aangevuld, gewijzigd en weggehaald."),
        _("Elke wijziging gaat langs één deur en staat met tijd en persoon in een logboek dat niet te herschrijven is. "
          "De oude waarde verdwijnt met de kaart."),
        changed_by_actions,
        (f"{_SRC}/customers/actions", f"{_SRC}/audit/log.py", f"{_SRC}/audit/maintenance.py"),
        ("tests/unit/promises/test_promise_card.py",),
    ),
    Promise(
        "P11",
        _("Uittreksel"),
        _("U mag altijd een uittreksel van uw gegevens zien."),
        _("Eén klik geeft PDF, gegevensbestanden, contacten en documenten in één bestand, met de elf onderdelen van "
          "artikel 15."),
        printed_completely,
        (f"{_SRC}/rights/printout.py", f"{_SRC}/datamap/access.py"),
        ("tests/unit/promises/test_promise_access.py", "tests/unit/rights/test_printout_copy.py",
         "tests/unit/rights/test_printout_headings.py"),
        stricter=True,
    ),
    Promise(
        "P13",
        _("Sterk beveiligd"),
        _("Ons pakket is beveiligd met een sterk wachtwoord."),
        _("Minstens 15 tekens of een passkey, niet gelekt en niet te raden, bewaard met Argon2, en altijd een tweede "
          "factor."),
        strong_sign_in,
        (f"{_SRC}/accounts/passwords.py", f"{_SRC}/accounts/http/gate.py"),
        ("tests/unit/promises/test_promise_staff.py", "tests/unit/accounts/test_passwords.py"),
    ),
    Promise(
        "P20",
        _("Zolang u klant bent"),
        _("Wij bewaren uw gegevens zolang u klant bent."),
        _("Elke nacht wordt opgezocht wat geen doel meer heeft. Van een lopende relatie gaat niets weg omdat het oud "
          "is."),
        kept_while_a_customer,
        (f"{_SRC}/datamap/due.py", f"{_SRC}/datamap/plan.py", f"{_SRC}/retention/actions.py"),
        ("tests/unit/promises/test_promise_ending.py", "tests/unit/datamap/test_due_oracle.py"),
        stricter=True,
    ),
    Promise(
        "P21",
        _("Weg als u dat zegt"),
        _("Zegt u dat u vertrekt, dan eindigt de relatie en halen wij de kaart weg."),
        _("Vertrek geeft een plan met een einde. Na de termijn is de kaart weg, met haar sleutel, en een regel in het "
          "wisregister zorgt dat niemand terugkomt uit een back-up."),
        gone_when_said,
        (f"{_SRC}/retention/destroy.py", f"{_SRC}/retention/ledger.py", f"{_SRC}/sealing/keys.py"),
        ("tests/unit/promises/test_promise_ending.py", "tests/promises/test_canary.py"),
        stricter=True,
    ),
    Promise(
        "P26",
        _("Altijd inzage"),
        _("U hebt altijd recht op inzage."),
        _("Ook wie vertrokken is, krijgt een uittreksel van wat er nog is, met waarom en tot wanneer."),
        access_at_all_times,
        (f"{_SRC}/rights/contents.py", f"{_SRC}/rights/kept.py"),
        ("tests/unit/promises/test_promise_access.py", "tests/unit/rights/test_printout_terms.py"),
    ),
)  # fmt: skip

# Promises of the statement that this version has no screens and no check for: said, not hidden.
LATER: tuple[tuple[str, Text], ...] = (
    ("P03", _("Eén verklaring voor beide bedrijven")),
    ("P06", _("Een getekende overeenkomst of offerte")),
    ("P09", _("Facturen per e-mail naar wie ze behandelt")),
    ("P12", _("Wijzigen en verwijderen op verzoek, met een brief")),
    ("P14", _("Niets naar anderen voor reclame")),
    ("P15", _("Gegevens in het portaal van de provider")),
    ("P16", _("De inlogcode van dat portaal opnieuw vragen")),
    ("P17", _("Verwerkersovereenkomsten en de lijst daarvan")),
    ("P18", _("Gegevens bij de meldkamer")),
    ("P19", _("Verwijzingen naar de verklaringen van anderen")),
    ("P22", _("Providers vragen om ook te verwijderen")),
    ("P23", _("Gegevens meegeven aan een andere partij")),
    ("P24", _("Facturen zeven jaar bewaren")),
    ("P25", _("Oudere facturen vernietigen")),
    ("P27", _("Aanpassen, verwijderen of meenemen")),
    ("P28", _("Een klacht indienen")),
    ("P29", _("Papier gescand en veilig bewaard")),
    ("P30", _("Papier vernietigd na het scannen")),
    ("P31", _("Wachtwoorden extra zwaar beveiligd")),
    ("P32", _("In één eigen bestand in de cloud")),
    ("P33", _("Dubbel beveiligd en versleuteld")),
    ("P34", _("Diefstal is niet meteen een lek")),
    ("P35", _("Diefstal of inbraak meteen gemeld")),
)
