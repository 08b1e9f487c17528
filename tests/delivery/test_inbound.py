"""What comes back is understood, matched with its letter, recorded once, and moves the message."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.returns import ANSWER, COMPLAINT, QMAIL, REPORT, wire
from tests.delivery.scene import moves, post
from tocsin.cli import main
from tocsin.core import retention
from tocsin.delivery import events, outbox, receipts, states, suppression
from tocsin.delivery.channels.email import verp
from tocsin.delivery.inbound import Received, receive
from tocsin.delivery.inbound.classify import classify
from tocsin.delivery.models import Event, Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("heard")]
NUMBER = "0190b0a0-0000-7000-8000-000000000001"
KINDS = [
    (wire(REPORT, NUMBER), "bounced", "550 5.1.1 <…>: no such user"),
    (wire(REPORT, NUMBER, returned="text/rfc822-headers"), "bounced", "550 5.1.1 <…>: no such user"),
    (wire(REPORT, NUMBER, said="no such user"), "bounced", "5.1.1 no such user"),
    (
        wire(REPORT, NUMBER, action="delayed", status="4.4.1", said="451 4.4.1 no route"),
        "deferred",
        "451 4.4.1 no route",
    ),
    (
        wire(REPORT, NUMBER, action="delivered", status="2.0.0", said="250 2.0.0 ok"),
        "delivered",
        "250 2.0.0 ok",
    ),
    (wire(QMAIL, NUMBER), "bounced", "failure notice"),
    (wire(COMPLAINT, NUMBER), "complained", "complaint: abuse"),
    (wire(COMPLAINT, NUMBER, feedback="not-spam"), "", "complaint: not-spam"),
    (
        wire(ANSWER, NUMBER, subject="Away", marks="Auto-Submitted: auto-replied\n"),
        "auto_reply",
        "automatic reply: Away",
    ),
    (wire(ANSWER, NUMBER, subject="Away", marks="X-Autoreply: yes\n"), "auto_reply", "automatic reply: Away"),
    (
        wire(ANSWER, NUMBER, subject="Away", marks="Precedence: bulk\n"),
        "auto_reply",
        "automatic reply: Away",
    ),
    (
        wire(ANSWER, NUMBER, subject="Out of office: Away"),
        "auto_reply",
        "automatic reply: Out of office: Away",
    ),
    (wire(ANSWER, NUMBER, subject="Re: The river"), "reply", "reply: Re: The river"),
    (
        wire(ANSWER, NUMBER, subject="Re: The river", marks="Auto-Submitted: no\n"),
        "reply",
        "reply: Re: The river",
    ),
]


@pytest.fixture
def message() -> Message:
    """A letter that the office's mail server took."""
    message = post()
    Message.objects.filter(pk=message.pk).update(state=states.ACCEPTED, reply="250 ok")
    message.refresh_from_db()
    return message


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


@pytest.mark.parametrize(("content", "kind", "words"), KINDS)
def test_each_kind_is_told_apart(content: bytes, kind: str, words: str) -> None:
    report = classify(content)
    assert (report.kind, report.words) == (kind, words)
    assert NUMBER in [*report.action_ids, *(one[1:37] for one in report.message_ids)]


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        (REPORT, {}, states.BOUNCED),
        (QMAIL, {}, states.BOUNCED),
        (REPORT, {"action": "delivered"}, states.DELIVERED),
        (REPORT, {"action": "delayed"}, states.ACCEPTED),
        (ANSWER, {"marks": "Auto-Submitted: auto-replied\n"}, states.DELIVERED),
        (ANSWER, {}, states.DELIVERED),
        (COMPLAINT, {}, states.ACCEPTED),
    ],
)
def test_the_message_moves_once(
    template: str, values: dict[str, str], expected: str, message: Message
) -> None:
    content = wire(template, message.pk, **values)
    assert receive(content) == Received.RECORDED
    assert state(message) == expected
    before = moves(message)
    assert receive(content) == Received.KNOWN
    assert (moves(message), Event.objects.count()) == (before, 1)


def test_a_letter_that_arrived_can_still_come_back(message: Message) -> None:
    receive(wire(REPORT, message.pk, action="delivered", own="1"))
    receive(wire(REPORT, message.pk, own="2"))
    assert moves(message) == [("accepted", "delivered"), ("delivered", "bounced")]


def test_the_receipt_has_the_reports_own_words_and_no_address(message: Message) -> None:
    receive(wire(REPORT, message.pk))
    message.refresh_from_db()
    assert message.reply == "550 5.1.1 <…>: no such user"


def test_the_return_address_decides(message: Message) -> None:
    stranger = uuid4()
    address = verp.address(str(message.pk), "example.org")
    assert receive(wire(REPORT, stranger), recipient=address) == Received.RECORDED
    assert state(message) == states.BOUNCED


def test_the_return_address_is_found_in_the_mail_itself(message: Message) -> None:
    address = verp.address(str(message.pk), "example.org")
    content = f"Delivered-To: {address}\r\n".encode() + wire(REPORT, uuid4())
    assert receive(content) == Received.RECORDED


