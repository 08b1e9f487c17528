from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "tocsin.offices"
    label = "offices"
    default_auto_field = "django.db.models.BigAutoField"
