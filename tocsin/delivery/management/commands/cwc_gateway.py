"""Runs the stand-in for both gateways of Communicating With Congress."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tocsin.delivery.channels.cwc.gateway import serve


class Command(BaseCommand):
    help = "Run a local stand-in for the gateways of the House and the Senate."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.CWC_HOUSE_KEY != settings.CWC_SENATE_KEY:
            raise CommandError("the stand-in knows one key: set CWC_HOUSE_KEY and CWC_SENATE_KEY alike")
        try:
            serve(port, settings.DATA_DIR / "congress", key=settings.CWC_HOUSE_KEY, agent=settings.CWC_AGENT)
        except (OSError, OverflowError) as error:
            raise CommandError(f"port {port} cannot be used: {error}") from None
