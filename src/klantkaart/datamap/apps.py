from django.apps import AppConfig


class DatamapConfig(AppConfig):
    name = "klantkaart.datamap"
    label = "datamap"
    default_auto_field = "django.db.models.BigAutoField"
