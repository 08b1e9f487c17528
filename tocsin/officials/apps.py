from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "tocsin.officials"
    label = "officials"
