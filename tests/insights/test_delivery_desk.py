"""The delivery desk: how things stand, the switch for all sending, and the ways out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.insights.scene import audit, goes, letter_of, read
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.delivery import checks, lanes
from tocsin.delivery.models import Lane, Message

DESK, SWITCH = "/admin/delivery/", "/admin/delivery/stop/"
BANNER = "<b>All sending is stopped.</b>"
REASON = "The suggested text names the wrong bill."


@pytest.fixture
def letters(campaign: Campaign) -> list[Message]:
    return [letter_of(person) for person in Submission.objects.confirmed().order_by("id")]


def press(client: Client, deed: str, reason: str = REASON) -> int:
    return client.post(SWITCH, {"deed": deed, "reason": reason}).status_code


def test_it_tells_what_waits_what_left_and_what_needs_a_person(
    letters: list[Message], organizer: Client
) -> None:
    taken, unclear, by_hand = letters
    goes(taken, ("inflight", ""), ("accepted", "250 OK"))
    goes(unclear, ("inflight", ""), ("ambiguous", "connection lost"))
    Message.objects.filter(pk=by_hand.pk).update(channel="webform")
    goes(by_hand, ("needs_person", "Open the form."))
    page = read(organizer, DESK)
    assert "<b>1</b> was taken by the other side today." in page
    assert "<b>1</b> letter needs a person." in page
    assert "<b>1</b> is with its supporter" in page


def test_letters_for_the_book_are_no_failure_and_may_still_go_by_mail(
    letters: list[Message], campaign: Campaign, organizer: Client
) -> None:
    Message.objects.filter(pk=letters[0].pk).update(channel="print")
    goes(letters[0], ("needs_person", "Waits for the next book."))
    assert "<b>1</b> waits for the delivery book." in read(organizer, DESK)
    dashboard = read(organizer, f"/admin/campaigns/{campaign.pk}/")
    assert "1 waits for the delivery book." in dashboard
    assert "wait for the delivery book. A contact is known now." in dashboard
    assert "0 need a person" in dashboard


def test_one_switch_stops_all_sending_and_every_page_says_so(organizer: Client, viewer: Client) -> None:
    assert press(organizer, "stop") == 302
    assert lanes.state_of("*").paused
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.actor_name, entry.detail) == (
        "delivery.stopped",
        "organizer@example.org",
        {"reason": REASON},
    )
    for path in ("/admin/", "/admin/campaigns/", DESK):
        page = read(viewer, path)
        assert BANNER in page and REASON in page and "organizer@example.org" in page
    assert press(organizer, "resume") == 302
    assert BANNER not in read(viewer, "/admin/")
    assert audit()[-1] == "delivery.resumed"


def test_a_switch_pressed_twice_does_not_turn_back(organizer: Client) -> None:
    press(organizer, "stop")
    press(organizer, "stop")
    assert lanes.state_of("*").paused
    press(organizer, "resume")
    press(organizer, "resume")
    assert not lanes.state_of("*").paused
    assert audit().count("delivery.stopped") == audit().count("delivery.resumed") == 1


def test_looking_stops_nothing(organizer: Client) -> None:
    read(organizer, SWITCH, deed="stop", reason=REASON)
    assert not Lane.objects.filter(paused=True).exists()


def test_without_a_reason_nothing_stops(organizer: Client) -> None:
    assert press(organizer, "stop", " ") == 422
    assert not lanes.state_of("*").paused


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_those_who_decide_about_messages_may_stop_or_read_letters(
    role: str, letters: list[Message], sign_in: Callable[[str], Client]
) -> None:
    client = sign_in(role)
    assert press(client, "stop") == 302
    assert not lanes.state_of("*").paused
    page = read(client, DESK)
    assert "Stop all sending" not in page and "/admin/delivery/letters/" not in page
    for path in ("letters/", f"letters/{letters[0].pk}/", "lanes/rules/?key=email:example.org"):
        assert client.get(DESK + path).url == "/admin/"  # type: ignore[attr-defined]


def test_it_says_what_is_not_set_up_and_what_to_do(organizer: Client, settings: Settings) -> None:
    settings.MAIL_RETURN_DOMAIN = ""
    settings.CWC_HOUSE_KEY = settings.CWC_SENATE_KEY = ""
    page = read(organizer, DESK)
    assert "Set MAIL_RETURN_DOMAIN" in page
    assert "Congress: House of Representatives" in page and "Ask for approval" in page


def test_a_key_without_a_list_of_offices_does_not_work(db: None, settings: Settings) -> None:
    settings.CWC_HOUSE_KEY, settings.CWC_PROXY = "key", "direct"
    settings.CWC_AGENT, settings.CWC_AGENT_EMAIL = "River Friends", "congress@example.org"
    settings.CWC_CONTACT_NAME, settings.CWC_CONTACT_EMAIL = "Ann River", "ann.river@example.org"
    settings.CWC_CONTACT_PHONE = "202-555-0142"
    house = next(check for check in checks.checks() if str(check.name).endswith("House of Representatives"))
    assert house.level == checks.Level.BAD
    assert "never loaded" in str(house.what)


def test_without_a_worker_it_says_that_nothing_leaves(organizer: Client) -> None:
    assert "No worker is alive, so nothing leaves." in read(organizer, DESK)


@pytest.mark.parametrize(
    ("log", "service", "level"),
    [
        ("", "", checks.Level.OFF),
        ("mail.log", "", checks.Level.GOOD),
        ("gone.log", "", checks.Level.BAD),
        ("", "postmark", checks.Level.GOOD),
    ],
)
def test_the_desk_says_whether_lost_replies_are_looked_up(
    db: None, settings: Settings, tmp_path: Path, log: str, service: str, level: checks.Level
) -> None:
    (tmp_path / "mail.log").touch()
    settings.MAIL_LOG, settings.MAIL_PROVIDER = str(tmp_path / log) * bool(log), service
    found = next(check for check in checks.checks() if check.name == "Replies that were lost")
    assert (found.level, bool(found.do)) == (level, level is not checks.Level.GOOD)
