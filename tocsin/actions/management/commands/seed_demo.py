"""Builds the demonstration site where there is none yet; a second run changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tocsin.actions.demo.seed import seed


class Command(BaseCommand):
    help = "Builds the demonstration site where there is none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("The demonstration is ready." if seed() else "The demonstration was there already.")
