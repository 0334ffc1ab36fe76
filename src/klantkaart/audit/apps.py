from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "klantkaart.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, maintenance, own_events  # noqa: F401, PLC0415  (apps must be loaded first)

        maintenance.watch_connections()
