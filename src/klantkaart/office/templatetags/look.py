"""Icons, chips and links for templates: ``{% load look %}`` (docs/look.md)."""

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from klantkaart.office.accents import known
from klantkaart.office.icons import ICONS, SHAPE_OF_TONE, SHAPES

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of office.icons.ICONS, hidden from screen readers: put a word beside it, or an aria-label on the button."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308  (a constant of this package)
    )


@register.simple_tag
def shape(tone: str = "grey", name: str = "") -> SafeString:
    """The small mark of a state, so that colour never stands alone: disc, triangle, square, diamond, ring..."""
    return format_html(
        '<svg class="shape" viewBox="0 0 10 10" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(SHAPES[name or SHAPE_OF_TONE[tone]]),  # noqa: S308  (a constant of this package)
    )


@register.simple_tag
def chip(word: str | Promise, tone: str = "grey", form: str = "", *, quiet: bool = False) -> SafeString:
    """A state as shape and word. ``quiet`` (lists) leaves out the tinted box; ``form`` picks another shape."""
    return format_html(
        '<span class="chip{} tone-{}">{}{}</span>',
        " chip-quiet" if quiet else "",
        tone,
        shape(tone, form),
        capfirst(str(word)),
    )


def initials(name: str) -> str:
    """One or two capitals that stand for a name: "Van Dijk Alarm" -> "VA"."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalnum()]
    if not words:
        return "?"
    last = words[-1] if len(words) > 1 else ""
    return (words[0][0] + last[:1]).upper()


@register.simple_tag
def company_mark(name: str, accent: str = "") -> SafeString:
    """Two letters on the company's own colour, with its full name for who does not see it."""
    return format_html(
        '<span class="company-mark" data-accent="{}" role="img" aria-label="{}" title="{}">{}</span>',
        known(accent),
        name,
        name,
        initials(name),
    )


@register.filter(name="initials")
def initials_filter(name: object) -> str:
    """For an avatar."""
    return initials(str(name or ""))


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The page's own query string with some values changed; an empty value leaves that one out. Starts with "?"."""
    request = context.get("request")
    query = request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def page_window(paginator: Paginator[Any], number: int) -> list[int]:
    """Page numbers to show around ``number``; 0 stands for a gap."""
    found = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [page if isinstance(page, int) else 0 for page in found]
