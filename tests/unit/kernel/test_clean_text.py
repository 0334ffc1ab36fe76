"""Text: what is made regular without a word, what is refused, and what counts as the same when searching."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.text import clean_block, clean_line, fold

CONTROLS = ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"]
BIDI = ["\u202a", "\u202e", "\u2066", "\u2069"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jan  de\tVries ", "Jan de Vries"),
        ("Rene\u0301", "René"),
        ("Jan\u00a0de\u2009Vries\n", "Jan de Vries"),
        ("\ufeffJan\u200b Vries\u00ad", "Jan Vries"),
        ("שלום \u200fabc", "שלום \u200fabc"),
        ("", ""),
    ],
)
def test_a_line_is_made_regular(typed: str, kept: str) -> None:
    assert clean_line(typed, 40) == kept


def test_a_block_keeps_its_lines_and_loses_loose_ends() -> None:
    assert clean_block(" \n één \r\ntwee\t\rdrie\u2028\n\nvier  \n", 40) == "één\ntwee\ndrie\n\n\nvier"
    assert clean_block("a\tb", 40) == "a\tb"


@pytest.mark.parametrize("char", CONTROLS)
def test_control_characters_are_refused(char: str) -> None:
    for clean in (clean_line, clean_block):
        with pytest.raises(Invalid, match="Plaats bevat een onzichtbaar stuurteken"):
            clean(f"Alphen{char}aan", 40, name="Plaats")


@pytest.mark.parametrize("char", BIDI)
def test_turned_reading_direction_is_refused(char: str) -> None:
    for clean in (clean_line, clean_block):
        with pytest.raises(Invalid, match="leesrichting"):
            clean(f"Alphen{char}aan", 40)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"])
def test_a_line_with_a_break_inside_is_refused(newline: str) -> None:
    with pytest.raises(Invalid, match="Deze tekst moet op één regel staan"):
        clean_line(f"een{newline}twee", 40)


def test_too_long_is_refused_with_both_lengths() -> None:
    assert clean_line("a" * 40, 40) == "a" * 40
    with pytest.raises(Invalid, match="Plaats mag hooguit 40 tekens lang zijn; nu is het 41"):
        clean_line("a" * 41, 40, name="Plaats")
    with pytest.raises(Invalid, match="hooguit 1 teken lang"):
        clean_block("ab", 1)


def test_length_is_counted_after_composing() -> None:
    assert clean_line("e\u0301" * 10, 10) == "é" * 10


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_line, clean_block):
        try:
            once = clean(text, 1000)
        except Invalid:
            continue
        assert clean(once, 1000) == once
        assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Café  RENÉ", "cafe rene"),
        ("Straße", "strasse"),
        ("Søren Łukasz Æbelø", "soren lukasz aebelo"),
        ("\u0132sselmeer", "ijsselmeer"),
        ("\tJAN\nde  Vries", "jan de vries"),
        ("J\u200ban", "jan"),
        ("İstanbul ısı", "istanbul isi"),  # noqa: RUF001  (the dotless i is the point)
    ],
)
def test_folding_makes_spellings_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_plain_text_is_the_long_way(text: str) -> None:
    assert fold(text) == fold(f"{text} é")[:-2].rstrip()
