"""Letters that need a person: grouped by reply, read, corrected, sent again, settled, cancelled."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import audit, goes, letter_of, read
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.delivery.models import Event, Message

LETTERS = "/admin/delivery/letters/"
REASON = "The log of their server lists it as taken."


@pytest.fixture
def letters(campaign: Campaign) -> list[Message]:
    return [letter_of(person) for person in Submission.objects.confirmed().order_by("id")]


@pytest.fixture
def refused(letters: list[Message]) -> list[Message]:
    """Three of one kind: their replies differ only in what is particular to each."""
    replies = (f"550 5.1.1 <box{n}@example.org>: nobody here (queue id 4F{n}A77C01B)" for n in range(3))
    return [
        goes(letter, ("inflight", ""), ("failed", reply))
        for letter, reply in zip(letters, replies, strict=True)
    ]


@pytest.fixture
def unclear(letters: list[Message]) -> Message:
    return goes(letters[0], ("inflight", ""), ("ambiguous", "connection lost after DATA"))


def group_in(page: str) -> str:
    return re.findall(r"group=([0-9a-f]{32})", page)[0]


def do(client: Client, deed: str, message: Message, **data: str) -> int:
    return client.post(f"{LETTERS}do/{deed}/?message={message.pk}", data).status_code


def states() -> list[str]:
    return sorted(Message.objects.filter(purpose="action").values_list("state", flat=True))


def last() -> AuditEntry:
    return AuditEntry.objects.latest("id")


def test_the_same_reply_makes_one_group(refused: list[Message], organizer: Client) -> None:
    page = read(organizer, LETTERS)
    assert '<b class="n">3</b> × Refused' in page
    assert "550 5.1.1 … nobody here (queue id …)" in page
    assert page.count('class="n"') == 1


def test_a_group_opens_into_its_letters(refused: list[Message], organizer: Client) -> None:
    page = read(organizer, LETTERS, group=group_in(read(organizer, LETTERS)))
    assert page.count("/admin/delivery/letters/0") == 3
    assert "box2@example.org" in page


def test_filters_narrow(refused: list[Message], campaign: Campaign, organizer: Client) -> None:
    nothing = "No letter that needs a person fits this filter."
    assert nothing in read(organizer, LETTERS, state="ambiguous")
    assert nothing in read(organizer, LETTERS, channel="cwc")
    assert nothing in read(organizer, LETTERS, lane="email:elsewhere.example")
    assert nothing not in read(organizer, LETTERS, campaign=campaign.pk, state="failed")


def test_nothing_to_do_says_so(organizer: Client, db: None) -> None:
    assert "No letter needs a person." in read(organizer, LETTERS)


def test_one_letter_shows_its_text_its_path_and_what_came_later(
    refused: list[Message], organizer: Client
) -> None:
    Event.objects.create(
        key="e1", message=refused[0], kind="deferred", source="mail log", detail="4.7.1 slow"
    )
    page = read(organizer, f"{LETTERS}{refused[0].pk}/")
    assert "I grew up there." in page and cast.OFFICE in page
    assert refused[0].reply in page and "On its way" in page
    assert "4.7.1 slow" in page and "mail log" in page
    assert (last().verb, last().subject) == ("message.read", str(refused[0].pk))


def test_an_erased_letter_says_so(refused: list[Message], organizer: Client) -> None:
    Message.objects.filter(pk=refused[0].pk).update(recipient="", data={"campaign": "River"})
    assert "Its text was erased on schedule." in read(organizer, f"{LETTERS}{refused[0].pk}/")


def test_a_whole_group_is_sent_again_to_a_corrected_address_and_held_again(
    refused: list[Message], organizer: Client
) -> None:
    group = group_in(read(organizer, LETTERS))
    address = f"{LETTERS}do/again/?group={group}"
    assert "This is about 3 letters." in read(organizer, address)
    answer = organizer.post(
        address, {"reason": "New address.", "recipient": "new@office.example"}, follow=True
    )
    mark = re.findall(r"/letters/undo/([0-9a-f]{8})/", answer.content.decode())[0]
    sent = Message.objects.filter(purpose="action")
    assert {(m.state, m.recipient, m.lane) for m in sent} == {
        ("queued", "new@office.example", "email:office.example")
    }
    assert (last().verb, last().detail["count"], last().detail["corrected"]) == (
        "messages.requeued",
        3,
        ["recipient"],
    )
    goes(Message.objects.get(pk=refused[0].pk), ("inflight", ""), ("accepted", "250 OK"))
    assert "2 letters of these have not left" in read(organizer, f"{LETTERS}undo/{mark}/")
    organizer.post(f"{LETTERS}undo/{mark}/", {"reason": "Wrong office."})
    assert states() == ["accepted", "held", "held"]
    assert (last().verb, last().detail["count"]) == ("messages.held", 2)


def test_a_letter_that_came_back_is_sent_again_to_a_corrected_address(
    letters: list[Message], organizer: Client
) -> None:
    goes(letters[0], ("inflight", ""), ("accepted", "250 OK"), ("bounced", "550 5.1.1 nobody here"))
    assert '<b class="n">1</b> × Bounced' in read(organizer, LETTERS, state="bounced")
    assert do(organizer, "again", letters[0], reason="It moved.", recipient="new@office.example") == 302
    letters[0].refresh_from_db()
    assert (letters[0].state, letters[0].recipient) == ("queued", "new@office.example")


def test_what_was_held_again_can_leave_again(refused: list[Message], organizer: Client) -> None:
    do(organizer, "again", refused[0], reason="Their server is back.")
    mark = last().detail["batch"]
    organizer.post(f"{LETTERS}undo/{mark}/", {"reason": "It is not."})
    do(organizer, "again", refused[0], reason="Now it is.")
    refused[0].refresh_from_db()
    assert refused[0].state == "queued"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"recipient": "no address"}, "recipient"),
        ({"channel": "cwc"}, "recipient"),
        ({"channel": "pigeon"}, "channel"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_bad_correction_changes_nothing(
    data: dict[str, str], field: str, refused: list[Message], organizer: Client
) -> None:
    assert do(organizer, "again", refused[0], **{"reason": REASON, **data}) == 422
    assert states() == ["failed"] * 3


def test_sending_an_unclear_one_again_warns_that_it_may_double(unclear: Message, organizer: Client) -> None:
    assert "would then have it twice" in read(organizer, f"{LETTERS}do/again/?message={unclear.pk}")
    assert "may double it" in read(organizer, f"{LETTERS}{unclear.pk}/")


def test_the_other_sides_records_settle_an_unclear_one(
    unclear: Message, campaign: Campaign, organizer: Client
) -> None:
    assert do(organizer, "accept", unclear, reason=REASON) == 302
    unclear.refresh_from_db()
    assert (unclear.state, unclear.reply) == ("accepted", f"organizer@example.org: {REASON}")
    assert last().verb == "messages.accepted"
    assert tally.read(campaign.pk).delivered == 1


@pytest.mark.parametrize(("deed", "state"), [("fail", "failed"), ("cancel", "cancelled")])
def test_an_unclear_one_is_found_missing_or_cancelled(
    deed: str, state: str, unclear: Message, campaign: Campaign, organizer: Client
) -> None:
    do(organizer, deed, unclear, reason=REASON)
    unclear.refresh_from_db()
    assert (unclear.state, last().verb) == (state, f"messages.{state}")
    assert tally.read(campaign.pk).delivered == 0


@pytest.mark.parametrize("deed", ["again", "accept", "fail", "cancel"])
def test_looking_decides_nothing(deed: str, unclear: Message, organizer: Client) -> None:
    read(organizer, f"{LETTERS}do/{deed}/", message=str(unclear.pk), reason=REASON)
    unclear.refresh_from_db()
    assert unclear.state == "ambiguous"


def test_what_has_moved_on_is_left_alone(unclear: Message, organizer: Client) -> None:
    goes(unclear, ("accepted", "250 found in the log"))
    before = audit()
    do(organizer, "again", unclear, reason=REASON)
    unclear.refresh_from_db()
    assert (unclear.state, audit()) == ("accepted", before)


def test_no_deed_is_for_everything(refused: list[Message], organizer: Client) -> None:
    for path in ("do/again/", "do/again/?state=failed", "do/burn/?group=x", "do/cancel/?group=zz"):
        assert organizer.post(LETTERS + path, {"reason": REASON}).status_code == 404
    assert states() == ["failed"] * 3


def test_what_a_supporter_must_do_is_not_listed(letters: list[Message], organizer: Client) -> None:
    Message.objects.filter(pk=letters[0].pk).update(channel="phone")
    goes(letters[0], ("needs_person", "Call the office."))
    assert "No letter needs a person." in read(organizer, LETTERS)
    assert do(organizer, "accept", letters[0], reason=REASON) == 302
    letters[0].refresh_from_db()
    assert letters[0].state == "needs_person"
