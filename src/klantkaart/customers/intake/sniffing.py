"""What a column holds, judged by its first values: proposals for headings nobody knows, and BSNs under any name."""

import re
from collections.abc import Callable, Sequence

from klantkaart.kernel.numbers import is_bsn_heading, is_probable_bsn

from .cells import Kind
from .tables import Table
from .targets import Target

_MOST = 0.8
_ENOUGH = 4
_BSN_DIGITS = 9
_SHAPES: tuple[tuple[Target, re.Pattern[str]], ...] = (
    (Target.EMAIL, re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)),
    (Target.VAT_ID, re.compile(r"NL ?[\d.]{9,12} ?B ?\d{2}", re.IGNORECASE)),
    (Target.IBAN, re.compile(r"[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}", re.IGNORECASE)),
    (Target.VISITING_POSTCODE, re.compile(r"[1-9]\d{3} ?[A-Z]{2}", re.IGNORECASE)),
    (Target.WEBSITE, re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)),
    (Target.PHONE, re.compile(r"(?:\+|00?)[\d ().-]{8,16}")),
    (Target.KVK, re.compile(r"\d{8}")),
)
_PHONE_DIGITS = range(9, 15)


def values_of(table: Table, index: int) -> list[str]:
    """The filled cells of that column in the sample."""
    return [value for row in table.sample if (value := row.cell(index).value.strip())]


def guess(values: Sequence[str]) -> Target | None:
    """The place whose form nearly all of these values have; None when there are too few or they differ."""
    for target, shape in _SHAPES:
        if _nearly_all(values, shape.fullmatch):
            return None if target is Target.PHONE and not _nearly_all(values, _dials) else target
    return None


def looks_like_iban(values: Sequence[str]) -> bool:
    """Whether most of these could be IBANs; an empty column could."""
    shape = dict(_SHAPES)[Target.IBAN]
    return not values or sum(shape.fullmatch(value) is not None for value in values) * 2 >= len(values)


def bsn_columns(table: Table) -> frozenset[int]:
    """The columns that hold BSNs, by heading or by content (UAVG-46); these are never read any further."""
    return frozenset(
        column.index
        for column in table.columns
        if is_bsn_heading(column.heading) or _nearly_all(_texts(table, column.index), _is_bsn)
    )


def _texts(table: Table, index: int) -> list[str]:
    cells = (row.cell(index) for row in table.sample)
    return [cell.value.strip() for cell in cells if cell.value.strip() and cell.kind is not Kind.DATE]


def _is_bsn(value: str) -> bool:
    """Also without the leading zero that a number cell loses."""
    digits = value.zfill(_BSN_DIGITS) if value.isdecimal() and len(value) == _BSN_DIGITS - 1 else value
    return is_probable_bsn(digits)


def _dials(value: str) -> bool:
    return sum(char.isdigit() for char in value) in _PHONE_DIGITS


def _nearly_all(values: Sequence[str], fits: Callable[[str], object]) -> bool:
    return len(values) >= _ENOUGH and sum(bool(fits(value)) for value in values) >= _MOST * len(values)
