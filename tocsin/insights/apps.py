from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "tocsin.insights"
    label = "insights"

    def ready(self) -> None:
        from tocsin.insights import signals

        signals.connect()
