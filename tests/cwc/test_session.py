"""Over a real socket: what each answer of a gateway, or its silence, means for the message."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contracts.letters import letter
from tests.cwc.words import AGENT, CONTENT, PERSON
from tests.cwc.words import message as anna
from tocsin.delivery.channels.base import Outgoing, SendError
from tocsin.delivery.channels.cwc.client import (
    HOUSE,
    SENATE,
    Endpoint,
    Gateway,
    write,
)
from tocsin.delivery.channels.cwc.gateway import Desk, running
from tocsin.delivery.channels.cwc.gateway.server import CONTROL
from tocsin.delivery.channels.cwc.offices import Standing
from tocsin.delivery.channels.cwc.session import CwcSession

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANY_CODE: Callable[[str], Standing] = lambda code: Standing.LISTED  # noqa: E731


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "congress", key="right", agent=AGENT.name)


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    with running(desk) as address:
        yield address


@contextmanager
def session(url: str, *, key: str = "right", clock: datetime = NOON, **changes: Any) -> Iterator[CwcSession]:
    chambers = (HOUSE, SENATE)
    gateways = {
        chamber: Gateway(Endpoint(chamber=chamber, url=url, key=key), timeout=0.3) for chamber in chambers
    }
    given = {"gateways": gateways, "agent": AGENT, "standing": ANY_CODE, "clock": lambda: clock} | changes
    made = CwcSession(**given)
    yield made
    made.close()


def outgoing(name: str = "one", recipient: str = "HNJ08", **changes: Any) -> Outgoing:
    return letter(name, recipient=recipient, content=CONTENT | changes)


def refused(made: CwcSession, message: Outgoing) -> SendError:
    with pytest.raises(SendError) as caught:
        made.send(message)
    return caught.value


@pytest.mark.parametrize(("office", "status"), [("HNJ08", "200"), ("SNJ01", "201")])
def test_a_success_is_the_gateways_own_answer(desk: Desk, url: str, office: str, status: str) -> None:
    with session(url) as made:
        reply = made.send(outgoing(recipient=office))
    assert reply.text.startswith(status)
    assert desk.taken == [reply.remote_id]


def test_one_connection_serves_many_messages_and_a_closed_one_is_replaced(desk: Desk, url: str) -> None:
    with session(url) as made:
        made.send(outgoing("one"))
        kept = made.gateways[HOUSE].connection
        made.send(outgoing("two"))
        assert made.gateways[HOUSE].connection is kept
        kept.sock.shutdown(2)  # type: ignore[union-attr]
        assert made.send(outgoing("three")).text
    assert len(desk.taken) == 3


def test_a_repeat_on_a_connection_that_broke_after_it_was_taken_is_a_success(desk: Desk, url: str) -> None:
    with session(url) as made:
        made.send(outgoing("one"))
        desk.misbehave("lost")
        assert "earlier try" in made.send(outgoing("two")).text
    assert len(desk.taken) == len(set(desk.taken)) == 2


def test_an_id_that_was_used_is_a_fault_unless_we_were_unsure(desk: Desk, url: str) -> None:
    with session(url) as made:
        made.send(outgoing())
        error = refused(made, outgoing())
        assert (error.permanent, "used before" in error.reply) == (True, True)
        assert "409" in made.send(replace(outgoing(), unsure=True)).text
    assert len(desk.taken) == 1


def test_a_refusal_brings_its_reasons(desk: Desk, url: str) -> None:
    desk.agent = "Somebody else"
    with session(url) as made:
        error = refused(made, outgoing())
    assert (error.permanent, "DeliveryAgent is not" in error.reply) == (True, True)


def test_a_wrong_key_is_not_the_messages_fault_and_stays_secret(url: str) -> None:
    with session(url, key="wrong-key") as made:
        error = refused(made, outgoing())
    assert (error.permanent, error.unreachable, error.after) == (False, True, timedelta(minutes=15))
    assert "wrong-key" not in error.reply


def test_the_ceiling_answers_wait(desk: Desk, url: str) -> None:
    desk.ceiling = 1
    with session(url) as made:
        made.send(outgoing("one"))
        error = refused(made, outgoing("two"))
    assert (error.permanent, error.ambiguous, error.unreachable) == (False, False, False)
    assert error.after == timedelta(seconds=1)


def test_maintenance_answers_wait(desk: Desk, url: str) -> None:
    desk.maintenance = True
    with session(url) as made:
        error = refused(made, outgoing())
    assert (error.permanent, error.ambiguous, error.after) == (False, False, timedelta(seconds=60))


def test_a_server_error_after_it_was_taken_is_a_doubt(desk: Desk, url: str) -> None:
    desk.misbehave("broken-after")
    with session(url) as made:
        assert refused(made, outgoing()).ambiguous
        assert made.send(replace(outgoing(), unsure=True)).text
    assert len(desk.taken) == 1


@pytest.mark.parametrize("fault", ["hang-after", "timeout", "drop"])
def test_silence_after_the_message_had_left_is_a_doubt(desk: Desk, url: str, fault: str) -> None:
    desk.misbehave(fault)
    with session(url) as made:
        assert refused(made, outgoing()).ambiguous
        assert made.send(replace(outgoing(), unsure=True)).text
    assert len(desk.taken) == 1


def test_an_unsupported_type_is_final_and_loud(
    desk: Desk, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.misbehave("media")
    with session(url) as made:
        assert refused(made, outgoing()).permanent
    assert "status 415" in caplog.text


def test_where_nobody_listens_nothing_was_taken() -> None:
    with session("http://127.0.0.1:1") as made:
        error = refused(made, outgoing())
    assert (error.permanent, error.ambiguous, error.unreachable) == (False, False, True)


def test_the_official_gateway_is_not_called_while_it_is_closed() -> None:
    official = {HOUSE: Gateway(Endpoint.official(HOUSE, key="k"))}
    with session("http://127.0.0.1:1", gateways=official, clock=NIGHT) as made:
        error = refused(made, outgoing())
    assert (error.permanent, error.after) == (False, timedelta(hours=3))


@pytest.mark.parametrize(
    ("standing", "by_hand", "after"),
    [(Standing.UNLISTED, True, None), (Standing.UNKNOWN, False, timedelta(minutes=2))],
)
def test_an_office_must_be_on_the_list(
    desk: Desk, url: str, standing: Standing, by_hand: bool, after: timedelta | None
) -> None:
    with session(url, standing=lambda code: standing) as made:
        error = refused(made, outgoing())
    assert (error.by_hand, error.after, desk.taken) == (by_hand, after, [])


@pytest.mark.parametrize(
    "message",
    [
        outgoing(constituent=PERSON | {"city": "Ai"}),
        outgoing(message="x" * 10_001),
        outgoing(statement="", message=""),
        outgoing(recipient="nobody"),
        outgoing(bills=["6840"]),
        letter("one", recipient="HNJ08", content={}),
    ],
)
def test_what_the_gateway_would_not_take_goes_to_a_person(desk: Desk, url: str, message: Outgoing) -> None:
    with session(url) as made:
        error = refused(made, message)
    assert (error.by_hand, desk.taken) == (True, [])


def test_a_chamber_that_is_not_set_up_goes_to_a_person(url: str) -> None:
    with session(url, gateways={}) as made:
        assert refused(made, outgoing()).by_hand


def test_wrong_settings_wait_for_the_operator(url: str) -> None:
    with session(url, agent=replace(AGENT, contact_phone="1")) as made:
        error = refused(made, outgoing())
    assert (error.by_hand, error.permanent, "correct the settings" in error.reply) == (False, False, True)


def test_both_chambers_list_their_offices_and_the_house_judges_without_keeping(desk: Desk, url: str) -> None:
    house = Gateway(Endpoint(chamber=HOUSE, url=url, key="right"))
    senate = Gateway(Endpoint(chamber=SENATE, url=url, key="right"))
    assert (len(house.offices()), len(senate.offices())) == (441, 100)
    assert house.validate(write(anna())).status == 200
    assert house.validate(b"<CWC/>").status == 400
    assert desk.taken == []
    house.close()
    senate.close()


def test_the_stand_in_takes_orders_over_http(desk: Desk, url: str) -> None:
    connection = HTTPConnection("127.0.0.1", urlsplit(url).port or 0)
    answers = []
    for order in ({"fault": "soft", "maintenance": True}, {"fault": "nonsense"}):
        connection.request("POST", CONTROL, json.dumps(order))
        response = connection.getresponse()
        answers.append((response.status, response.read()))
    connection.close()
    assert [status for status, _ in answers] == [200, 400]
    assert (desk.maintenance, list(desk.faults)) == (True, ["soft"])


def test_the_stand_in_remembers_across_a_restart(desk: Desk, url: str, tmp_path: Path) -> None:
    with session(url) as made:
        made.send(outgoing())
    assert Desk(tmp_path / "congress").seen == set(desk.taken)
