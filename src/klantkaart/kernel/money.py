"""Amounts: whole cents in an int, never a float; one notation on paper and screen, the Dutch one."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from .errors import Invalid

_MOST = 10**14  # a thousand billion euro: above it is a slip, and below it fits every integer column
_LONGEST = 40
_BASIS_POINTS = 10_000
_AMOUNT = re.compile(
    r"(?P<before>-?) ?(?:€|EUR)? ?(?P<inside>-?) ?"
    r"(?P<number>[0-9][0-9., ]*?(?:,(?:--?|=))?)"  # 12,- and 12,= are whole euros
    r" ?(?P<after>-?) ?(?:€|EUR)?",
    re.IGNORECASE,
)
_DUTCH = re.compile(r"(?P<whole>[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:,(?:(?P<cents>[0-9]{1,2})|--?|=))?")
_PLAIN = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.(?P<cents>[0-9]{1,2})")


def parse_cents(text: str) -> int:
    """Cents from ``1.234,56``, ``1234,5``, ``1234.56``, ``1,234.56``, ``€ 12,-``, ``-12,50`` and ``12,50-``.

    ``1.234`` is twelve hundred thirty-four, as Dutch offices write it. Refuses more than two decimals,
    ``1,234`` (it can mean two things), two signs and anything that is no amount.
    """
    value = unicodedata.normalize("NFKC", text[:_LONGEST]).replace("\u2212", "-").strip()
    amount = _AMOUNT.fullmatch(value)
    number = amount["number"] if amount else ""
    found = _DUTCH.fullmatch(number) or _PLAIN.fullmatch(number)
    signs = amount["before"] + amount["inside"] + amount["after"] if amount else ""
    if found is None or len(signs) > 1 or len(text) > _LONGEST:
        raise Invalid(_("Bedrag is niet leesbaar. Schrijf het met een komma en twee decimalen, zoals 1.234,56."))
    cents = int(re.sub("[., ]", "", found["whole"])) * 100 + int((found["cents"] or "").ljust(2, "0"))
    if cents > _MOST:
        raise Invalid(_("Bedrag is te groot. Controleer de punten en de komma."))
    return -cents if signs else cents


def show_cents(cents: int) -> str:
    """``€ 1.234,56`` with a no-break space, in every language: two notations invite mistakes."""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"€\u00a0{sign}{euros:,}".replace(",", ".") + f",{rest:02d}"


def round_half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; a half goes away from zero, so that a credit note mirrors its invoice."""
    if denominator <= 0:
        raise ValueError("A denominator is positive.")
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def vat_over(net_cents: int, rate: int) -> int:
    """VAT in cents over an amount without VAT; ``rate`` in hundredths of a per cent (21% is 2100)."""
    return round_half_up(net_cents * rate, _BASIS_POINTS)


def vat_within(gross_cents: int, rate: int) -> int:
    """VAT in cents inside an amount with VAT; ``rate`` in hundredths of a per cent (21% is 2100)."""
    return round_half_up(gross_cents * rate, _BASIS_POINTS + rate)


def split_cents(cents: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to ``weights`` that add up to ``cents``; each is less than a cent off its share.

    Left-over cents go to the largest remainders, the first of equals first. ``[1] * n`` gives equal parts.
    Refuses (ValueError) negative weights and weights that are all zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("Weights are not negative, and one is not zero.")
    shares = [divmod(abs(cents) * weight, total) for weight in weights]
    left = abs(cents) - sum(share for share, _rest in shares)
    largest = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:left]
    sign = -1 if cents < 0 else 1
    return [sign * (share + (place in largest)) for place, (share, _rest) in enumerate(shares)]
