"""Hands one message after another to the gateways, and tells what became of each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from tocsin.delivery.channels.base import Outgoing, Reply, SendError
from tocsin.delivery.channels.cwc.client import (
    Agent,
    Answer,
    Gateway,
    NoAnswerError,
    UnwritableError,
    Verdict,
    chamber_of,
    closed_for,
    judge,
    write,
)
from tocsin.delivery.channels.cwc.client.rules import SETTINGS
from tocsin.delivery.channels.cwc.client.windows import TIME_ZONE
from tocsin.delivery.channels.cwc.letter import delivery_id, to_message
from tocsin.delivery.channels.cwc.offices import Standing

NO_LIST, OUR_FAULT = timedelta(minutes=2), timedelta(minutes=15)
UNSUPPORTED = 415

log = logging.getLogger(__name__)


class CwcSession:
    """`gateways` by chamber; `standing` tells whether an office is on the gateway's list."""

    def __init__(
        self,
        *,
        gateways: Mapping[str, Gateway],
        agent: Agent,
        standing: Callable[[str], Standing],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.gateways, self.agent, self.standing, self.clock = gateways, agent, standing, clock

    def send(self, outgoing: Outgoing) -> Reply:
        gateway = self._gateway(outgoing.recipient)
        content = self._write(outgoing)
        try:
            answer = gateway.post(content)
        except NoAnswerError as error:
            raise SendError(str(error), ambiguous=error.sent, unreachable=True) from None
        return _settled(answer, outgoing)

    def close(self) -> None:
        for gateway in self.gateways.values():
            gateway.close()

    def _gateway(self, office: str) -> Gateway:
        try:
            chamber = chamber_of(office)
        except ValueError as error:
            raise SendError(str(error), by_hand=True) from None
        if chamber not in self.gateways:
            raise SendError(f"the {chamber} gateway is not set up here", by_hand=True)
        gateway = self.gateways[chamber]
        closed = None if gateway.endpoint.is_local else closed_for(chamber, self.clock())
        if closed:
            raise SendError(f"the {chamber} gateway is closed for maintenance", after=closed)
        self._check(office)
        return gateway

    def _check(self, office: str) -> None:
        standing = self.standing(office)
        if standing is Standing.UNKNOWN:
            raise SendError("the gateway's list of offices has not arrived yet", after=NO_LIST)
        if standing is Standing.UNLISTED:
            raise SendError(f"{office} is not on the gateway's list of offices", by_hand=True)

    def _write(self, outgoing: Outgoing) -> bytes:
        try:
            today = self.clock().astimezone(ZoneInfo(TIME_ZONE)).date()
            return write(to_message(outgoing, agent=self.agent, today=today))
        except UnwritableError as error:
            if any(problem.remedy == SETTINGS for problem in error.problems):
                log.error("the settings of Communicating With Congress are wrong: %s", error)
                raise SendError(str(error), unreachable=True, after=OUR_FAULT) from None
            raise SendError(f"the gateway does not take it: {error}", by_hand=True) from None
        except (KeyError, ValueError, TypeError) as error:
            raise SendError(f"could not be written: {type(error).__name__}", by_hand=True) from None


def _settled(answer: Answer, outgoing: Outgoing) -> Reply:
    verdict = judge(answer)
    if verdict is Verdict.TAKEN:
        return Reply(answer.words, delivery_id(outgoing.id))
    if verdict is Verdict.REPEATED and (outgoing.unsure or answer.repeated):
        return Reply(f"{answer.words} (it had arrived at an earlier try)", delivery_id(outgoing.id))
    _refuse(verdict, answer)


def _refuse(verdict: Verdict, answer: Answer) -> NoReturn:
    if verdict is Verdict.CLOSED or answer.status == UNSUPPORTED:
        log.error("the gateway refuses what is not the message's fault: status %s", answer.status)
    if verdict is Verdict.REPEATED:
        raise SendError(f"{answer.words} (this id was used before by another message)", permanent=True)
    if verdict is Verdict.REFUSED:
        raise SendError(answer.words, permanent=True)
    if verdict is Verdict.UNSURE:
        raise SendError(answer.words, ambiguous=True, unreachable=True)
    after = OUR_FAULT if verdict is Verdict.CLOSED else answer.after
    raise SendError(answer.words, unreachable=answer.status != 429, after=after)
