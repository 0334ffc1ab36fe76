"""The language of a page: what the person chose, else what this browser chose, else Dutch."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from . import marks


class LanguageMiddleware:
    """After authentication. The browser's own list is not asked: an English browser on a Dutch desk reads Dutch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        code = language_of(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


def language_of(request: HttpRequest) -> str:
    """One of settings.LANGUAGES; anything unknown means Dutch."""
    user = marks.staff(request)
    asked = user.language if user else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
