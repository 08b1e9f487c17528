from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "tocsin.sync"
    label = "sync"
