"""A line is not flooded: a few call at once, the others in turn, and what callers say is what is noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.formats import time_format

from tests import cast
from tests.actions.test_byhand import address, waiting
from tests.cast import ANAHIT, DANIEL, ZOE
from tocsin.actions import calls, line
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.delivery import states
from tocsin.delivery.models import Call, Lane, Message

NUMBER = "(202) 555-0143"
MONDAY_NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Noon in Washington."""


@pytest.fixture
def act(client: Client, page: ActionPage) -> Submission:
    return cast.act(client, ANAHIT)


@pytest.fixture
def message(act: Submission) -> Message:
    return waiting(act, "phone", NUMBER)


def only_one_at_once() -> None:
    Lane.objects.create(key="phone:12025550143", concurrency=1)


def test_the_number_shows_once_it_is_their_turn(client: Client, act: Submission, message: Message) -> None:
    here = address(act, message, "call")
    assert "tel:" not in client.get(here).content.decode()
    client.post(here, {"step": "join"})
    text = client.get(here).content.decode()
    assert 'href="tel:+12025550143"' in text
    assert "http-equiv" not in text


def test_looking_takes_no_place(client: Client, act: Submission, message: Message) -> None:
    client.get(address(act, message, "call"))
    client.head(address(act, message, "call"))
    assert not Call.objects.exists()


def test_who_comes_second_waits_and_is_called_up(client: Client, act: Submission, message: Message) -> None:
    only_one_at_once()
    others = [cast.act(client, person) for person in (DANIEL, ZOE)]
    rows = [(act, message), *[(other, waiting(other, "phone", "+1 202-555-0143")) for other in others]]
    pages = [address(each, row, "call") for each, row in rows]
    for page in pages:
        client.post(page, {"step": "join"})
    second, third = (client.get(page).content.decode() for page in pages[1:])
    assert "You are number 1 in line" in second
    assert "You are number 2 in line" in third
    assert '<meta http-equiv="refresh" content="20">' in third
    client.post(pages[0], {"outcome": "spoke"})
    client.post(pages[2], {"step": "join"})
    assert "tel:" not in client.get(pages[2]).content.decode()
    client.post(pages[1], {"step": "join"})
    assert "tel:+12025550143" in client.get(pages[1]).content.decode()


def test_a_place_that_ran_out_is_free_again(client: Client, act: Submission, message: Message) -> None:
    only_one_at_once()
    other = cast.act(client, DANIEL)
    late = waiting(other, "phone", NUMBER)
    line.join(message)
    assert line.join(late).call is None
    Call.objects.filter(message=message).update(open_until=datetime.now(UTC) - timedelta(seconds=1))
    assert line.join(late).call is not None


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("spoke", "accepted"),
        ("voicemail", "accepted"),
        ("busy", "needs_person"),
        ("no_answer", "needs_person"),
        ("wrong", "needs_person"),
    ],
)
def test_what_the_caller_says_decides(
    client: Client, act: Submission, message: Message, outcome: str, state: str
) -> None:
    here = address(act, message, "call")
    client.post(here, {"step": "join"})
    client.post(here, {"outcome": outcome, "note": "They were kind.\0"})
    message.refresh_from_db()
    call = Call.objects.get()
    assert (message.state, call.outcome, call.note) == (state, outcome, "They were kind.")
    assert call.ended_at is not None
    assert message.reply.endswith(f": {outcome}")


def test_who_waited_and_called_anyway_is_noted_and_leaves_the_line(
    client: Client, act: Submission, message: Message
) -> None:
    only_one_at_once()
    line.join(waiting(cast.act(client, DANIEL), "phone", NUMBER))
    line.join(message)
    client.post(address(act, message, "call"), {"outcome": "busy"})
    assert line.standing(message) == line.Standing(ahead=0)


