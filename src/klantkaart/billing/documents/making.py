"""The whole document in one call: checked values, totals, e-invoice, verdict, paper. Nothing leaves with a fatal."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Refused

from . import checks, paper, rules, ubl
from .parts import Invoice
from .totals import Totals, totals


class NotAccepted(Refused):
    """The official rules refuse the document (HTTP 409): it may not be issued. ``verdict`` says which rules."""

    def __init__(self, verdict: rules.Verdict) -> None:
        codes = ", ".join(sorted({one.code for one in verdict.fatals}))
        sentence = _("E-factuur voldoet niet aan de regels (%(codes)s) en is niet gemaakt. Controleer de gegevens.")
        super().__init__(sentence % {"codes": codes})
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Document:
    """``verdict`` says what was checked and what was not. ``lost``: characters that the paper prints as numbers."""

    invoice: Invoice
    totals: Totals
    ubl: bytes
    pdf: bytes
    file: str
    verdict: rules.Verdict
    lost: tuple[str, ...]
    logo_left_out: bool

    @property
    def ubl_hash(self) -> str:
        return sha256(self.ubl).hexdigest()

    @property
    def pdf_hash(self) -> str:
        return sha256(self.pdf).hexdigest()


def make(
    invoice: Invoice, *, at: datetime, look: paper.Look | None = None, rule_folder: Path | None = None
) -> Document:
    """The e-invoice and its paper. ``at``: the moment of issue, aware; the same values and moment make the same bytes.

    Refuses what ``checks.check`` refuses (InvalidFields), and what the rules refuse (NotAccepted).
    """
    checks.check(invoice)
    sums = totals(invoice)
    document = ubl.write(invoice, sums)
    verdict = rules.check(document, folder=rule_folder)
    if not verdict.passed:
        raise NotAccepted(verdict)
    made = paper.render(invoice, document, at=at, look=look, sums=sums)
    return Document(invoice, sums, document, made.pdf, made.file, verdict, made.lost, made.logo_left_out)
