"""The general description of security measures (art. 30(1)(g), 32), as far as this installation really has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.utils.translation import gettext as _

from klantkaart.datamap import registry
from klantkaart.sealing.fields import SealedTextField


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, and whether it is in place here."""

    text: str
    in_place: bool


def measures() -> tuple[Measure, ...]:
    """Read from the settings and models that run, not from a list of intentions."""
    return tuple(_measures())


def _measures() -> Iterator[Measure]:
    factor = any("mfa" in app for app in settings.INSTALLED_APPS)
    yield Measure(_("Medewerkers melden zich aan met een tweede factor."), factor)
    yield Measure(
        _("Wachtwoorden worden bewaard met Argon2 en zijn nergens te lezen."), get_hasher().algorithm == "argon2"
    )
    yield Measure(_("Medewerkers zien per bedrijf alleen wat hun rol nodig heeft."), True)
    yield Measure(
        _("Elke inzage en wijziging staat in een logboek dat niet stil te veranderen is."),
        "klantkaart.audit" in settings.INSTALLED_APPS,
    )
    for name in _sealed():
        yield Measure(_("%(field)s staat versleuteld in de database.") % {"field": name}, True)
    yield Measure(
        _("Bestanden zijn versleuteld; de sleutels staan buiten de database en eindigen met de klant."),
        "SealedStorage" in settings.STORAGES["default"]["BACKEND"],
    )
    yield Measure(_("Het verkeer met de browser is versleuteld (https)."), bool(settings.SECURE))
    yield Measure(
        _("Schermen halen niets op bij anderen en worden niet gemeten."),
        not any("://" in str(source) for source in _sources()),
    )


def _sealed() -> Iterator[str]:
    """Names of fields that are encrypted one by one."""
    for label in registry.current().declarations:
        for field in registry.model_of(label)._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield str(field.verbose_name)


def _sources() -> list[object]:
    """Every place that a page may load from."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return [source for sources in directives.values() for source in sources]
