"""A delivery book: made from what people confirmed, frozen, checked at each download, handed over by a person."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tests.offices.scene import OWN
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.core import links, retention
from tocsin.core.models import AuditEntry
from tocsin.delivery import states
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move, apply
from tocsin.insights.accounts import create_staff
from tocsin.offices import book, book_files, book_making, book_text, measuring
from tocsin.offices.models import Book
from tocsin.officials.models import ContactDetail

DAY = date(2026, 11, 20)
HANDED = (
    "The council of the lower town asks you to let the ferry run at night again, for the bakers and the nurses who "
    "cross before dawn, and for those who come home late by the light of the moon."
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    yield tmp_path


@pytest.fixture
def staff(db: None) -> Any:
    return create_staff("printer@example.org", "a long walk by the river", "organizer")


def made(campaign: Campaign, staff: Any, **how: Any) -> Book:
    asked = book.ask(actor=staff, campaign=campaign, person=cast.speaker(), **{"language": "en"} | how)
    assert book_making.make(asked.pk)
    asked.refresh_from_db()
    return asked


def content(found: Book, name: str) -> bytes:
    with book_files.open_file(found, name) as file:
        return file.read()


def text(found: Book, name: str = "book.pdf", first_page: int = 1) -> str:
    command = ["pdftotext", "-layout", "-f", str(first_page), "-", "-"]
    done = subprocess.run(command, input=content(found, name), capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def rows(found: Book) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(found, "messages.csv").decode())))


def wait_for_paper(campaign: Campaign) -> list[Message]:
    """The campaign's messages, laid aside for the book as the print channel does."""
    Message.objects.filter(purpose="action").update(channel="print")
    found = list(Message.objects.filter(purpose="action"))
    apply(
        [
            Move(message=message, new=states.NEEDS_PERSON, reply="waits for the delivery book")
            for message in found
        ]
    )
    return found


def test_a_book_holds_what_was_confirmed_and_says_how_it_was_worded(campaign: Campaign, staff: Any) -> None:
    found = made(campaign, staff)
    assert (found.state, found.letters, found.done) == (Book.State.FROZEN, 3, 3)
    words = text(found)
    assert OWN in words and "Unconfirmed" not in words
    assert "Text A, signed unchanged by 1 person" in words and "Text A, edited:" in words
    assert "River Friends" in words and "Maria Speaker" in words
    assert "@example.org" not in words
    assert [row["kind"] for row in rows(found)] == ["own", "template", "edited"]


def test_a_text_that_went_from_hand_to_hand_is_printed_once_and_not_called_own_words(
    campaign: Campaign, staff: Any
) -> None:
    for person, body in (
        (cast.ZOE, HANDED),
        (cast.OKSANA, HANDED),
        (cast.MEI, HANDED.replace("moon", "sun")),
    ):
        cast.act(Client(), person, own_words="", body=body)
    measuring.measure_new(batches=1)
    measuring.group(campaign.pk)
    found = made(campaign, staff)
    words = text(found)
    assert words.count("council of the lower town") == 1
    assert "Not suggested by the campaign; sent by 3 people, in one version or another" in words
    assert "moon. sun." in words and "Another text, sent by several people 3 50 %" in words
    assert sorted(row["kind"] for row in rows(found)) == ["alike"] * 3 + ["edited", "own", "template"]


def test_the_last_page_proves_the_file_beside_the_book(campaign: Campaign, staff: Any) -> None:
    found = made(campaign, staff)
    known = {file["name"]: file["sha256"] for file in found.files}
    last = text(found, first_page=found.pages)
    assert known["messages.csv"] in last and "not entered in a public register" in last
    assert "counted 3 confirmed people in all." in last
    assert {row["page"] for row in rows(found)} <= {str(page) for page in range(1, found.pages)}
    assert content(found, "SHA256SUMS").decode() == "".join(
        f"{known[name]}  {name}\n" for name in ("messages.csv", "book.pdf")
    )


def test_the_same_content_gives_the_same_bytes(campaign: Campaign, staff: Any) -> None:
    first, second = made(campaign, staff), made(campaign, staff)
    assert first.files == second.files
    assert book_files.fingerprint(first) == book_files.fingerprint(second)


def test_a_maker_that_died_is_followed_by_one_that_starts_anew(campaign: Campaign, staff: Any) -> None:
    whole = made(campaign, staff)
    asked = book.ask(actor=staff, campaign=campaign, person=cast.speaker(), language="en")
    book_making.begin(asked)
    (book_files.folder_of(asked.pk) / "volume-01.pdf").write_bytes(b"half")
    assert book_making.make(asked.pk)
    asked.refresh_from_db()
    assert asked.files == whole.files
    assert {path.name for path in book_files.folder_of(asked.pk).iterdir()} == {
        file["name"] for file in asked.files
    }


