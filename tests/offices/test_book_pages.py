"""The staff's pages of delivery books: asked for by a POST, given out by proof, handed over once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tests.insights.scene import audit, prove, read, signed_in
from tests.offices.test_book import wait_for_paper
from tocsin.campaigns.models import Campaign
from tocsin.delivery.models import Message
from tocsin.offices import book_files, book_making
from tocsin.offices.models import Book


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


def made(client: Client, campaign: Campaign) -> str:
    """Asks for a book as the page does, and makes it as the worker does; the address of the book."""
    asked: Any = client.post(
        f"/admin/campaigns/{campaign.pk}/books/", {"person": cast.speaker().pk, "language": "en"}
    )
    assert book_making.make(Book.objects.latest("created_at").pk)
    return str(asked.url)


def test_a_book_is_asked_for_made_downloaded_and_handed_over(campaign: Campaign) -> None:
    wait_for_paper(campaign)
    client = signed_in("organizer")
    page = made(client, campaign)
    assert "3 messages on" in read(client, page)
    prove(client)
    file: Any = client.get(f"{page}files/book.pdf")
    assert b"".join(file.streaming_content).startswith(b"%PDF-1.7")
    assert "no-store" in file["Cache-Control"]
    client.post(page, {"on": "2026-01-31", "to": "Chief of staff"})
    assert "Handed over on Jan. 31, 2026 to Chief of staff." in read(client, page)
    assert not Message.objects.filter(purpose="action").exclude(state="accepted").exists()
    assert audit()[-4:] == ["book.asked", "book.frozen", "book.downloaded", "book.handed_over"]


def test_a_day_to_come_is_refused(campaign: Campaign) -> None:
    client = signed_in("organizer")
    answer = client.post(made(client, campaign), {"on": "2999-01-01", "to": "x"})
    assert answer.status_code == 422 and "This day has not come yet." in answer.content.decode()
    assert Book.objects.get().state == Book.State.FROZEN


def test_a_changed_file_is_not_given_out_and_it_is_said(campaign: Campaign) -> None:
    client = signed_in("organizer")
    page = made(client, campaign)
    prove(client)
    file = book_files.folder_of(Book.objects.get().pk) / "book.pdf"
    file.chmod(0o600)
    file.write_bytes(b"%PDF-1.7 something else")
    client.get(f"{page}files/book.pdf")
    assert "book.pdf is no longer what was frozen" in read(client, page)
    assert audit()[-1] == "book.mismatch"


def test_only_those_who_may_export_see_books(campaign: Campaign) -> None:
    page = made(signed_in("organizer"), campaign)
    viewer = signed_in("viewer")
    for path in (page, f"/admin/campaigns/{campaign.pk}/books/", f"{page}files/messages.csv"):
        assert viewer.get(path).status_code == 302
    assert viewer.post(f"{page}again/").status_code == 302
    assert Book.objects.count() == 1


def test_a_fresh_one_is_one_click_away(campaign: Campaign) -> None:
    client = signed_in("organizer")
    client.post(f"{made(client, campaign)}again/")
    assert list(Book.objects.values_list("state", flat=True)) == ["making", "frozen"]
