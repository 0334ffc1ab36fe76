from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "klantkaart.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"
