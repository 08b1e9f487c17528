from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "tocsin.actions"
    label = "actions"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from tocsin.actions import calls, retention
        from tocsin.actions.page import ActionPage
        from tocsin.actions.purposes import PURPOSES
        from tocsin.actions.versions import on_publish
        from tocsin.delivery.purposes import register

        register(PURPOSES)
        retention.register()
        calls.register()
        page_published.connect(on_publish, sender=ActionPage)
