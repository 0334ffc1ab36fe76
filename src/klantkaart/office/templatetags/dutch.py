"""Days, moments, amounts and telephone numbers as Dutch people write them: ``{% load dutch %}``."""

from datetime import date, datetime

from django import template
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from klantkaart.kernel import clock
from klantkaart.kernel.money import show_cents
from klantkaart.kernel.numbers import show_iban, show_phone
from klantkaart.kernel.show import show_date, show_moment

register = template.Library()


def _day(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | None) -> str:
    """5 maart 2026"""
    return show_date(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """donderdag 5 maart 2026"""
    return f"{dateformat.format(_day(value), 'l')} {show_date(value)}" if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """5 mrt 2026, for lists."""
    if not value:
        return ""
    # Dutch writes months small; Django's nl "M" does not.
    return dateformat.format(_day(value), "j b Y" if get_language() == "nl" else "j M Y")


@register.filter
def moment(value: datetime | None) -> str:
    """5 maart 2026 om 14:02"""
    return show_moment(value) if value else ""


@register.filter
def iso(value: date | None) -> str:
    """For the datetime attribute of <time>."""
    return value.isoformat() if value else ""


@register.filter
def from_today(value: date | None) -> str:
    """vandaag, morgen, over 12 dagen, 3 dagen geleden"""
    if not value:
        return ""
    days = (_day(value) - clock.today()).days
    near = {0: _("vandaag"), 1: _("morgen"), -1: _("gisteren")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("over %(count)d dag", "over %(count)d dagen", days) % {"count": days}
    return ngettext("%(count)d dag geleden", "%(count)d dagen geleden", -days) % {"count": -days}


@register.filter
def euro(cents: int | None) -> str:
    """€ 1.234,56 from cents"""
    return "" if cents is None else show_cents(cents)


@register.filter
def phone(e164: str | None) -> str:
    """0172-123 456"""
    return show_phone(e164) if e164 else ""


@register.simple_tag
def phone_link(e164: str) -> SafeString:
    """The number as people read it, as a link that dials."""
    return format_html('<a class="num nowrap" href="tel:{}">{}</a>', e164, show_phone(e164)) if e164 else SafeString("")


@register.filter
def iban(value: str | None) -> str:
    """NL91 ABNA 0417 1643 00"""
    return show_iban(value) if value else ""
