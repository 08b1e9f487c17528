from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "tocsin.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tocsin.actions import answers
        from tocsin.delivery.purposes import register
        from tocsin.offices import measuring, retention, tasks, wording_tasks  # noqa: F401 (the clock hears)
        from tocsin.offices.purposes import PURPOSES

        register(PURPOSES)
        measuring.register()
        retention.register()
        answers.register()
