from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "tocsin.places"
    label = "places"
