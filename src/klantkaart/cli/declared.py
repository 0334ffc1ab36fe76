"""Whether everything is declared and set as it should be: Django's checks, the product's own among them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, run_checks

from klantkaart.kernel.errors import Refused

from .words import gettext as _


def findings(*, deploy: bool = False) -> Sequence[CheckMessage]:
    """Everything the checks say, worst first; ``deploy`` adds what only matters in use."""
    return sorted(run_checks(include_deployment_checks=deploy), key=lambda found: -found.level)


def errors() -> list[CheckMessage]:
    """What stops the product from starting."""
    return [found for found in findings() if found.is_serious()]


def sentence(found: CheckMessage) -> str:
    """One finding in a line, with what to do about it."""
    about = f"{found.obj}: " if found.obj is not None else ""
    hint = f" {found.hint}" if found.hint else ""
    return f"{found.id}  {about}{found.msg}{hint}"


def refuse_undeclared() -> None:
    """Refuses to go on while a check finds an error: a field without a declaration among others."""
    found = errors()
    if found:
        raise Refused("\n".join([_("Zo kan de administratie niet starten:"), *map(sentence, found)]))
