from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "klantkaart.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from klantkaart.datamap.due import register_holds  # noqa: PLC0415  (apps must be loaded first)

        from .holds import held_rows  # noqa: PLC0415

        register_holds(held_rows)
