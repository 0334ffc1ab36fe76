"""What the checks have in common."""

from collections.abc import Iterator

from klantkaart.kernel.errors import Text

from ..parts import Invoice, Vat

Found = Iterator[tuple[str, Text]]  # field, sentence


def vats(invoice: Invoice) -> list[Vat]:
    """The treatment of every amount."""
    return [line.vat for line in invoice.lines] + [one.vat for one in invoice.allowances]


def line_field(place: int) -> str:
    """The field of a line, counted from one."""
    return f"lines.{place}"
