"""One cell at a time: what is taken as it is, what is repaired, what is refused, and that short ways end the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_lists import BSN
from klantkaart.customers.intake import identifiers, reach, values
from klantkaart.customers.intake.around import Around, One, Several, Unfit
from klantkaart.customers.intake.cells import Kind
from klantkaart.customers.intake.dressing import undressed
from klantkaart.kernel import numbers
from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.text import clean_line

TEXT, NUMBER, DATE = Kind.TEXT, Kind.NUMBER, Kind.DATE


def read(reader: One | Several, value: str, kind: Kind = TEXT, **answers: str) -> tuple[object, list[str]]:
    """What came of it, and the codes of what was told; a refusal comes back as its code."""
    around = Around(answers)
    try:
        return reader(value, kind, around), [code for code, _level, _facts in around.told]
    except Unfit as unfit:
        return unfit.code, []
    except Invalid:
        return "invalid", []


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("99100003", TEXT, ("99100003", [])),
        ("9910 0003", TEXT, ("99100003", [])),
        ("00102471", TEXT, ("00102471", [])),
        ("99100003", NUMBER, ("99100003", [])),
        ("1234567", NUMBER, ("01234567", ["kvk_zeros"])),
        ("102471", NUMBER, ("00102471", ["kvk_zeros"])),
        ("12345", NUMBER, ("kvk_digits", [])),
        ("1234567", TEXT, ("kvk_seven", [])),
        ("123456789", TEXT, ("invalid", [])),
        (BSN, NUMBER, ("bsn", [])),
        ("onbekend", TEXT, ("invalid", [])),
    ],
)
def test_kvk_numbers(value: str, kind: Kind, expected: tuple[object, list[str]]) -> None:
    assert read(identifiers.kvk, value, kind) == expected


def test_seven_digits_as_text_get_a_zero_when_the_user_says_so() -> None:
    assert read(identifiers.kvk, "1234567", kvk_seven="add_zero") == ("01234567", ["kvk_zeros"])
    assert read(identifiers.kvk, "1234567", kvk_seven="leave") == ("kvk_seven", [])


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("020-0123456", TEXT, (["+31200123456"], [])),
        ("612345678", NUMBER, (["+31612345678"], ["repaired"])),
        ("31612345678", NUMBER, (["+31612345678"], ["repaired"])),
        ("612345678", TEXT, (["+31612345678"], ["repaired"])),
        ("3,1612345678E+10", TEXT, (["+31612345678"], ["repaired"])),
        ("3.1612345678E+10", TEXT, (["+31612345678"], ["repaired"])),
        ("3,16E+10", TEXT, ("invalid", [])),
        ("020-0123456 / 06-12345678", TEXT, (["+31200123456", "+31612345678"], ["split_phones"])),
        ("020-0123456 of 020 0123456", TEXT, (["+31200123456"], ["split_phones"])),
        ("020-0123456 / bel Jan", TEXT, ("invalid", [])),
        ("12345", NUMBER, ("invalid", [])),
    ],
)
def test_telephone_numbers(value: str, kind: Kind, expected: tuple[object, list[str]]) -> None:
    assert read(reach.phones, value, kind) == expected


def test_a_dutch_number_of_a_customer_abroad_is_a_dutch_number() -> None:
    belgian = Around(countries={"visiting": "BE"})
    assert reach.phones("06-12345678", TEXT, belgian) == ["+31612345678"]
    assert reach.phones("02 555 01 71", TEXT, belgian) == ["+3225550171"]
    with pytest.raises(Invalid, match="België"):
        reach.phones("099", TEXT, belgian)
    with pytest.raises(Invalid, match="België"):
        reach.phones("99", TEXT, belgian)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("info@example.nl", (["info@example.nl"], [])),
        ("a@example.nl; b@example.nl,c@example.nl", (["a@example.nl", "b@example.nl", "c@example.nl"], [])),
        ("a@example.nl A@example.nl a@EXAMPLE.nl", (["a@example.nl", "A@example.nl"], [])),
        ("Jan Smit <jan@example.nl>, Els <els@example.nl>", (["jan@example.nl", "els@example.nl"], [])),
        ("mailto:info@example.nl", (["info@example.nl"], [])),
        ("a@example.nl, geen adres", (["a@example.nl"], ["part_refused"])),
        ("geen", ("invalid", [])),
        ("geen, adres", ("invalid", [])),
    ],
)
def test_email_addresses(value: str, expected: tuple[object, list[str]]) -> None:
    assert read(reach.emails, value) == expected


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("2013-09-09", DATE, ("2013-09-09", [])),
        ("2013-09-09T18:00:00", DATE, ("2013-09-09", [])),
        ("09-09-2013", TEXT, ("2013-09-09", [])),
        ("9/9/2013", TEXT, ("2013-09-09", [])),
        ("9.9.2013 10:30", TEXT, ("2013-09-09", [])),
        ("3 mei 2019", TEXT, ("2019-05-03", [])),
        ("3 mrt. 2019", TEXT, ("2019-03-03", [])),
        ("2015-11-20T23:30:00.000Z", TEXT, ("2015-11-21", [])),
        ("41526", NUMBER, ("2013-09-09", ["serial_date"])),
        ("41526", TEXT, ("2013-09-09", ["serial_date"])),
        ("09-09-13", TEXT, ("2013-09-09", ["short_year"])),
        ("09-09-98", TEXT, ("1998-09-09", ["short_year"])),
        ("12-31-2020", TEXT, ("date", [])),
        ("31-02-2020", TEXT, ("date", [])),
        ("2013-9-9", TEXT, ("date", [])),
        ("01-01-0001", TEXT, ("date", [])),
        ("3 foo 2019", TEXT, ("date", [])),
        ("12", NUMBER, ("date", [])),
        ("ooit", TEXT, ("date", [])),
    ],
)
def test_days(value: str, kind: Kind, expected: tuple[object, list[str]]) -> None:
    assert read(values.since, value, kind) == expected


@pytest.mark.parametrize(
    ("reader", "value", "kind", "expected"),
    [
        (identifiers.number, "DB10420", TEXT, ("DB10420", [])),
        (identifiers.number, "007", TEXT, ("007", [])),
        (identifiers.number, "4000000000000001", NUMBER, ("long_number", [])),
        (identifiers.number, "x" * 21, TEXT, ("number_length", [])),
        (identifiers.number, "1\u202e2", TEXT, ("invalid", [])),
        (identifiers.legacy_id, "400000000000000000", TEXT, ("400000000000000000", [])),
        (identifiers.legacy_id, "400000000000000000", NUMBER, ("long_number", [])),
        (identifiers.establishment, "000012345678", TEXT, ("000012345678", [])),
        (identifiers.establishment, "12345678", NUMBER, ("000012345678", ["establishment_zeros"])),
        (identifiers.establishment, "12345678", TEXT, ("invalid", [])),
        (identifiers.iban, "nl27 abna 0000 0101 62", TEXT, ("NL27ABNA0000010162", [])),
        (identifiers.iban, "NL28ABNA0000010162", TEXT, ("invalid", [])),
        (identifiers.bic, "abnanl2a", TEXT, ("ABNANL2A", [])),
        (identifiers.vat_id, "nl 9926.38.355.b02", TEXT, ("NL992638355B02", [])),
        (identifiers.postcode("visiting"), "1234ab", TEXT, ("1234 AB", [])),
        (identifiers.postcode("visiting"), "1234 SS", TEXT, ("invalid", [])),
        (values.services, "Telefonie", TEXT, (["telephony"], [])),
        (values.services, "internet en alarm", TEXT, (["internet", "alarm"], [])),
        (values.services, "internet, koffie", TEXT, (["internet"], ["unknown_service"])),
        (values.services, "Groothandel", TEXT, ([], ["unknown_service"])),
        (values.term, "30", NUMBER, ("30", [])),
        (values.term, "14 dagen", TEXT, ("14", [])),
        (values.term, "121", TEXT, ("term", [])),
        (values.term, "-1", TEXT, ("term", [])),
        (values.yes_no, "Ja", TEXT, ("ja", [])),
        (values.yes_no, "ONWAAR", Kind.BOOL, ("", [])),
        (values.yes_no, "misschien", TEXT, ("yes_no", [])),
        (values.note, "regel 1\r\nregel 2", TEXT, (["regel 1\nregel 2"], [])),
        (values.note, f"bsn {BSN}", TEXT, ("bsn", [])),
        (values.note, "a\x00b", TEXT, ("invalid", [])),
        (values.note, "x" * 4_001, TEXT, ("invalid", [])),
        (values.note, "a\ufffdb", TEXT, ("unreadable", [])),
        (values.line(20), f"Jan {BSN}", TEXT, ("bsn", [])),
        (values.line(20), "Jan\u202eSmit", TEXT, ("invalid", [])),
        (values.line(20), "Jan\nSmit", TEXT, ("invalid", [])),
        (values.line(20), "Jan\x07Smit", TEXT, ("invalid", [])),
        (values.line(20), "Jan \u00a0  Smit", TEXT, ("Jan Smit", [])),
        (values.line(20), "Zoe\u0308", TEXT, ("Zoë", [])),
    ],
)
def test_other_cells(reader: One | Several, value: str, kind: Kind, expected: tuple[object, list[str]]) -> None:
    assert read(reader, value, kind) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('="0123"', ("0123", ["quoted_formula"])),
        ("=1+1", ("formula", [])),
        ('=HYPERLINK("http://example.nl")', ("formula", [])),
        ("#N/B", ("error_value", [])),
        ("########", ("overflow", [])),
        ("#", ("#", [])),
        ("'0123", ("0123", [])),
        ("'+31", ("+31", [])),
        ("'s-Gravenhage", ("'s-Gravenhage", [])),
        ("-", ("", ["placeholder"])),
        ("N.v.t.", ("", ["placeholder"])),
        ("Nee", ("Nee", [])),
        ("", ("", [])),
    ],
)
def test_what_excel_puts_around_a_value_comes_off(value: str, expected: tuple[object, list[str]]) -> None:
    assert read(undressed, value) == expected


@pytest.mark.parametrize(
    ("kind", "code"), [(Kind.FORMULA, "formula"), (Kind.ERROR, "error_value"), (Kind.TOO_LONG, "too_long")]
)
def test_cells_that_hold_no_value_are_refused_as_what_they_are(kind: Kind, code: str) -> None:
    with pytest.raises(Unfit) as unfit:
        undressed("", kind, Around())
    assert unfit.value.code == code


def same(short: Callable[[], object], long: Callable[[], object]) -> None:
    """Both give the same, or both refuse."""
    found: list[object] = []
    for way in (short, long):
        try:
            found.append(way())
        except (Invalid, Unfit):
            found.append(Invalid)
    assert found[0] == found[1]


@given(st.one_of(st.text(max_size=30), st.text("aé\u0308 \t.\u200b\u202e\ufffd", max_size=12)).map(str.strip))
def test_the_short_way_for_text_ends_where_the_long_way_does(value: str) -> None:
    if "\ufffd" not in value and not numbers.find_probable_bsn(value):
        same(lambda: values.line(20)(value, TEXT, Around()), lambda: clean_line(value, 20))


@given(st.from_regex(r"\A(https?://)?[a-z0-9.-]{1,20}(\.nl|\.example\.com)/?\Z"))
def test_the_short_way_for_websites_ends_where_the_long_way_does(value: str) -> None:
    same(lambda: reach.website(value, TEXT, Around()), lambda: [numbers.parse_website(value)])


@given(st.from_regex(r"\A(NL[0-9]{9}B[0-9]{2}|NL[0-9]{2}[A-Z]{4}0{6}[0-9]{4}|[0-9]{4} [A-Z]{2}|[0-9]{8})\Z"))
def test_the_short_ways_for_numbers_end_where_the_long_ways_do(value: str) -> None:
    around = Around()
    same(lambda: identifiers.vat_id(value, TEXT, around), lambda: numbers.parse_vat_id(value))
    same(lambda: identifiers.iban(value, TEXT, around), lambda: numbers.parse_iban(value))
    same(lambda: identifiers.postcode("visiting")(value, TEXT, around), lambda: numbers.parse_postcode(value))
    same(lambda: identifiers.kvk(value, TEXT, around), lambda: numbers.parse_kvk(value))


def test_what_many_customers_share_is_parsed_once() -> None:
    around, asked = Around(), list[str]()

    def parse(value: str) -> str:
        asked.append(value)
        return value.upper()

    assert [around.once(parse, "nl") for _time in range(3)] == ["NL"] * 3
    assert asked == ["nl"]
