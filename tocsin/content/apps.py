from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "tocsin.content"
    label = "content"
