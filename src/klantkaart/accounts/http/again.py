"""Before something that touches how somebody signs in: show again who you are, unless that was minutes ago."""

from collections.abc import Callable
from typing import ParamSpec

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

P = ParamSpec("P")


def shown_again(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For a view below ``@screen``: sends on to showing who one is, and back (ASVS 7.5.1). A form that was posted
    meanwhile is kept."""
    guarded: Callable[P, HttpResponse] = reauthentication_required(view)
    return guarded
