"""Cells that a spreadsheet shows and never runs."""


def safe_cell(value: object) -> str:
    """The text of a cell; one that a spreadsheet would take for a formula is made text with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
