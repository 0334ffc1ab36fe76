"""What the screens of one's own account share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ...actors import actor_for
from ...models import User
from .. import marks


def me(request: HttpRequest) -> User:
    """Who is signed in. The gate lets nobody else come here."""
    user = marks.staff(request)
    if user is None:
        raise PermissionDenied
    if marks.has_passed_factor(request):  # the frame around the page shows this person's places and companies
        request.actor = actor_for(user)  # type: ignore[attr-defined]  # as office.screens does
    return user


def frame(request: HttpRequest) -> str:
    """The base template: the office around the page only for who may enter it."""
    return "base.html" if marks.has_passed_factor(request) else "base_plain.html"


class Framed:
    """Mixin for allauth's class views: hands ``frame`` to the template."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # allauth's view, mixed in
        return context | {"frame": frame(self.request)}
