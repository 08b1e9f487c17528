"""Sends to a chamber's test system what it wants to see before it approves a delivery agent."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tocsin.delivery.channels.cwc import setup
from tocsin.delivery.channels.cwc.client import (
    HOUSE,
    SENATE,
    Gateway,
    Message,
    NoAnswerError,
    Verdict,
    closed_for,
    judge,
    write,
)
from tocsin.delivery.channels.cwc.rehearsal import messages
from tocsin.delivery.channels.cwc.rules import RATE

MOST = {HOUSE: 3, SENATE: 100}
"""Offices: the House asks for a few messages, the Senate for all of its test offices."""


class Command(BaseCommand):
    help = (
        "Send three test campaigns to the test system of the House or the Senate. Nothing reaches an office."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("chamber", choices=sorted(MOST))
        parser.add_argument("--most", type=int, help="how many offices; 3 of the House, 100 of the Senate")

    def handle(self, *args: Any, chamber: str, most: int | None, **options: Any) -> None:
        if most is not None and most < 1:
            raise CommandError("--most must be 1 or more", returncode=2)
        gateway = _opened(chamber)
        today = datetime.now(UTC).date()
        try:
            codes = [office.code for office in gateway.offices()][: most or MOST[chamber]]
            said = [self._send(gateway, one) for one in messages(codes, agent=setup.agent(), today=today)]
        except (NoAnswerError, ValueError) as error:
            raise CommandError(str(error), returncode=1) from None
        finally:
            gateway.close()
        self.stdout.write(f"{sum(said)} of {len(said)} taken by the {chamber} for {len(codes)} offices")
        if not all(said):
            raise CommandError("the gateway did not take them all", returncode=1)

    def _send(self, gateway: Gateway, message: Message) -> bool:
        time.sleep(1 / RATE)
        answer = gateway.post(write(message))
        taken = judge(answer) is Verdict.TAKEN
        if not taken:
            self.stderr.write(f"{message.office} {message.position or '-'}: {answer.words}")
        return taken


def _opened(chamber: str) -> Gateway:
    """Raises CommandError where a message could reach an office, or could not leave."""
    if not settings.CWC_TEST:
        raise CommandError("set CWC_TEST=yes: this is for the test systems only", returncode=2)
    gateway = setup.gateway(chamber)
    if gateway is None or setup.problems(chamber):
        what = "; ".join(setup.problems(chamber)) or "there is no key"
        raise CommandError(f"the {chamber} gateway is not set up: {what}", returncode=2)
    if not gateway.endpoint.is_local and closed_for(chamber, datetime.now(UTC)):
        raise CommandError(f"the {chamber} gateway is closed for maintenance now", returncode=1)
    return gateway
