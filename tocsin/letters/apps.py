from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tocsin.letters"
    label = "letters"

    def ready(self) -> None:
        from tocsin.delivery.purposes import register
        from tocsin.letters import portal, retention
        from tocsin.letters.purposes import PURPOSES

        register(PURPOSES)
        retention.register()
        portal.register()
