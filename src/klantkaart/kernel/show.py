"""Days and moments in words, in the language of the reader. (Periods show themselves: ``str(period)``.)"""

from datetime import date, datetime

from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from .clock import local


def show_date(day: date) -> str:
    """``5 maart 2026``; an aware moment shows its Dutch day."""
    if isinstance(day, datetime):
        day = local(day).date()
    return dateformat.format(day, "j F Y")


def show_moment(moment: datetime) -> str:
    """``5 maart 2026 om 14:02``, on Dutch clocks. Refuses (ValueError) a moment without time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    at = local(moment)
    return str(_("%(day)s om %(time)s") % {"day": show_date(at), "time": f"{at:%H:%M}"})
