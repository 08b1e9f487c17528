"""What supporters do by hand: everything is ready, and nobody says more than they said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL
from tocsin.actions.byhand_social import account_of
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.campaigns import tally
from tocsin.core import links
from tocsin.delivery import outbox, states
from tocsin.delivery.models import Message
from tocsin.officials.models import ContactDetail, ContactForm, Official
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


def test_what_was_not_given_is_named_at_the_end(client: Client, act: Submission, form: Message) -> None:
    describe(fields=[*FIELDS, {"key": "family_name", "required": True}, {"key": "phone", "required": True}])
    Submission.objects.filter(pk=act.pk).update(given_name="", title="")
    text = client.get(address(act, form)).content.decode()
    asked, blanks = text.split("What you did not give us")
    assert "<bdi>Anahit</bdi>" in asked and "<bdi>Petrosyan</bdi>" in asked
    assert "Choose there what fits best." in asked and "<li>Ms.</li>" in asked
    assert "Phone" in blanks and "Phone" not in asked


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


@pytest.fixture
def word(act: Submission) -> Message:
    return waiting(act, "social", "https://x.com/SpeakerExample/")


def test_the_public_word_names_the_official_and_says_what_was_written_to_them(
    client: Client, act: Submission, word: Message
) -> None:
    text = client.get(address(act, word)).content.decode()
    assert "@SpeakerExample The river http://localhost:8000/river/" in text
    assert "https://x.com/intent/post?text=%40SpeakerExample%20The%20river%20http" in text
    client.post(address(act, word), {"decision": "sent"})
    word.refresh_from_db()
    assert word.state == states.ACCEPTED


def test_on_each_network_the_official_has_the_handle_of_that_network_or_a_name(
    client: Client, act: Submission, word: Message
) -> None:
    speaker = Official.objects.get(slug="speaker")
    for value in ("facebook:SpeakerPage", "https://bsky.app/profile/speaker.example.org"):
        ContactDetail.objects.create(person=speaker, type="social", value=value)
    text = client.get(address(act, word)).content.decode()
    assert "https://bsky.app/intent/compose?text=%40speaker.example.org%20The%20river" in text
    assert "https://www.threads.net/intent/post?text=Maria%20Speaker%3A%20The%20river" in text
    assert "SpeakerPage" not in text


def test_who_is_thanked_is_thanked_in_public_too(client: Client, act: Submission, word: Message) -> None:
    word.data["letter"]["subject"] = "Thank you for the river"
    word.save()
    assert "@SpeakerExample Thank you for the river" in client.get(address(act, word)).content.decode()


@pytest.mark.parametrize(
    ("contact", "place"),
    [
        ("https://x.com/SenExample", ("x", "@SenExample")),
        ("https://www.twitter.com/SenExample/?lang=en", ("x", "@SenExample")),
        ("twitter:SenExample", ("x", "@SenExample")),
        ("@SenExample", ("x", "@SenExample")),
        ("bluesky:sen.example.org", ("bluesky", "@sen.example.org")),
        ("https://www.threads.net/@SenExample", ("threads", "@SenExample")),
        ("youtube:SenExample", ("youtube", "@SenExample")),
        ("", ("x", "")),
    ],
)
def test_however_a_handle_is_written(contact: str, place: tuple[str, str]) -> None:
    assert account_of(contact) == place
