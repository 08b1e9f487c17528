"""Communicating With Congress: messages to member offices of the House and the Senate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.delivery.channels.base import Session
from tocsin.delivery.channels.cwc import offices, setup
from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, chamber_of
from tocsin.delivery.channels.cwc.session import CwcSession


class CwcChannel:
    """A recipient is an office's code: `HNJ08`, `SCA03`."""

    kind = "cwc"
    deduplicates = True
    by_hand = False

    def lane(self, recipient: str) -> str:
        try:
            return f"{self.kind}:{chamber_of(recipient)}"
        except ValueError:
            return self.kind

    def ready(self, recipient: str) -> bool:
        """Whether the gateway would take a message to this office."""
        return offices.is_ready(recipient)

    @contextmanager
    def session(self) -> Iterator[Session]:
        found = {chamber: setup.gateway(chamber) for chamber in (HOUSE, SENATE)}
        session = CwcSession(
            gateways={chamber: gateway for chamber, gateway in found.items() if gateway},
            agent=setup.agent(),
            standing=offices.standing,
        )
        try:
            yield session
        finally:
            session.close()
