"""The supporter's page tells of each message what is known, and nothing beyond it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from tests import cast
from tests.cast import ANAHIT
from tocsin.actions import answers
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.status import BESIDE, BY_CHANNEL, Standing, explain
from tocsin.core import links
from tocsin.delivery import events, lanes, outbox, receipts, states
from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move
from tocsin.insights import deeds

NOTE = "organizer@example.org: a word among staff"


@pytest.fixture
def act(client: Client, page: ActionPage) -> Submission:
    return cast.act(client, ANAHIT)


@pytest.fixture
def letter(act: Submission) -> Message:
    return Message.objects.get(ref=act.pk, purpose="action")


def goes(message: Message, *moves: tuple[str, str]) -> None:
    for state, reply in moves:
        assert receipts.apply([Move(message=message, new=state, reply=reply)])


def shown(client: Client, act: Submission) -> str:
    """What the page says of the first message, in one line."""
    path = f"/my/{links.sign('my', act.supporter_id)}/"
    found = BeautifulSoup(client.get(path).content, "html.parser").select_one(".delivery")
    return " ".join(found.get_text(" ").split())


INFLIGHT = (states.INFLIGHT, "")
WAYS = {
    "taken": (
        [INFLIGHT, ("accepted", "250 2.0.0 queued")],
        "Accepted by the mail service",
        "250 2.0.0 queued",
    ),
    "not yet": ([INFLIGHT, ("queued", "RCPT: 450 4.2.1 busy")], "try again automatically", "450 4.2.1 busy"),
    "refused": ([INFLIGHT, ("failed", "RCPT: 550 5.1.1 nobody")], "was not taken", "550 5.1.1 nobody"),
    "arrived": ([INFLIGHT, ("accepted", "250 ok"), ("delivered", "250 stored")], "Delivered", "250 stored"),
    "returned": (
        [INFLIGHT, ("accepted", "250 ok"), ("bounced", "550 5.1.1 no")],
        "does not count as handed over",
        "550 5.1.1 no",
    ),
}


@pytest.mark.parametrize(("moves", "words", "reply"), WAYS.values(), ids=WAYS)
def test_the_other_sides_words_stand_beside_ours(
    client: Client, act: Submission, letter: Message, moves: list[tuple[str, str]], words: str, reply: str
) -> None:
    goes(letter, *moves)
    text = shown(client, act)
    assert words in text
    assert f"The reply, word for word: {reply}" in text.replace("RCPT: ", "")


OURS = {
    "sent again": ([INFLIGHT, ("failed", "550 no"), ("queued", NOTE)], "will be sent shortly"),
    "unclear": ([INFLIGHT, ("ambiguous", "no reply after the letter")], "we cannot tell whether"),
    "found by records": ([INFLIGHT, ("ambiguous", "no reply"), ("accepted", NOTE)], "Records show"),
    "found missing": ([INFLIGHT, ("ambiguous", "no reply"), ("failed", NOTE)], "can send it again"),
    "unclear to the end": ([INFLIGHT, ("ambiguous", "no reply"), ("cancelled", NOTE)], "stayed unclear"),
    "done by hand": ([INFLIGHT, ("needs_person", "no way"), ("accepted", NOTE)], "Records show"),
    "host silent": (
        [INFLIGHT, ("queued", "could not reach the mail server: refused")],
        "try again automatically",
    ),
    "held back": ([("held", NOTE)], "held back for now"),
    "taken back": ([("cancelled", "cancelled")], "taken back before it left"),
    "too late": ([("failed", "expired before it could be sent")], "was not taken"),
}


@pytest.mark.parametrize(("moves", "words"), OURS.values(), ids=OURS)
def test_notes_of_ours_are_never_given_out_as_the_other_sides_words(
    client: Client, act: Submission, letter: Message, moves: list[tuple[str, str]], words: str
) -> None:
    goes(letter, *moves)
    text = shown(client, act)
    assert words in text
    assert "word for word" not in text and "organizer" not in text.replace("The organizers", "")


def test_a_pause_is_told_without_a_promise(client: Client, act: Submission, letter: Message) -> None:
    lanes.pause(key=letter.lane, reason="their office asked")
    text = shown(client, act)
    assert "Sending is paused for now." in text
    assert "shortly" not in text and "asked" not in text


def test_a_wait_says_until_when(client: Client, act: Submission, letter: Message) -> None:
    Message.objects.filter(pk=letter.pk).update(due_at=now() + timedelta(hours=3))
    text = shown(client, act)
    assert "Your message is in line. Not before" in text
    assert "shortly" not in text


def test_what_came_back_from_the_office_is_shown_as_it_was_written(
    client: Client, act: Submission, letter: Message
) -> None:
    goes(letter, INFLIGHT, ("accepted", "250 ok"))
    events.record(
        key="a", kind="auto_reply", source="mail", message_id=letter.pk, detail="Thank you for writing."
    )
    text = shown(client, act)
    assert "answered by itself" in text and "Automatic reply" in text and "Thank you for writing." in text
    events.record(
        key="b", kind="reply", source="mail", message_id=letter.pk, detail="<b>We</b> will vote yes."
    )
    text = shown(client, act)
    assert "The office answered your message." in text and "<b>We</b> will vote yes." in text


def test_an_answer_to_all_ends_the_path_of_what_reached_the_office(
    client: Client, act: Submission, letter: Message
) -> None:
    answers.enter(
        actor=User.objects.create(username="staff"), campaign_id=act.campaign_id, text="We heard you.",
        person_id=int(letter.key.split(":")[2]), signed_by="", source_url="https://office.example.org/",
    )  # fmt: skip
    assert "Answered" not in shown(client, act)
    goes(letter, INFLIGHT, ("accepted", "250 ok"))
    assert shown(client, act).endswith("Answered (done)")


def test_a_letter_sent_again_by_staff_keeps_their_words_among_themselves(
    client: Client, act: Submission, letter: Message
) -> None:
    goes(letter, INFLIGHT, ("failed", "550 5.1.1 nobody here"))
    staff = User.objects.create(username="organizer@example.org")
    deeds.send_all_again(actor=staff, ids=[letter.pk], reason="a word among staff", fix={})
    page = client.get(f"/my/{links.sign('my', act.supporter_id)}/").content.decode()
    assert "among staff" not in page and "organizer@" not in page


@pytest.mark.parametrize("state", states.STATES)
@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_each_state_of_each_channel_has_words(channel: str, state: str) -> None:
    message = Message(key="action:1:2", channel=channel, state=state, data={}, recipient="x")
    label, sentence = explain(message, Standing(until=now()))
    assert str(label) and str(sentence).endswith(".")


@pytest.mark.parametrize(
    "words", [*BESIDE.values(), *(BY_CHANNEL[c, s] for c, s in BY_CHANNEL if CHANNELS[c].by_hand)]
)
def test_what_people_do_by_hand_is_never_said_of_a_machine(words: tuple[str, str]) -> None:
    assert "mail service" not in str(words[1]) and "Congress" not in str(words[1])


def test_the_mail_to_a_hand_is_offered_where_the_button_is(
    client: Client, act: Submission, letter: Message
) -> None:
    form = outbox.enqueue(
        purpose="action", channel="webform", key=f"{letter.key}:webform", recipient="https://o.example.org/",
        ref=act.pk, language="en", data=letter.data,
    )  # fmt: skip
    book = outbox.enqueue(
        purpose="action", channel="print", key=f"{letter.key}:print", recipient="", ref=act.pk, language="en",
        data=letter.data,
    )  # fmt: skip
    Message.objects.filter(pk__in=[form.pk, book.pk]).update(state=states.NEEDS_PERSON)  # type: ignore[union-attr]
    page = BeautifulSoup(client.get(f"/my/{links.sign('my', act.supporter_id)}/").content, "html.parser")
    ways = [" ".join(part.get_text(" ").split()) for part in page.select(".delivery")]
    assert ["by email" in ways[0], "Open the form" in ways[1], "delivery book" in ways[2]] == [True] * 3