def test_the_services_own_name_of_the_letter_finds_it(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(remote_id="abc-123")
    content = wire(ANSWER, "x").replace(b"<x@example.org>", b"<abc-123@mail.service.example>")
    assert receive(content) == Received.RECORDED


def test_a_report_settles_a_doubt(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=states.AMBIGUOUS)
    receive(wire(REPORT, message.pk))
    assert moves(message) == [("ambiguous", "accepted"), ("accepted", "bounced")]


@pytest.mark.parametrize(
    ("template", "values"), [(REPORT, {"action": "delayed", "status": "4.4.1"}), (COMPLAINT, {})]
)
def test_who_speaks_of_a_letter_has_it(template: str, values: dict[str, str], message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=states.AMBIGUOUS)
    receive(wire(template, message.pk, **values))
    assert moves(message) == [("ambiguous", "accepted")]


def test_a_report_of_an_earlier_try_says_nothing_of_the_next(message: Message) -> None:
    """The letter had been given up and leaves again, to a corrected address, when the old one sends it back."""
    Message.objects.filter(pk=message.pk).update(state=states.FAILED)
    receive(wire(REPORT, message.pk))
    Event.objects.update(at=timezone.now() - timedelta(minutes=1))
    outbox.requeue(ids=[message.pk], fix={"recipient": "right@example.org"})
    for new in (states.INFLIGHT, states.ACCEPTED):
        again = Message.objects.get(pk=message.pk)
        receipts.apply([receipts.Move(message=again, new=new, reply="250 ok")])
    assert (events.catch_up(), state(message)) == (0, states.ACCEPTED)


def test_a_report_that_comes_before_the_reply_is_followed_later(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state=states.INFLIGHT)
    assert receive(wire(REPORT, message.pk)) == Received.RECORDED
    assert (state(message), events.catch_up()) == (states.INFLIGHT, 0)
    Message.objects.filter(pk=message.pk).update(state=states.ACCEPTED)
    assert (events.catch_up(), state(message)) == (1, states.BOUNCED)
    assert events.catch_up() == 0


def test_a_complaint_suppresses_the_address_at_once(message: Message) -> None:
    assert not suppression.is_suppressed(message.recipient)
    receive(wire(COMPLAINT, message.pk))
    assert suppression.is_suppressed(f" {message.recipient.upper()} ")
    assert suppression.lift(message.recipient)
    assert not suppression.is_suppressed(message.recipient)


def test_what_an_office_writes_is_kept_in_part_and_not_for_ever(message: Message) -> None:
    receive(wire(ANSWER, message.pk, text="Dear all, " + "x" * 5_000))
    event = Event.objects.get()
    assert (event.kind, len(event.detail)) == ("reply", 2_000)
    assert "reply: " not in event.detail
    purge = retention.HOLDINGS["delivery.Event"].purge
    assert purge(event.at) == 0
    assert purge(event.at + retention.HOLDINGS["delivery.Event"].keep) == 1
    assert Event.objects.get().detail == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (wire(ANSWER, NUMBER), Received.STRANGER),
        (wire(REPORT, NUMBER), Received.IGNORED),
        (wire(ANSWER, NUMBER, marks="Auto-Submitted: auto-replied\n"), Received.IGNORED),
        (wire(COMPLAINT, NUMBER, feedback="not-spam"), Received.IGNORED),
    ],
)
def test_what_is_about_no_letter_of_ours_leaves_nothing(content: bytes, expected: Received) -> None:
    assert receive(content) == expected
    assert not Event.objects.exists()


@given(st.binary(max_size=400))
def test_no_mail_breaks_the_reader(content: bytes) -> None:
    classify(content)
    classify(wire(REPORT, NUMBER).replace(b"Action: failed", content))
    classify(b"Return-Path: <>\r\nFrom: mailer-daemon@x\r\nContent-Type: multipart/report\r\n" + content)


def test_success_needs_words(message: Message) -> None:
    with pytest.raises(ValueError, match="without a reply"):
        receipts.settle(message_id=message.pk, state=states.BOUNCED, reply=" ")


def pipe(monkeypatch: pytest.MonkeyPatch, content: bytes, *words: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return main(["mail", "receive", *words])


def test_the_command_speaks_to_a_mail_servers_pipe(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    address = verp.address(str(message.pk), "example.org")
    assert pipe(monkeypatch, b"", address) == os.EX_DATAERR
    assert pipe(monkeypatch, wire(ANSWER, NUMBER)) == os.EX_NOUSER
    assert pipe(monkeypatch, wire(REPORT, NUMBER), address) == os.EX_OK
    assert state(message) == states.BOUNCED


def test_without_its_tables_the_pipe_tries_later() -> None:
    command = [Path(sys.executable).parent / "tocsin", "mail", "receive", "nobody@example.org"]
    done = subprocess.run(command, input=wire(REPORT, NUMBER), capture_output=True, check=False)
    assert done.returncode == os.EX_TEMPFAIL


def test_the_command_makes_a_key_and_prints_its_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dkim.pem"
    assert main(["mail", "key", str(path), "--selector", "spring"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('spring._domainkey.example.org. IN TXT ( "v=DKIM1; k=rsa; p=')
    assert path.stat().st_mode & 0o777 == 0o600
    assert main(["mail", "key", str(path)]) == 2
