"""What the engine itself keeps, and Django's own tables that hold nobody's data."""

from django.utils.translation import gettext_lazy as _

from .declaration import Declaration, Store
from .registry import declare

declare(
    Declaration(
        model="datamap.RuleParameter",
        title=_("Bewaartermijnen"),
        plain=("id", "code", "company", "value", "unit", "valid_from", "source", "reason"),
    ),
    Declaration(
        model="contenttypes.ContentType",
        title=_("Soorten gegevens (techniek)"),
        plain=("id", "app_label", "model"),
    ),
    Declaration(
        model="auth.Permission",
        title=_("Rechten (techniek)"),
        plain=("id", "name", "content_type", "codename"),
    ),
    Declaration(model="auth.Group", title=_("Groepen (techniek)"), plain=("id", "name")),
    Declaration(
        model="auth.Group_permissions", title=_("Rechten van groepen (techniek)"), plain=("id", "group", "permission")
    ),
    Declaration(
        model="django_tasks_database.DBTaskResult",
        title=_("Achtergrondtaken"),
        plain=(
            "id", "status", "enqueued_at", "started_at", "finished_at", "args_kwargs", "priority", "task_path",
            "queue_name", "backend_name", "run_after", "return_value", "exception_class_path", "traceback",
            "worker_ids",
        ),
    ),
    Store(
        code="task_queue",
        title=_("Wachtrij van taken"),
        holds=_("alleen kenmerken van rijen, nooit namen of waarden"),
        ends=_("na een dag"),
        covers=("TASKS.default",),
        personal=False,
    ),
    Store(
        code="logs",
        title=_("Technisch logboek van de server"),
        holds=_("fouten en tijden, zonder persoonsgegevens"),
        ends=_("volgens de instelling van de machine"),
        covers=("LOGGING.stderr",),
        personal=False,
    ),
)  # fmt: skip
