from django.apps import AppConfig


class BillsConfig(AppConfig):
    name = "tocsin.bills"
    label = "bills"
