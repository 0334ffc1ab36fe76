"""The sign-ins of the practice administration, as they are printed at the start."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ..words import gettext as _
from .totp import code_at, seconds_left

_ENOUGH = 12
_PER_LINE = 5


def sign_in_lines(sign_ins: Mapping[str, Any] | None, now: float) -> Iterator[str]:
    """What to sign in with: one password for all, and per person the second factor. A code that is about to end is
    passed over for the next."""
    if not sign_ins:
        return
    moment = now if seconds_left(now) >= _ENOUGH else now + seconds_left(now)
    from_, until = moment - moment % 30, moment + seconds_left(moment)
    yield ""
    yield _("Oefenadministratie met verzonnen klanten. Meld je aan als een van deze collega's.")
    yield _("Wachtwoord van iedereen: %(password)s") % {"password": sign_ins["password"]}
    yield _("De codes gelden van %(from)s tot %(until)s; 'klantkaart demo --codes' geeft nieuwe.") % {
        "from": _clock(from_),
        "until": _clock(until),
    }
    for person in sign_ins["people"]:
        yield ""
        yield f"  {person['email']}  ({person['role']})"
        yield _("    geheim voor de app: %(secret)s   code: %(code)s") % {
            "secret": person["secret"],
            "code": code_at(person["secret"], moment),
        }
        codes = person["recovery_codes"]
        for start in range(0, len(codes), _PER_LINE):
            label = _("    herstelcodes: ")
            yield (label if start == 0 else " " * len(label)) + " ".join(codes[start : start + _PER_LINE])


def _clock(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment):%H:%M:%S}"  # noqa: DTZ006  (the clock on this machine's wall)
