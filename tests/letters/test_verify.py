"""Whether a file is what was frozen: the sealed files, their SHA-256, and the page that compares them."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from tests.letters import scene
from tocsin.letters import files, freezing, making
from tocsin.letters.models import Freeze, Letter

pytestmark = pytest.mark.django_db
FILES = "/letters/river/files/1"


@pytest.fixture
def freeze() -> Freeze:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter)
    frozen = freezing.freeze(user=None, letter=Letter.objects.get(pk=letter.pk))
    making.make(frozen.pk)
    return Freeze.objects.get(pk=frozen.pk)


def said(client: Client, sha256: str) -> str:
    response = client.get("/letters/river/verify/", {"sha256": sha256})
    assert "no-store" in response.headers["Cache-Control"]
    return response.content.decode()


def test_every_file_is_the_one_whose_sha256_is_published(client: Client, freeze: Freeze) -> None:
    page = client.get("/letters/river/verify/").content.decode()
    assert freeze.names_sha256 in page
    for file in freeze.files:
        response = client.get(f"{FILES}/{file['name']}")
        assert hashlib.sha256(response.getvalue()).hexdigest() == file["sha256"]
        assert file["sha256"] in page
        assert "immutable" in response.headers["Cache-Control"]
        assert int(response.headers["Content-Length"]) == file["bytes"]


def test_the_document_opens_in_the_browser_under_a_good_name(client: Client, freeze: Freeze) -> None:
    response = client.get(f"{FILES}/{files.LETTER}")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="river-v1-letter.pdf"'
    assert client.head(f"{FILES}/{files.LETTER}").status_code == 200


@pytest.mark.parametrize("form", ["{}", " {} ", "{}  letter.pdf", "SHA256(letter.pdf)= {}"])
def test_a_fingerprint_is_known_however_it_was_pasted(client: Client, freeze: Freeze, form: str) -> None:
    known = freeze.files[0]["sha256"]
    assert "Yes: this is “The letter with all names”" in said(client, form.format(known))
    assert "Yes: this is “The letter with all names”" in said(client, form.format(known.upper()))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("0" * 64, "No: this file is none of those"),
        ("abc", "That is not a SHA-256"),
        ("<script>", "That is not a"),
    ],
)
def test_what_is_not_ours_is_not_ours(client: Client, freeze: Freeze, asked: str, answer: str) -> None:
    page = said(client, asked)
    assert answer in page
    assert "Yes: this is “The letter" not in page


def test_a_file_that_was_changed_is_not_given_out(client: Client, freeze: Freeze) -> None:
    document = files.folder_of(freeze.pk) / files.LETTER
    document.chmod(0o600)
    document.write_bytes(document.read_bytes() + b" ")
    response = client.get(f"{FILES}/{files.LETTER}")
    assert response.status_code == 500
    assert "no-store" in response.headers["Cache-Control"]
    assert b"is not what was frozen" in response.content
    document.unlink()
    assert client.get(f"{FILES}/{files.LETTER}").status_code == 500


@pytest.mark.parametrize(
    "path", ["1/other.pdf", "1/..%2Fletter.pdf", "2/letter.pdf", "99999999999/letter.pdf"]
)
def test_there_is_no_such_file(client: Client, freeze: Freeze, path: str) -> None:
    assert client.get(f"/letters/river/files/{path}").status_code == 404


def test_before_freezing_there_is_nothing_to_check(client: Client) -> None:
    scene.up(scene.letter())
    assert "Nothing has been frozen yet" in client.get("/letters/river/verify/").content.decode()
    assert client.get(f"{FILES}/letter.pdf").status_code == 404
