from django.apps import AppConfig


class BillsConfig(AppConfig):
    name = "tocsin.bills"
    label = "bills"

    def ready(self) -> None:
        from tocsin.bills import positions
        from tocsin.officials.positions import register

        register(bill=positions.bill, vote=positions.vote)
