"""The way back of a toast: ``{% load toasts %}``."""

from django import template

from klantkaart.office import toasts

register = template.Library()


@register.filter
def undo_url(message: object) -> str:
    """Where "Ongedaan maken" posts to, or "" when there is no way back."""
    return toasts.undo_url(getattr(message, "extra_tags", ""))
