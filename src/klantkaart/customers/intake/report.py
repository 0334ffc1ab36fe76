"""The findings of an import as a list to work through: what stands where, and what to do. No values of customers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from klantkaart.kernel.sheets import Value, write_csv, write_xlsx

from .findings import Finding

_WIDTHS = (18, 8, 26, 18, 90, 20)


def report_csv(stream: BinaryIO, findings: Iterable[Finding]) -> None:
    """As CSV (UTF-8 with a mark, semicolons)."""
    write_csv(stream, _lines(findings))


def report_xlsx(stream: BinaryIO, findings: Iterable[Finding]) -> None:
    """As a workbook with one sheet."""
    write_xlsx(stream, _("Bevindingen"), _lines(findings), _WIDTHS)


def _lines(findings: Iterable[Finding]) -> Iterator[Sequence[Value]]:
    yield (_("Blad"), _("Rij"), _("Kolom"), _("Soort"), _("Wat er is en wat je kunt doen"), _("Vorm"))
    for finding in findings:
        row = finding.row or None
        yield (finding.sheet, row, finding.column, finding.level_label, finding.sentence, finding.before_shape)
