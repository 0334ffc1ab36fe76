from django.apps import AppConfig


class DatamapConfig(AppConfig):
    name = "klantkaart.datamap"
    label = "datamap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, registry  # noqa: PLC0415  (apps must be loaded first)

        registry.autodiscover()
        checks.register_all()
