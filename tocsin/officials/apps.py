from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "tocsin.officials"
    label = "officials"

    def ready(self) -> None:
        from tocsin.officials import edits

        edits.watch()
