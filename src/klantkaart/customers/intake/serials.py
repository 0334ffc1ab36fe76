"""What Excel stores in a number cell, as text: dates are days since 1900, long numbers lose digits and grow an E."""

import math
from datetime import date, timedelta

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_FEBRUARY_1900 = 60  # Excel believes in a 29 February 1900: day 60
_LAST = 2_958_465  # 31 December 9999
_SECONDS = 86_400
EXACT_DIGITS = 15  # more digits than these a number cell does not keep


def as_date(raw: str, *, since_1904: bool = False) -> str:
    """ISO date, with the time when there is one; "" for what is no day (times of day, negative, too far)."""
    try:
        serial = float(raw)
    except ValueError:
        return ""
    if not 1 <= serial < _LAST + 1:
        return ""
    seconds = round(serial % 1 * _SECONDS)
    days = min(int(serial) + seconds // _SECONDS, _LAST)
    if since_1904:
        day = _EPOCH_1904 + timedelta(days=min(days, _LAST - 1462))
    else:
        day = _EPOCH_1900 + timedelta(days=days if days >= _FEBRUARY_1900 else days + 1)
    hours, rest = divmod(seconds % _SECONDS, 3600)
    return f"{day.isoformat()}T{hours:02}:{rest // 60:02}:{rest % 60:02}" if seconds % _SECONDS else day.isoformat()


def as_number(raw: str) -> str:
    """Plain digits where the number is whole, with a decimal point otherwise; what is no number stays as it is."""
    value = raw.strip()
    if value.isdecimal():
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    if number.is_integer() and abs(number) < 10**20:
        return str(int(number))
    return repr(number)
