"""Cells that a spreadsheet shows and never runs."""

import pytest

from klantkaart.kernel.sheets import safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+31172", "-5", "@SOM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [("Kiezel", "Kiezel"), ("a=b", "a=b"), (None, ""), (12, "12"), ("", "")])
def test_anything_else_stays_as_it_is(value: object, text: str) -> None:
    assert safe_cell(value) == text
