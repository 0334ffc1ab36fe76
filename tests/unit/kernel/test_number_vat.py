"""Btw-id: the Dutch rule and its three vectors, other countries, and the number that hides a BSN."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.nl import btw

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_vat_id
from klantkaart.kernel.numbers.shape import mod97, passes_elfproef


@pytest.mark.parametrize(
    ("vat_id", "elf", "own"),
    [("NL004495445B01", True, False), ("NL002455799B11", False, True), ("NL123456789B90", False, False)],
)
def test_dutch_vectors(vat_id: str, elf: bool, own: bool) -> None:
    assert passes_elfproef(vat_id[2:11]) is elf
    assert (mod97(vat_id) == 1) is own
    if elf or own:
        assert parse_vat_id(vat_id) == vat_id
        return
    with pytest.raises(Invalid, match="Btw-id klopt niet"):
        parse_vat_id(vat_id)


def test_elfproef_vector_of_the_rsin() -> None:
    assert passes_elfproef("123456782")
    assert not passes_elfproef("123456789")
    assert not passes_elfproef("000000000")


@given(st.from_regex(r"NL[0-9]{9}B[0-9]{2}", fullmatch=True, alphabet="NLB0123456789"))
@example("NL000000000B00")
@example("NL000000000B73")
@example("NL000000012B00")
def test_dutch_rule_agrees_with_the_library(vat_id: str) -> None:
    try:
        accepted = parse_vat_id(vat_id) == vat_id
    except Invalid:
        accepted = False
    assert accepted is btw.is_valid(vat_id)


@pytest.mark.parametrize(
    ("text", "country", "vat_id"),
    [
        ("nl 0024.55.799.B11", "NL", "NL002455799B11"),
        ("002455799B11", "NL", "NL002455799B11"),
        ("NL002455799B11", "DE", "NL002455799B11"),
        ("BE 0403.019.261", "NL", "BE0403019261"),
        ("0403.019.261", "BE", "BE0403019261"),
        ("DE 136 695 976", "DE", "DE136695976"),
        ("FR 40 303 265 045", "FR", "FR40303265045"),
        ("ESB58378431", "ES", "ESB58378431"),
        ("094259216", "GR", "EL094259216"),
        ("GB 980 7806 84", "NL", "GB980780684"),
        ("XI110305878", "GB", "XI110305878"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("NO 995 525 828 MVA", "NL", "NO995525828MVA"),
        ("12-3456789", "US", "US123456789"),
    ],
)
def test_a_prefix_or_else_the_country_decides_the_form(text: str, country: str, vat_id: str) -> None:
    assert parse_vat_id(text, country) == vat_id
    assert parse_vat_id(vat_id, country) == vat_id


@pytest.mark.parametrize(
    ("text", "country", "word"),
    [
        ("", "NL", "negen cijfers"),
        ("NL", "NL", "negen cijfers"),
        ("NL4495445B01", "NL", "negen cijfers"),
        ("0403.019.261", "NL", "negen cijfers"),
        ("NL004495446B01", "NL", "klopt niet"),
        ("BE0403019262", "BE", "past niet bij België"),
        ("EL094259217", "GR", "past niet bij Griekenland"),
        ("CHE107787578IVA", "CH", "past niet bij Zwitserland"),
        ("abc", "US", "past niet bij Verenigde Staten"),
        ("NL004495445B01" * 1000, "NL", "te lang"),
    ],
)
def test_wrong_vat_ids_are_refused(text: str, country: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_vat_id(text, country)


@pytest.mark.parametrize("text", ["NL004495445B01", "0044.95.445.B01", "nl123456782b02"])
def test_a_number_that_hides_a_bsn_is_refused_for_a_natural_person(text: str) -> None:
    with pytest.raises(Invalid, match="burgerservicenummer") as refusal:
        parse_vat_id(text, natural_person=True)
    assert not any(digit in str(refusal.value) for digit in "0123456789")


def test_the_own_btw_id_of_a_natural_person_is_kept() -> None:
    assert parse_vat_id("NL002455799B11", natural_person=True) == "NL002455799B11"
    assert parse_vat_id("BE0403019261", natural_person=True) == "BE0403019261"