def test_a_book_that_kills_its_maker_is_given_up(campaign: Campaign, staff: Any) -> None:
    asked = book.ask(actor=staff, campaign=campaign, person=cast.speaker(), language="en")
    Book.objects.filter(pk=asked.pk).update(tries=book_making.TRIES)
    assert not book_making.make(asked.pk)
    asked.refresh_from_db()
    assert asked.state == Book.State.FAILED and asked.problem


def test_the_maker_starts_as_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tocsin.delivery.maker"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "usage: python -m tocsin.delivery.maker MODULE ID\n")


def test_a_large_book_comes_in_volumes(
    campaign: Campaign, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_text, "VOLUME_MESSAGES", 2)
    found = made(campaign, staff)
    assert [file["name"] for file in found.files] == [
        *("volume-01.pdf", "volume-02.pdf", "messages.csv", "opening.pdf", "proof.pdf", "SHA256SUMS"),
    ]
    known = {file["name"]: file["sha256"] for file in found.files}
    proof = text(found, "proof.pdf")
    assert all(
        known[name] in proof for name in ("volume-01.pdf", "volume-02.pdf", "messages.csv", "opening.pdf")
    )
    assert [row["volume"] for row in rows(found)] == ["1", "1", "2"]
    opening = text(found, "opening.pdf")
    assert (
        "Volume 1 of 2 (volume-01.pdf)" in opening
        and "Volume 2 of 2" in opening
        and "proof.pdf How to" in opening
    )


def test_letters_singly_carry_the_address_of_the_office(campaign: Campaign, staff: Any) -> None:
    ContactDetail.objects.create(
        person=cast.speaker(), type="address", value="1 River Street; 01000 Assembly"
    )
    found = made(campaign, staff, singly=True)
    merge = list(csv.DictReader(io.StringIO(content(found, "letters.csv").decode())))
    assert [row["name"] for row in merge] == [row["name"] for row in rows(found)]
    assert merge[0]["own_words"] == OWN and merge[0]["salutation"] == "Dear Ms. Speaker,"
    assert {row["office_address"].splitlines()[-1] for row in merge} == {"01000 Assembly"}
    words = text(found, "letters-01.pdf")
    assert words.count("1 River Street") == 3 and "Dear Ms. Speaker," in words and "ليلى" in words


def test_a_changed_file_is_refused(campaign: Campaign, staff: Any) -> None:
    found = made(campaign, staff)
    file = book_files.folder_of(found.pk) / "messages.csv"
    assert file.stat().st_mode & 0o777 == 0o400
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b"Anahit", b"Anahid"))
    with pytest.raises(book_files.ChangedError):
        book_files.open_file(found, "messages.csv")
    with pytest.raises(LookupError):
        book_files.open_file(found, "../messages.csv")


def test_handing_over_settles_the_messages_that_waited(campaign: Campaign, staff: Any) -> None:
    waiting = wait_for_paper(campaign)
    found = made(campaign, staff)
    assert book.hand_over(actor=staff, book=found, on=DAY, to="Ms. Chief of Staff") == len(waiting) == 3
    short = book_files.fingerprint(found)[:12]
    for message in waiting:
        message.refresh_from_db()
        assert (message.state, message.reply) == ("accepted", f"book {short}, handed over on 2026-11-20")
    assert book.hand_over(actor=staff, book=found, on=DAY, to="again") is None
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))[-3:] == [
        *("book.asked", "book.frozen", "book.handed_over"),
    ]


def test_who_withdrew_after_the_freezing_is_told_and_not_settled(campaign: Campaign, staff: Any) -> None:
    wait_for_paper(campaign)
    found = made(campaign, staff)
    daniel = Submission.objects.get(email=cast.DANIEL.email, state="confirmed")
    Client().post(f"/my/{links.sign('my', daniel.supporter_id)}/withdraw/{daniel.pk}/")
    assert book.withdrawn(found) == 1
    assert book.hand_over(actor=staff, book=found, on=DAY, to="the office") == 2


def test_books_are_dropped_when_their_time_is_over(campaign: Campaign, staff: Any) -> None:
    found = made(campaign, staff)
    holding = retention.HOLDINGS["offices.Book"]
    assert holding.keep.days == 365
    assert holding.purge(found.created_at) == 0
    found.refresh_from_db()
    assert found.frozen_at
    assert holding.purge(found.frozen_at.replace(year=2099)) == 1
    assert not book_files.folder_of(found.pk).exists() and not found.entries.exists()
