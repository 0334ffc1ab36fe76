"""What ``check --deploy`` asks of the database: that the log cannot be rewritten, and that its term can be kept."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  (Django's name)
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from .maintenance import ROLE, may_take_role, missing_triggers

NO_TRIGGERS = "audit.E001"
NO_ROLE = "audit.W001"
NO_DATABASE = "audit.W002"


@register("audit", deploy=True)
def check_database(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The triggers are there (error) and, on PostgreSQL, the maintenance role (warning)."""
    try:
        return [*_triggers(), *_role()]
    except DatabaseError:
        return [
            Warning(
                _("Het logboek is niet te controleren: de tabel ontbreekt of de database is niet bereikbaar."),
                hint=_("Voer eerst 'migrate' uit, of kijk of de database aanstaat."),
                id=NO_DATABASE,
            )
        ]


def _triggers() -> list[CheckMessage]:
    missing = missing_triggers()
    if not missing:
        return []
    return [
        Error(
            _("Het logboek kan worden herschreven: deze triggers ontbreken of staan uit: %(names)s.")
            % {"names": ", ".join(sorted(missing))},
            hint=_("Voer 'migrate audit 0001' en daarna 'migrate audit' uit, of zet de triggers aan."),
            id=NO_TRIGGERS,
        )
    ]


def _role() -> list[CheckMessage]:
    if connection.vendor != "postgresql" or may_take_role():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(session_user)")
        user = cursor.fetchone()[0]
    commands = (
        f"CREATE ROLE {ROLE} NOLOGIN; GRANT {ROLE} TO {user}; "
        f"GRANT SELECT, UPDATE (body, at, event, subject, actor) ON audit_entry TO {ROLE};"
    )
    return [
        Warning(
            _("Het logboek kan na zijn bewaartermijn niet worden leeggemaakt: de databaserol %(role)s ontbreekt.")
            % {"role": ROLE},
            hint=_("Laat de beheerder van de database dit uitvoeren: %(sql)s") % {"sql": commands},
            id=NO_ROLE,
        )
    ]
