"""Dutch VAT rates and the days between which they hold (INV-10): the day of supply counts, not that of the invoice."""

from datetime import date

# (hundredths of a per cent, first day, last day or None)
_RATES = (
    (1900, date(2001, 1, 1), date(2012, 9, 30)),
    (2100, date(2012, 10, 1), None),
    (600, date(1986, 10, 1), date(2018, 12, 31)),
    (900, date(2019, 1, 1), None),
)


def rates_on(day: date) -> frozenset[int]:
    """The rates above nought that the Netherlands know on that day, in hundredths of a per cent."""
    return frozenset(rate for rate, first, last in _RATES if first <= day and (last is None or day <= last))


def show_rate(rate: int) -> str:
    """``21%``, ``5,5%``."""
    whole, rest = divmod(rate, 100)
    return f"{whole},{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"
