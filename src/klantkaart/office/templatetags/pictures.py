"""Drawings made on the server, each with its numbers as a table: ``{% load pictures %}``."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template

from klantkaart.kernel import clock
from klantkaart.office.pictures import Bar, LifeStep, bars, life

register = template.Library()


@register.inclusion_tag("components/life_line.html")
def life_line(steps: Sequence[LifeStep], caption: str, today: date | None = None) -> dict[str, Any]:
    """The life of a card as a line with its dates; on a phone, and for a screen reader, as a list."""
    drawn = life(steps, today=today or clock.today())
    return {"life": drawn, "caption": caption}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(values: Sequence[Bar], caption: str) -> dict[str, Any]:
    """Amounts per month or kind as bars; ``open`` parts (not yet paid) stand out and are in the table too."""
    return {"bars": bars(values), "caption": caption}
