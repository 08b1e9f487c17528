"""The frozen letter leaves once for each addressee, with the document that was sealed and no other."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pytest_django import DjangoDbBlocker, Settings

from tests.letters import scene
from tests.organizations.deeds import at_once, comes_back, refused
from tocsin.core.models import AuditEntry
from tocsin.delivery import receipts, states
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.delivery.receipts import Move
from tocsin.delivery.sender import Sender
from tocsin.letters import delivering, files, freezing, making, roll, signing, versions
from tocsin.letters.files import ChangedError
from tocsin.letters.models import Addressee, Freeze, Letter, Signature
from tocsin.officials.models import Official

pytestmark = pytest.mark.django_db
MAYOR = "Mo Mayor"


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Path]]:
    """A letter whose documents stand, made once for a module and rolled back with all that its tests did."""
    from django.conf import settings
    from django.db import transaction

    before, settings.DATA_DIR = settings.DATA_DIR, tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), transaction.atomic():
        letter = scene.letter(contact_email="press@example.org", languages=("en", "hy"))
        mayor = Official.objects.create(name=MAYOR, slug="mo-mayor", family_name="Mayor")
        Addressee.objects.create(letter=letter, person=mayor)
        scene.up(letter)
        scene.host(letter, scene.signed(letter, "River Watch").organization)  # type: ignore[arg-type]
        scene.signed(letter, "Լճի կանայք", language="hy")
        frozen = freezing.freeze(user=None, letter=letter)
        assert making.make(frozen.pk)
        yield letter.pk, Path(settings.DATA_DIR)
        transaction.set_rollback(True)
    settings.DATA_DIR = before


@pytest.fixture
def freeze(made: tuple[int, Path], tmp_path: Path, settings: Settings, db: None) -> Freeze:
    shutil.copytree(made[1], tmp_path / "data")
    settings.DATA_DIR = tmp_path / "data"
    return Freeze.objects.select_related("letter").get(letter=made[0])


def sealed(freeze: Freeze, name: str) -> str:
    return next(str(file["sha256"]) for file in freeze.files if file["name"] == name)


def file_of(freeze: Freeze, name: str) -> Path:
    return files.folder_of(freeze.pk) / name


def compose(message: Message) -> Outgoing:
    return PURPOSES[delivering.PURPOSE_NAME].compose(message)


def sent(freeze: Freeze) -> Message:
    delivering.send(user=None, freeze=freeze)
    return next(one for one in delivering.messages(freeze) if one.channel == "email")


def told(freeze: Freeze) -> list[tuple[str, str, str]]:
    found = delivering.standings(freeze.letter, freeze)
    return [(one.name, one.state, str(one.label)) for one in found]


# --- The documents --------------------------------------------------------------------------------------------------
def test_the_files_are_what_the_database_says(freeze: Freeze) -> None:
    assert (freeze.state, freeze.problem, freeze.tries) == (Freeze.State.MADE, "", 1)
    assert {str(file["name"]) for file in freeze.files} == {
        "letter.pdf", "press.pdf", "press-hy.pdf", "signatories.json", "text.json", "SHA256SUMS",
    }  # fmt: skip
    for file in freeze.files:
        content = file_of(freeze, str(file["name"])).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file["sha256"], file["bytes"])
    assert sealed(freeze, files.NAMES) == freeze.names_sha256
    assert sealed(freeze, files.TEXT) == freeze.text_sha256
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=files.folder_of(freeze.pk), check=False).returncode == 0


def test_a_document_that_is_made_after_somebody_withdrew_holds_the_frozen_names(
    tmp_path: Path, settings: Settings
) -> None:
    settings.DATA_DIR = tmp_path
    letter = scene.letter("other", addressed=False)
    scene.up(letter)
    gone, _stays = scene.signed(letter, "Amber Society"), scene.signed(letter, "Birch Society")
    frozen = freezing.freeze(user=None, letter=letter)
    signing.withdraw(signature=gone, member=gone.member)
    scene.signed(letter, "Cedar Society")
    making.make(frozen.pk)
    words = subprocess.run(
        ["pdftotext", str(file_of(frozen, files.LETTER)), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "2 organizations" in words.replace("\u202f", " ")
    assert ("Amber Society" in words, "Birch Society" in words, "Cedar Society" in words) == (
        True,
        True,
        False,
    )


def test_documents_are_made_once(freeze: Freeze) -> None:
    before = freeze.made_at
    assert making.make(freeze.pk) is False
    freeze.refresh_from_db()
    assert freeze.made_at == before


# --- Sending --------------------------------------------------------------------------------------------------------
def test_nothing_leaves_before_the_document_stands(freeze: Freeze) -> None:
    Freeze.objects.filter(pk=freeze.pk).update(state=Freeze.State.MAKING)
    with refused("making"):
        delivering.send(user=None, freeze=freeze)
    assert delivering.messages(freeze) == []


def test_one_message_for_each_addressee_and_never_again(freeze: Freeze) -> None:
    assert delivering.send(user=None, freeze=freeze) == 2
    with refused("sent"):
        delivering.send(user=None, freeze=freeze)
    assert [(one.channel, one.recipient) for one in delivering.messages(freeze)] == [
        ("email", "vp-office@example.org"),
        ("print", ""),
    ]
    assert AuditEntry.objects.get(verb="letter.sent").detail == {"addressees": 2}


def test_to_nobody_it_is_not_sent(freeze: Freeze) -> None:
    Addressee.objects.filter(letter=freeze.letter).delete()
    with refused("nobody"):
        delivering.send(user=None, freeze=freeze)
    freeze.refresh_from_db()
    assert freeze.sent_at is None


def test_the_mail_carries_the_sealed_document(freeze: Freeze) -> None:
    mail = compose(sent(freeze))
    [attached] = mail.attachments
    assert hashlib.sha256(attached.content).hexdigest() == sealed(freeze, files.LETTER)
    assert (attached.name, attached.content_type) == ("river.pdf", "application/pdf")
    assert (mail.subject, mail.reply_to, mail.sender_name) == (
        "An open letter",
        "press@example.org",
        "River Watch",
    )
    for words in (*scene.WORDS, "River Watch", "Լճի կանայք", "/letters/river/"):
        assert words in mail.text
    assert "Auto-Submitted" not in mail.headers


@pytest.mark.parametrize("tamper", ["change", "remove", "forge"])
def test_another_document_never_leaves(freeze: Freeze, tamper: str) -> None:
    """The message fails, where staff see it, and goes again once the document is what it was."""
    message, file = sent(freeze), file_of(freeze, files.LETTER)
    content = file.read_bytes()
    {
        "change": lambda: (file.chmod(0o600), file.write_bytes(content[:-1] + b"x")),
        "remove": file.unlink,
        "forge": lambda: (file.unlink(), file.write_bytes(b"%PDF-1.7 another letter")),
    }[tamper]()
    with pytest.raises(ChangedError):
        compose(message)
    Message.objects.filter(pk=message.pk).update(state=states.INFLIGHT)
    message.refresh_from_db()
    move = Sender(Event())._send(message, lease=message.pk)
    assert (move.new, move.reply) == (states.FAILED, "could not be composed: ChangedError")
    receipts.apply([Move(message=message, new=move.new, reply=move.reply)])
    assert told(freeze)[0] == ("Jo Example", "failed", "Not delivered")
    file.unlink(missing_ok=True)
    file.write_bytes(content)
    assert compose(message).attachments[0].content == content


# --- What became of it ----------------------------------------------------------------------------------------------
def test_before_it_is_sent_nothing_is_said_of_it(freeze: Freeze) -> None:
    assert told(freeze) == [("Jo Example", "", ""), (MAYOR, "", "")]
    assert [one.is_handed_over for one in delivering.standings(freeze.letter, None)] == [False, False]


def test_who_has_no_address_gets_it_by_hand_and_not_before(freeze: Freeze) -> None:
    sent(freeze)
    assert told(freeze) == [("Jo Example", "queued", "Waiting"), (MAYOR, "needs_person", "By hand")]
    paper = delivering.messages(freeze)[1]
    receipts.settle(message_id=paper.pk, state=states.ACCEPTED, reply="Handed to the clerk")
    assert told(freeze)[1] == (MAYOR, "accepted", "Handed over in person")
    assert [one.is_handed_over for one in delivering.standings(freeze.letter, freeze)] == [False, True]


def test_returned_is_not_delivered(freeze: Freeze) -> None:
    message = sent(freeze)
    Message.objects.filter(pk=message.pk).update(state=states.ACCEPTED)
    assert told(freeze)[0][2] == "Accepted by the mail service"
    receipts.settle(message_id=message.pk, state=states.BOUNCED, reply="550 no such user")
    assert told(freeze)[0][1:] == ("bounced", "Returned")
    assert not delivering.standings(freeze.letter, freeze)[0].is_handed_over


def test_every_state_has_words() -> None:
    assert set(delivering.WORDS) == set(states.STATES)


def test_a_demonstration_is_told_as_such(freeze: Freeze) -> None:
    message = sent(freeze)
    Message.objects.filter(pk=message.pk).update(channel="sandbox", state=states.DELIVERED)
    assert told(freeze)[0][2] == "Kept for demonstration"
    assert not delivering.standings(freeze.letter, freeze)[0].is_handed_over


def test_whom_it_went_to_is_told_though_they_are_no_addressee_any_more(freeze: Freeze) -> None:
    comes_back([sent(freeze)])
    Addressee.objects.filter(letter=freeze.letter, person__name="Jo Example").delete()
    assert told(freeze) == [(MAYOR, "needs_person", "By hand"), ("Jo Example", "failed", "Not delivered")]


def test_the_mail_names_who_stands_and_the_document_who_was_frozen(freeze: Freeze) -> None:
    message = sent(freeze)
    gone = Signature.objects.get(letter=freeze.letter, organization__name="Լճի կանայք")
    signing.withdraw(signature=gone, member=gone.member)
    assert "Լճի կանայք" not in compose(message).text
    assert len(roll.frozen(freeze.letter, freeze, "en").groups[0].entries) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_once() -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter)
    frozen = freezing.freeze(user=None, letter=letter)
    Freeze.objects.update(state=Freeze.State.MADE)
    ended = at_once(*[lambda: delivering.send(user=None, freeze=frozen)] * 3)
    assert sorted(ended) == ["done", "sent", "sent"]
    assert Message.objects.filter(purpose="letter").count() == 1


def test_a_letter_that_sends_itself_and_one_to_nobody(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    one = scene.letter("one", sends_itself=True, addressed=False)
    clerk = Official.objects.create(name="Sam Clerk", slug="sam-clerk", family_name="Clerk")
    Addressee.objects.create(letter=one, person=clerk, email="clerk@example.org")
    two = scene.letter("two", sends_itself=True, addressed=False)
    for letter in (one, two):
        scene.up(letter)
        scene.signed(letter, f"Body of {letter.slug}")
        making.make(freezing.freeze(user=None, letter=letter).pk)
    freezes = Freeze.objects.filter(letter__in=(one, two)).order_by("at")
    assert [len(delivering.messages(freeze)) for freeze in freezes] == [1, 0]
    assert Freeze.objects.get(letter=two).problem == "The letter is addressed to nobody yet."
    assert versions.current(two) is not None
    assert Letter.objects.filter(pk__in=(one.pk, two.pk), state="frozen").count() == 2
