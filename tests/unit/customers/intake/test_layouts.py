"""Known layouts are recognised, other files get a proposal, and what the user chose is remembered."""

import json
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from customer_lists import BSN, csv_bytes, list_of, table_of
from klantkaart.customers.intake import layouts
from klantkaart.customers.intake.aliases import ALIASES, plain_heading
from klantkaart.customers.intake.codes import CHOICES, SENTENCES
from klantkaart.customers.intake.layouts import LAYOUTS, Mapping, fits, propose, recognise
from klantkaart.customers.intake.mapping import Choice, fingerprint
from klantkaart.customers.intake.plan import reader_of
from klantkaart.customers.intake.tables import Table, read_table
from klantkaart.customers.intake.targets import REPEATABLE, NotTaken, Target, reason_sentence, target_label
from klantkaart.kernel.errors import Invalid

FIXTURES = Path(__file__).parent / "fixtures"
IBANS = ("NL27ABNA0000010162", "NL82RABO0000010219", "NL39BUNQ0000010324", "NL41RABO0000010375")


def places(table: Table) -> dict[str, str]:
    return {choice.label: str(choice.target or f"({choice.reason})") for choice in propose(table).columns}


@pytest.mark.parametrize(
    ("name", "layout", "grouped"),
    [
        ("moneybird", "moneybird_excel", False),
        ("moneybird_api", "moneybird_api", False),
        ("snelstart", "snelstart_csv", False),
        ("snelstart_fld", "snelstart_excel", False),
        ("wefact", "wefact", False),
        ("handkept", "excel_list", True),
    ],
)
def test_every_known_layout_is_recognised_and_has_a_place_for_every_column(
    name: str, layout: str, grouped: bool
) -> None:
    mapping = propose(read_table(FIXTURES / f"{name}.csv"))
    mapping.check()
    assert (mapping.layout, mapping.grouped) == (layout, grouped)
    assert not [choice.heading for choice in mapping.left if choice.reason is NotTaken.UNKNOWN]
    assert all(choice.certain for choice in mapping.columns)


def test_a_layout_is_recognised_whatever_the_case_order_and_accents() -> None:
    table = list_of({"ACHTERNAAM": "x", "voor-letters": "Z.", "Bedrijfsnaam ": "", "debiteur nummer": "1"})
    found = recognise(table)
    assert found is not None
    assert found.code == "wefact"


def test_no_two_layouts_have_the_same_signs() -> None:
    assert len({layout.signs for layout in LAYOUTS}) == len(LAYOUTS)
    assert all(str(layout.label) for layout in LAYOUTS)


def test_a_heading_stands_in_one_place_only() -> None:
    written = tomllib.loads((files(layouts.__package__) / "data" / "headings.toml").read_text("utf-8"))
    names = [plain_heading(name) for part in written.values() for headings in part.values() for name in headings]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert set(ALIASES) == set(names)


def test_every_place_and_every_reason_can_be_read_and_shown() -> None:
    for target in Target:
        assert callable(reader_of(target))
        assert str(target_label(target))
    assert all(str(reason_sentence(reason)).endswith(".") for reason in NotTaken)
    assert all(str(sentence) for sentence in SENTENCES.values())
    assert CHOICES.keys() <= SENTENCES.keys()


def test_a_second_postcode_belongs_to_the_address_beside_it() -> None:
    row = dict.fromkeys(
        ["Naam", "Adres", "Postcode", "Plaats", "Postadres", "postcode ", "plaats.", "Factuuradres", "PC", "Stad"], "x"
    )
    assert list(places(list_of(row)).values()) == [
        "name", "visiting.street", "visiting.postcode", "visiting.city", "postal.street", "postal.postcode",
        "postal.city", "billing.street", "billing.postcode", "billing.city",
    ]  # fmt: skip


def test_a_second_column_for_one_place_is_left_out() -> None:
    assert places(list_of({"Naam": "x", "Bedrijfsnaam": "y", "E-mail": "a@example.nl", "Mail": "b@example.nl"})) == {
        "Naam": "name", "Bedrijfsnaam": "(twice)", "E-mail": "email", "Mail": "email",
    }  # fmt: skip


def test_unknown_headings_are_judged_by_what_stands_below() -> None:
    rows = [
        {
            "Wie": f"Bakkerij {n}", "Kolom1": f"b{n}@example.nl", "Kolom2": iban, "Kolom3": f"12{n}4 AB",
            "Kolom4": f"9910000{n}", "Kolom5": f"020-012345{n}", "Kolom6": "www.example.nl", "Kolom7": "NL992638355B02",
            "Kolom8": "rood", "Kolom9": "",
        }
        for n, iban in enumerate(IBANS)
    ]  # fmt: skip
    found = places(list_of(*rows))
    assert found == {
        "Wie": "(unknown)", "Kolom1": "email", "Kolom2": "iban", "Kolom3": "visiting.postcode", "Kolom4": "kvk",
        "Kolom5": "phone", "Kolom6": "website", "Kolom7": "vat_id", "Kolom8": "(unknown)", "Kolom9": "(empty)",
    }  # fmt: skip
    assert not any(choice.certain for choice in propose(list_of(*rows)).taken)


