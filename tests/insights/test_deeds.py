"""What staff do: by POST only, with a reason, and written down."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import audit, goes, letter_of, read
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.delivery.models import Message
from tocsin.officials.models import ContactDetail

REASON = "The office confirmed ticket 88 by telephone."


@pytest.fixture
def anahit(campaign: Campaign) -> Submission:
    return Submission.objects.get(email=cast.ANAHIT.email)


@pytest.fixture
def narek(campaign: Campaign) -> Submission:
    return Submission.objects.get(email=cast.NAREK.email)


def end(client: Client, submission: Submission, **data: str) -> int:
    return client.post(f"/admin/actions/{submission.pk}/end/", data).status_code


def decide(client: Client, message: Message, deed: str, **data: str) -> str:
    client.post(f"/admin/messages/{message.pk}/{deed}/", data)
    message.refresh_from_db()
    return message.state


def last() -> AuditEntry:
    return AuditEntry.objects.latest("id")


def test_a_confirmed_action_is_withdrawn(anahit: Submission, organizer: Client) -> None:
    assert end(organizer, anahit, reason=REASON) == 302
    assert cast.state_of(anahit) == "withdrawn"
    assert tally.read(anahit.campaign_id).confirmed == 2
    assert letter_of(anahit).state == "cancelled"
    assert (last().verb, last().subject, last().detail) == (
        "action.withdrawn",
        str(anahit.pk),
        {"reason": REASON},
    )
    assert last().actor_name == "organizer@example.org"


def test_a_waiting_action_is_voided(narek: Submission, organizer: Client) -> None:
    end(organizer, narek, reason=REASON)
    assert (cast.state_of(narek), last().verb) == ("void", "action.void")


def test_what_has_ended_is_left_alone(anahit: Submission, organizer: Client) -> None:
    end(organizer, anahit, reason=REASON)
    end(organizer, anahit, reason=REASON)
    assert audit().count("action.withdrawn") == 1
    assert tally.read(anahit.campaign_id).confirmed == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_without_a_fair_reason_nothing_happens(reason: str, anahit: Submission, organizer: Client) -> None:
    assert end(organizer, anahit, reason=reason) == 422
    assert cast.state_of(anahit) == "confirmed"


def test_looking_changes_nothing(anahit: Submission, organizer: Client) -> None:
    message = goes(letter_of(anahit), ("inflight", ""), ("ambiguous", "lost"))
    for path in (
        f"/admin/actions/{anahit.pk}/end/",
        f"/admin/messages/{message.pk}/again/",
        f"/admin/messages/{message.pk}/accept/",
        f"/admin/messages/{message.pk}/cancel/",
    ):
        read(organizer, path, reason=REASON)
    message.refresh_from_db()
    assert (cast.state_of(anahit), message.state) == ("confirmed", "ambiguous")


@pytest.mark.parametrize(
    ("deed", "state", "verb"),
    [
        ("again", "queued", "message.requeued"),
        ("accept", "accepted", "message.accepted"),
        ("cancel", "cancelled", "message.cancelled"),
    ],
)
def test_an_unclear_message_is_decided(
    deed: str, state: str, verb: str, anahit: Submission, organizer: Client
) -> None:
    message = goes(letter_of(anahit), ("inflight", ""), ("ambiguous", "lost"))
    assert decide(organizer, message, deed, reason=REASON) == state
    assert (last().verb, last().subject) == (verb, str(message.pk))
    assert message.reply == f"organizer@example.org: {REASON}"


def test_a_message_marked_as_accepted_counts(anahit: Submission, organizer: Client) -> None:
    message = goes(letter_of(anahit), ("inflight", ""), ("ambiguous", "lost"))
    decide(organizer, message, "accept", reason=REASON)
    assert tally.read(anahit.campaign_id).delivered == 1


def test_what_was_accepted_cannot_be_sent_again(anahit: Submission, organizer: Client) -> None:
    message = goes(letter_of(anahit), ("inflight", ""), ("accepted", "250 OK"))
    assert decide(organizer, message, "again", reason=REASON) == "accepted"
    assert audit() == ["staff.created", "roles.changed", "login"]


def test_an_unknown_deed_is_not_found(anahit: Submission, organizer: Client) -> None:
    assert organizer.post(f"/admin/messages/{letter_of(anahit).pk}/burn/").status_code == 404


def waiting_for_the_book() -> Message:
    """A letter to an office without any contact."""
    return letter_of(cast.act(Client(), cast.MEI))


def test_held_messages_leave_when_the_office_can_be_reached(campaign: Campaign, organizer: Client) -> None:
    official = campaign.officials[0]
    official.contacts.all().delete()
    held = waiting_for_the_book()
    home = f"/admin/campaigns/{campaign.pk}/"
    assert "no other way to reach the office is known" in read(organizer, home)
    ContactDetail.objects.create(person=official, type="email", value="new@example.org")
    assert "A contact is known now." in read(organizer, home)
    organizer.post(f"{home}release/{official.pk}/", {"reason": "address found on the office's page"})
    held.refresh_from_db()
    assert (held.state, held.channel, held.recipient) == ("queued", "email", "new@example.org")
    assert (last().verb, last().detail["count"]) == ("messages.released", 1)


def test_without_a_contact_nothing_is_released(campaign: Campaign, organizer: Client) -> None:
    official = campaign.officials[0]
    official.contacts.all().delete()
    held = waiting_for_the_book()
    organizer.post(f"/admin/campaigns/{campaign.pk}/release/{official.pk}/", {"reason": "let us see"})
    held.refresh_from_db()
    assert (held.state, held.channel) == ("needs_person", "print")