@pytest.mark.parametrize("said", [{"outcome": "x"}, {"step": "x"}, {}])
def test_what_makes_no_sense_changes_nothing(
    client: Client, act: Submission, message: Message, said: dict[str, str]
) -> None:
    client.post(address(act, message, "call"), said)
    message.refresh_from_db()
    assert (message.state, Call.objects.count()) == (states.NEEDS_PERSON, 0)


def test_the_page_tells_the_time_of_the_office(client: Client, act: Submission, message: Message) -> None:
    clock = [time_format(datetime.now(ZoneInfo("America/New_York")))]
    text = client.get(address(act, message, "call")).content.decode()
    clock.append(time_format(datetime.now(ZoneInfo("America/New_York"))))
    assert any(f"It is {time} there now." in text for time in clock)
    assert "Offices usually answer from 9 a.m. to 5 p.m. (Monday to Friday)" in text


def test_hours_that_staff_set_are_told_as_known(client: Client, act: Submission, message: Message) -> None:
    hours = {"days": [1, 3], "from": "08:30", "to": "12:00"}
    Lane.objects.create(key="phone:12025550143", hours=hours)
    text = client.get(address(act, message, "call")).content.decode()
    assert "The office answers from 8:30 a.m. to noon (Tuesday, Thursday)" in text


def test_the_printed_sheet_has_number_words_and_boxes(
    client: Client, act: Submission, message: Message
) -> None:
    sheet = client.get(address(act, message, "call")).content.decode().split('<div class="panel screen">')[0]
    assert "(202) 555-0143" in sheet
    assert "My name is Anahit Petrosyan" in sheet and "I am calling from California." in sheet
    assert "<li>I left a message</li>" in sheet


def test_who_is_thanked_is_asked_for_nothing(client: Client, act: Submission, message: Message) -> None:
    message.data |= {"stance": "thank", "letter": message.data["letter"] | {"subject": "Thank you, river"}}
    message.save()
    text = client.get(address(act, message, "call")).content.decode()
    assert "I am calling about this: Thank you, river." in text and "I wanted to thank you." in text
    assert "Will you do it?" not in text


def test_a_closed_office_says_when_it_opens_on_its_own_clock(
    client: Client, act: Submission, message: Message
) -> None:
    tomorrow = (datetime.now(ZoneInfo("America/New_York")).weekday() + 1) % 7
    hours = {"days": [tomorrow], "from": "07:30", "to": "08:00"}
    Lane.objects.create(key="phone:12025550143", hours=hours)
    text = client.get(address(act, message, "call")).content.decode()
    assert f"It opens on {calls.DAYS[tomorrow]} at 7:30 a.m., its local time." in text


@pytest.mark.parametrize(
    ("moment", "state", "number", "is_open", "zone"),
    [
        (MONDAY_NOON, "CA", NUMBER, True, "America/New_York"),
        (MONDAY_NOON + timedelta(hours=6), "CA", NUMBER, False, "America/New_York"),
        (MONDAY_NOON - timedelta(hours=1), "CA", "(213) 555-0143", False, "America/Los_Angeles"),
        (MONDAY_NOON + timedelta(hours=6), "CA", "(213) 555-0143", True, "America/Los_Angeles"),
        (MONDAY_NOON + timedelta(days=5), "NJ", "(973) 555-0143", False, "America/New_York"),
    ],
)
def test_the_office_keeps_its_own_hours(
    db: None, moment: datetime, state: str, number: str, is_open: bool, zone: str
) -> None:
    hours = line.hours_of(Message(channel="phone", recipient=number), state=state, moment=moment)
    assert (hours.is_open, hours.time_zone) == (is_open, zone)
    assert (hours.opens_at is None) == is_open


def test_notes_are_forgotten_and_the_outcome_stays(message: Message) -> None:
    line.join(message)
    line.leave(message, outcome="spoke", note="Private.")
    assert calls.forget_notes(datetime.now(UTC) + timedelta(days=1)) == 1
    assert Call.objects.values_list("note", "outcome").get() == ("", "spoke")
