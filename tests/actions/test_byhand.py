"""What supporters do by hand: everything is ready, and nobody says more than they said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.campaigns import tally
from tocsin.core import links
from tocsin.delivery import outbox, states
from tocsin.delivery.models import Message
from tocsin.officials.models import ContactForm, Official
from tocsin.people.models import Identifier

FORM = "https://speaker.example.org/contact?a=1&b=2"
FIELDS = [
    {"key": "title", "required": True, "options": ["Mr.", "Ms."]},
    {"key": "given_name", "required": True},
    {"key": "zip", "required": True},
    {"key": "topic", "required": True, "options": ["Agriculture", "Foreign Relations", "Other"]},
    {"key": "message", "required": True, "max": 20},
]


def waiting(submission: Submission, channel: str, recipient: str) -> Message:
    """The message as it stands when the sender has found that only a person can deliver it."""
    letter = Message.objects.get(ref=submission.pk, purpose="action", channel="email")
    message = outbox.enqueue(
        purpose="action",
        channel=channel,
        key=f"{letter.key}:{channel}",
        recipient=recipient,
        ref=submission.pk,
        language="en",
        data=letter.data,
    )
    assert message is not None
    Message.objects.filter(pk=message.pk).update(state=states.NEEDS_PERSON)
    return Message.objects.get(pk=message.pk)


def address(submission: Submission, message: Message, page: str = "by-hand") -> str:
    assert submission.supporter_id
    return f"/my/{links.sign('my', submission.supporter_id)}/{page}/{message.pk}/"


@pytest.fixture
def act(client: Client, page: ActionPage) -> Submission:
    submission = cast.act(client, ANAHIT)
    Submission.objects.filter(pk=submission.pk).update(given_name="Anahit", title="Ms.")
    submission.campaign.topics = ["International Affairs"]
    submission.campaign.save()
    return submission


@pytest.fixture
def form(act: Submission) -> Message:
    return waiting(act, "webform", FORM)


def describe(**changes: Any) -> None:
    person = Official.objects.get(slug="speaker")
    Identifier.objects.create(person=person, scheme="bioguide", value="S000001")
    given: dict[str, Any] = {"url": FORM, "captcha": True, "fields": FIELDS, "as_of": "2026-08-13"}
    ContactForm.objects.create(bioguide="S000001", **given | changes)


def test_the_form_page_has_all_that_the_form_asks_for(client: Client, act: Submission, form: Message) -> None:
    describe()
    shown = client.get(address(act, form))
    text = shown.content.decode()
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert (
        'href="https://speaker.example.org/contact?a=1&amp;b=2" target="_blank" rel="noopener noreferrer"'
        in text
    )
    assert "Children swim in it." in text
    assert "<bdi>Ms.</bdi>" in text
    assert "<bdi>91205</bdi>" in text
    assert "<bdi>Foreign Relations</bdi>" in text
    assert "picture puzzle" in text
    assert "The form takes 20 characters" in text


def test_without_a_description_it_shows_what_the_supporter_gave(
    client: Client, act: Submission, form: Message
) -> None:
    text = client.get(address(act, form)).content.decode()
    assert "<bdi>anahit@example.org</bdi>" in text
    assert "We have no description of this form" in text


def test_who_sent_it_says_so_and_it_is_never_counted_as_ours(
    client: Client, act: Submission, form: Message
) -> None:
    before = tally.read(act.campaign_id).delivered
    answer = client.post(address(act, form), {"decision": "sent"})
    form.refresh_from_db()
    assert (answer.status_code, form.state) == (303, states.ACCEPTED)
    assert form.reply.startswith("webform: the supporter said on ")
    assert tally.read(act.campaign_id).delivered == before
    assert "You sent it yourself" in client.get(address(act, form)).content.decode()


def test_saying_it_twice_is_saying_it_once(client: Client, act: Submission, form: Message) -> None:
    for _ in range(3):
        client.post(address(act, form), {"decision": "sent"})
    assert list(form.receipts.values_list("new_state", flat=True)) == [states.ACCEPTED]


def test_what_did_not_work_is_noted_and_another_way_is_shown(
    client: Client, act: Submission, form: Message
) -> None:
    call = waiting(act, "phone", "(202) 555-0143")
    for _ in range(2):
        client.post(address(act, form), {"decision": "problem", "problem": "captcha"})
    form.refresh_from_db()
    assert form.state == states.NEEDS_PERSON
    assert list(form.receipts.values_list("new_state", flat=True)) == [states.NEEDS_PERSON]
    text = client.get(address(act, form)).content.decode()
    assert "The picture puzzle did not let me through" in text
    assert address(act, call, "call").split("/")[-2] in text


@pytest.mark.parametrize(
    "said", [{}, {"decision": "x"}, {"decision": "problem"}, {"decision": "problem", "problem": "x"}]
)
def test_what_makes_no_sense_changes_nothing(
    client: Client, act: Submission, form: Message, said: dict[str, str]
) -> None:
    client.post(address(act, form), said)
    form.refresh_from_db()
    assert (form.state, form.receipts.count()) == (states.NEEDS_PERSON, 0)


def test_nobody_else_can_see_or_settle_it(client: Client, act: Submission, form: Message) -> None:
    other = cast.act(client, DANIEL)
    for page in (address(other, form), address(act, form).replace("/my/", "/my/x")):
        assert client.get(page).status_code == 404
        assert client.post(page, {"decision": "sent"}).status_code == 404
    form.refresh_from_db()
    assert form.state == states.NEEDS_PERSON


@pytest.mark.parametrize("recipient", ["javascript:alert(1)", "data:text/html,x", ""])
def test_only_an_address_of_the_web_becomes_a_link(client: Client, act: Submission, recipient: str) -> None:
    message = waiting(act, "webform", recipient)
    text = client.get(address(act, message)).content.decode()
    assert "We do not know the address of the form." in text
    assert "javascript:" not in text


def test_the_public_word_names_the_official(client: Client, act: Submission) -> None:
    message = waiting(act, "social", "https://x.com/SpeakerExample/")
    text = client.get(address(act, message)).content.decode()
    assert "@SpeakerExample Keep the river clean" in text
    assert "text=%40SpeakerExample%20Keep%20the%20river%20clean" in text
    client.post(address(act, message), {"decision": "sent"})
    message.refresh_from_db()
    assert message.state == states.ACCEPTED
