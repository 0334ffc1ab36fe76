from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "klantkaart.sealing"
    label = "sealing"
    default_auto_field = "django.db.models.BigAutoField"