def test_a_file_without_headings_is_judged_by_content() -> None:
    data = csv_bytes([[1000 + n, f"b{n}@example.nl", iban] for n, iban in enumerate(IBANS)])
    assert places(table_of(data, "k.csv")) == {"kolom A": "(unknown)", "kolom B": "email", "kolom C": "iban"}


def test_an_account_number_of_before_2014_is_no_iban() -> None:
    rows = [{"Naam": "x", "Rekeningnummer": number} for number in ("26964", "990027120", "27014")]
    assert places(list_of(*rows))["Rekeningnummer"] == "(old_account)"


@pytest.mark.parametrize("heading", ["BSN", "Bsn-nummer", "Sofinummer", "burgerservicenummer", "KlantBSN"])
def test_a_bsn_column_is_left_out_by_its_heading(heading: str) -> None:
    assert places(list_of({"Naam": "x", heading: "1"}))[heading] == "(bsn)"


def test_a_bsn_column_is_left_out_by_its_content() -> None:
    numbers = (BSN, "111222333", "12345678 2", "100000009", "000000012")
    rows = [{"Naam": "x", "Klantnummer": number} for number in numbers]
    assert places(list_of(*rows))["Klantnummer"] == "(bsn)"


def test_nine_digits_that_fail_are_a_customer_number() -> None:
    rows = [{"Naam": "x", "Klantnummer": str(number)} for number in range(200000001, 200000041)]
    assert places(list_of(*rows))["Klantnummer"] == "number"


def test_a_bsn_column_cannot_be_chosen() -> None:
    mapping = propose(list_of({"Naam": "x", "BSN": BSN}))
    with pytest.raises(Invalid, match="artikel 46 UAVG"):
        mapping.with_target(1, Target.NOTES)
    assert mapping.with_target(1, None).columns[1].reason is NotTaken.BSN


def test_the_user_can_move_a_column_and_leave_it_out() -> None:
    mapping = propose(list_of({"Naam": "x", "Kleur": "rood"}))
    moved = mapping.with_target(1, Target.NOTES)
    assert moved.columns[1].target is Target.NOTES
    assert moved.with_target(1, None).columns[1].reason is NotTaken.CHOSEN
    assert mapping.columns[1].reason is NotTaken.UNKNOWN
    with pytest.raises(Invalid, match="staat niet in het bestand"):
        mapping.with_target(2, Target.NOTES)


def test_a_mapping_needs_a_name_and_one_column_per_place() -> None:
    mapping = propose(list_of({"Naam": "x", "Kleur": "rood"}))
    with pytest.raises(Invalid, match="Geen kolom gaat naar 'Naam'"):
        mapping.with_target(0, None).check()
    with pytest.raises(Invalid, match="Naar 'Naam' gaan meer kolommen: Naam, Kleur"):
        mapping.with_target(1, Target.NAME).check()
    mapping.with_target(1, Target.NOTES).check()


@pytest.mark.parametrize("name", ["moneybird", "snelstart", "wefact", "handkept"])
def test_a_mapping_survives_json_and_fits_the_next_file(name: str) -> None:
    table = read_table(FIXTURES / f"{name}.csv")
    mapping = propose(table)
    kept = Mapping.from_json(json.loads(json.dumps(mapping.as_json())))
    assert kept == mapping
    assert fits(kept, table)
    assert not fits(kept, list_of({"Naam": "x"}))


def test_a_remembered_mapping_does_not_fit_once_a_column_holds_bsns() -> None:
    mapping = propose(list_of({"Naam": "x", "Klantnummer": "1"}))
    table = list_of(*[{"Naam": "x", "Klantnummer": BSN}] * 5)
    assert mapping.fingerprint == fingerprint(table.headings)
    assert not fits(mapping, table)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"columns": [{}]},
        {"columns": [{"index": 0, "heading": "x", "target": "nowhere", "reason": None}]},
        {"columns": 3},
    ],
)
def test_a_mapping_that_was_tampered_with_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="Kies de kolommen opnieuw"):
        Mapping.from_json({"layout": "", "grouped": False, "fingerprint": "", **kept})


def test_a_column_has_a_target_or_a_reason() -> None:
    with pytest.raises(ValueError, match="target or a reason"):
        Choice(0, "x", None)
    with pytest.raises(ValueError, match="target or a reason"):
        Choice(0, "x", Target.NAME, NotTaken.EMPTY)


def test_repeated_numbers_with_contacts_make_a_list_grouped() -> None:
    rows = [
        {"Nummer": number, "Naam": "Bakker", "Contact": who} for number, who in ((1, "Jan"), (1, "Piet"), (2, "Els"))
    ]
    assert propose(list_of(*rows)).grouped
    assert not propose(list_of(*rows[1:])).grouped


def test_what_several_columns_may_go_to_reads_as_a_list() -> None:
    from klantkaart.customers.intake.around import Around  # noqa: PLC0415
    from klantkaart.customers.intake.cells import Kind  # noqa: PLC0415

    values = {
        Target.IBAN: IBANS[0],
        Target.WEBSITE: "www.example.nl",
        Target.SERVICE: "alarm",
        Target.NOTES: "a",
        Target.CONTACT_ATTENTION: "a",
    }
    for target in Target:
        value = values.get(target, "a@example.nl" if "mail" in target else "020-0123456")
        if target in REPEATABLE:
            assert isinstance(reader_of(target)(value, Kind.TEXT, Around()), list)
