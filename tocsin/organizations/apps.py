from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "tocsin.organizations"
    label = "organizations"

    def ready(self) -> None:
        from tocsin.delivery.purposes import register
        from tocsin.organizations import retention
        from tocsin.organizations.purposes import PURPOSES

        register(PURPOSES)
        retention.register()
