"""How values of the card look on paper."""

from django.utils.functional import Promise

from klantkaart.kernel.numbers import show_phone

from .models import Service


def show_way(value: str) -> str:
    """A phone number as people write it; an e-mail address or website as it is."""
    return show_phone(value) if value.startswith("+") else value


def show_services(codes: str) -> str:
    """``telefonie, internet`` for the stored codes; a code that is no longer known as it is."""
    labels: dict[str, str | Promise] = dict(Service.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes.split(",") if code)
