"""In the demonstration anyone can be the other side, and watch the supporter's page and the count follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import cast
from tests.delivery.returns import REPORT, wire
from tocsin.actions import published
from tocsin.actions.compose import my_path
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import Metric, TallyEntry
from tocsin.delivery import events, receipts, states, suppression
from tocsin.delivery.catcher import returns, store
from tocsin.delivery.channels.email.letter import write
from tocsin.delivery.inbound import receive
from tocsin.delivery.inbound.classify import classify
from tocsin.delivery.models import Event, Message
from tocsin.delivery.purposes import PURPOSES

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(client: Client) -> Iterator[Submission]:
    cast.open_campaign()
    yield cast.act(client)
    published.clear()


@pytest.fixture
def mail(tmp_path: Path, settings: Settings) -> Path:
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    settings.ROOT_URLCONF = "tests.delivery.catcher_urls"
    return tmp_path / "mail"


@pytest.fixture
def kept(submission: Submission, mail: Path) -> str:
    """The page of the letter to the official, which its mail server took."""
    message = Message.objects.get(ref=submission.pk, purpose="action")
    for state in (states.INFLIGHT, states.ACCEPTED):
        receipts.apply([receipts.Move(message=message, new=state, reply="250 ok")])
    letter = write(PURPOSES["action"].compose(message))
    trace = f"Return-Path: <{letter.sender}>\r\nDelivered-To: {cast.OFFICE}\r\n".encode()
    return f"/dev/mail/{cast.OFFICE}/{store.save(mail, cast.OFFICE, trace + letter.content).stem}/"


def handed_over() -> int:
    return sum(TallyEntry.objects.filter(metric=Metric.DELIVERED).values_list("delta", flat=True))


@pytest.mark.parametrize(
    ("what", "state", "count", "words"),
    [
        ("return", states.BOUNCED, 0, "Returned"),
        ("reply", states.DELIVERED, 1, "Delivered"),
        ("personal", states.DELIVERED, 1, "Answered"),
        ("complain", states.ACCEPTED, 1, "Handed over"),
    ],
)
def test_the_other_side_answers_and_the_page_follows(
    what: str, state: str, count: int, words: str, kept: str, submission: Submission, client: Client
) -> None:
    assert handed_over() == 1
    answer = client.post(f"{kept}{what}/", follow=True)
    assert answer.redirect_chain == [(f"{kept}?answered={what}", 303)]
    assert 'role="status"' in answer.content.decode()
    message = Message.objects.get(ref=submission.pk, purpose="action")
    assert (message.state, handed_over(), message.events.count()) == (state, count, 1)
    assert words in client.get(my_path(submission)).content.decode()
    assert suppression.is_suppressed(cast.OFFICE) is (what == "complain")


def test_a_bounce_lowers_the_count_once_however_often_and_by_whom_it_is_reported(
    kept: str, submission: Submission, client: Client
) -> None:
    """The office's server sends it back, its backup does too, the first report comes twice, and so does a service's."""
    message = Message.objects.get(ref=submission.pk, purpose="action")
    given = {"kind": "bounced", "source": "postmark", "message_id": message.pk, "detail": "550 5.1.1 unknown"}
    assert tally.read(submission.campaign_id).delivered == 1
    for own in ("1", "1", "2"):
        receive(wire(REPORT, message.pk, own=own))
    assert [events.record(key="postmark:42", **given) for _ in range(2)] == [True, False]
    assert tally.read(submission.campaign_id).delivered == 0
    steps = TallyEntry.objects.filter(metric=Metric.DELIVERED).order_by("id").values_list("delta", flat=True)
    assert (list(steps), message.events.count()) == ([1, -1], 3)
    assert tally.disagreements() == []


def test_the_buttons_stand_under_letters_to_officials_only(kept: str, mail: Path, client: Client) -> None:
    other = store.save(mail, "anna@example.org", b"Subject: x\r\nX-Action-Id: 7\r\n\r\nHello").stem
    assert client.get(kept).content.count(b'method="post"') == 4
    assert client.get(f"/dev/mail/anna@example.org/{other}/").content.count(b'method="post"') == 0
    assert client.post(f"/dev/mail/anna@example.org/{other}/return/").status_code == 404


def test_looking_changes_nothing(kept: str, client: Client) -> None:
    assert client.get(f"{kept}return/").status_code == 405
    assert client.post(f"{kept}unknown/").status_code == 404
    assert not Event.objects.exists()


def test_only_a_demonstration_answers(kept: str, client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.post(f"{kept}return/").status_code == 404


@pytest.mark.parametrize(
    ("what", "kind"),
    [("return", "bounced"), ("reply", "auto_reply"), ("personal", "reply"), ("complain", "complained")],
)
def test_what_is_sent_back_is_real_mail(what: str, kind: str) -> None:
    letter = b"Return-Path: <bounce@example.org>\r\nMessage-ID: <1@example.org>\r\nSubject: x\r\n\r\nDear"
    content, recipient = returns.write(what, letter, cast.OFFICE)
    report = classify(content)
    assert (report.kind, recipient) == (kind, "bounce@example.org")
    assert report.message_ids == ("<1@example.org>",)
