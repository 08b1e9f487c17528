"""The mail catcher: a real mail server, and the pages that show what it holds."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.delivery.scene import ANNA, fate, outgoing
from tocsin.delivery.catcher import server, store
from tocsin.delivery.channels.base import Attachment
from tocsin.delivery.channels.email.relay import Relay
from tocsin.delivery.channels.email.session import EmailSession

pytestmark = pytest.mark.django_db
HOSTILE = [
    *("../../etc/passwd", "..", ".", "", "/", "a/b@example.org", ".hidden@example.org", "a\0b", "%2e%2e%2f"),
    *("x" * 5_000 + "@example.org", "Անի@example.org", "a:b|c*?@example.org", "~root", store.INCOMING),
]
EVIL_FILE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html\r\nContent-Disposition: attachment; filename*=utf-8''a%%0D%%0AX-Evil:%%201%s.html\r\n"
    b"\r\n<script>alert(1)</script>\r\n--b--\r\n"
)
EVIL = '<script>alert(1)</script><a href="https://example.org/confirm/1/">Confirm</a>'
SERVE = """
import sys
from pathlib import Path
from tocsin.delivery.catcher import serve
serve("127.0.0.1", int(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def mail(tmp_path: Path, settings: Settings) -> Iterator[EmailSession]:
    """A session with a catcher whose letters the pages show."""
    settings.DEMO, settings.DATA_DIR, settings.ROOT_URLCONF = True, tmp_path, "tests.delivery.urls"
    loop = asyncio.new_event_loop()
    catcher = server.Catcher(tmp_path / "mail")
    listening = loop.run_until_complete(server.open_server("127.0.0.1", 0, catcher))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    session = EmailSession(Relay("smtp", "127.0.0.1", listening.sockets[0].getsockname()[1], timeout=10))
    yield session
    session.close()
    loop.call_soon_threadsafe(listening.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def newest(client: Client, address: str = ANNA) -> dict[str, str]:
    found: list[dict[str, str]] = client.get(f"/dev/mail/{address}.json").json()
    return found[0]


def test_a_letter_is_kept_and_shown(mail: EmailSession, client: Client) -> None:
    assert fate(mail, outgoing(html="<p>Please act</p>", sender_name="Անի via Tocsin"))[0] == "taken"
    found = newest(client)
    assert (found["subject"], found["message_id"]) == ("Please act", "<7@example.org>")
    assert (found["from"], found["to"]) == ("Անի via Tocsin <campaign@example.org>", ANNA)
    assert found["text"].splitlines()[0] == "Dear Senator,"
    assert found["html"].strip() == "<p>Please act</p>"


def test_a_long_name_in_another_script_is_read_whole(mail: EmailSession, client: Client) -> None:
    name = "ليلى حداد via Armenian National Committee of America (ANCA)"
    mail.send(outgoing(sender_name=name))
    assert newest(client)["from"] == f'"{name}" <campaign@example.org>'


def test_the_newest_letter_leads(mail: EmailSession, client: Client) -> None:
    for subject in ("first", "second"):
        fate(mail, outgoing(subject=subject))
    assert [letter["subject"] for letter in client.get(f"/dev/mail/{ANNA}.json").json()] == [
        "second",
        "first",
    ]


def test_the_pages(mail: EmailSession, client: Client) -> None:
    fate(mail, outgoing(html=EVIL))
    key = newest(client)["key"]
    pages = [
        "",
        f"{ANNA}/",
        f"{ANNA}/{key}/",
        *(f"{ANNA}/{key}/?view={one}" for one in ("text", "source", "headers")),
    ]
    answers = [client.get(f"/dev/mail/{page}") for page in pages]
    assert [answer.status_code for answer in answers] == [200] * len(pages)
    assert all(b"Please act" in answer.content or b"Dear Senator" in answer.content for answer in answers)
    assert not any(b"<script>alert" in answer.content for answer in answers)


def test_the_letter_is_caged_and_its_links_are_not(mail: EmailSession, client: Client) -> None:
    fate(mail, outgoing(html=EVIL))
    page = client.get(f"/dev/mail/{ANNA}/{newest(client)['key']}/body.html")
    assert page["Content-Security-Policy"].startswith(
        "sandbox allow-top-navigation-by-user-activation; default-src 'none'"
    )
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert page.content.startswith(b'<base target="_top">')


def test_links_in_the_text_can_be_followed(mail: EmailSession, client: Client) -> None:
    fate(mail, outgoing(text="Confirm: https://example.org/confirm/1/ <b>now</b>"))
    page = client.get(f"/dev/mail/{ANNA}/{newest(client)['key']}/?view=text").content.decode()
    assert '<a href="https://example.org/confirm/1/" rel="nofollow">' in page
    assert "&lt;b&gt;now&lt;/b&gt;" in page


def test_attachments_can_be_saved_and_are_never_shown(mail: EmailSession, client: Client) -> None:
    files = (
        Attachment("Բաց նամակ.pdf", "application/pdf", os.urandom(10_000_000)),
        Attachment("<b>.html", "text/html", EVIL.encode()),
    )
    assert fate(mail, outgoing(html="<p>Please act</p>", attachments=files))[0] == "taken"
    page = f"/dev/mail/{ANNA}/{newest(client)['key']}/"
    shown = client.get(page).content.decode()
    assert f'<a href="{page}files/1/"><bdi>Բաց նամակ.pdf</bdi></a> <span class="small soft">9.5' in shown
    assert "<bdi>&lt;b&gt;.html</bdi>" in shown
    saved = [client.get(f"{page}files/{number}/") for number in (1, 2)]
    assert [one.content for one in saved] == [file.content for file in files]
    assert [one["Content-Disposition"].partition(";")[0] for one in saved] == ["attachment"] * 2
    assert {one["Content-Type"] for one in saved} == {"application/octet-stream"}
    assert {one["Content-Security-Policy"] for one in saved} == {"sandbox; default-src 'none'"}
    assert {one["X-Content-Type-Options"] for one in saved} == {"nosniff"}
    assert [client.get(f"{page}files/{number}/").status_code for number in (0, 3)] == [404, 404]
    assert len(client.get(f"{page}?view=source").content) < 512 * 1024


@pytest.mark.parametrize("end", [b"", b"%FF", b"%00"])
def test_no_name_of_an_attachment_becomes_a_header(
    end: bytes, mail: EmailSession, client: Client, tmp_path: Path
) -> None:
    key = store.save(tmp_path / "mail", ANNA, EVIL_FILE % end).stem
    saved = client.get(f"/dev/mail/{ANNA}/{key}/files/1/")
    assert (saved.status_code, saved.content.strip()) == (200, b"<script>alert(1)</script>")
    assert "X-Evil" not in saved
    assert b"<script>alert" not in client.get(f"/dev/mail/{ANNA}/{key}/").content


def test_an_empty_mailbox(mail: EmailSession, client: Client) -> None:
    assert client.get("/dev/mail/nobody@example.org.json").json() == []
    assert client.get("/dev/mail/nobody@example.org/").status_code == 200
    assert client.get("/dev/mail/").status_code == 200


@pytest.mark.parametrize("key", ["nothing", "0" * 20 + "-deadbeef", ".."])
def test_a_letter_that_is_not_there(key: str, mail: EmailSession, client: Client) -> None:
    assert client.get(f"/dev/mail/{ANNA}/{key}/").status_code == 404


def test_only_a_demonstration_has_these_pages(mail: EmailSession, client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/dev/mail/").status_code == 404
    assert client.get(f"/dev/mail/{ANNA}.json").status_code == 404


def test_nothing_changes_by_looking(mail: EmailSession, client: Client) -> None:
    assert client.post("/dev/mail/").status_code == 405


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff\xfe",
        b"Subject: =?bad?x?\r\nContent-Type: text/html; charset=nope\r\n\r\n\xff",
        b"Content-Disposition: attachment; filename*=utf-16''%D8%00a\r\n\r\nx",
    ],
)
def test_broken_letters_are_shown_as_they_are(
    content: bytes, mail: EmailSession, client: Client, tmp_path: Path
) -> None:
    store.save(tmp_path / "mail", ANNA, content)
    assert client.get(f"/dev/mail/{ANNA}/").status_code == 200
    assert client.get(f"/dev/mail/{ANNA}/{newest(client)['key']}/?view=source").status_code == 200


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_leaves_the_folder(address: str, tmp_path: Path) -> None:
    path = store.save(tmp_path / "mail", address, b"Subject: x\r\n\r\n")
    assert path.parent.parent == tmp_path / "mail"
    assert path.parent.name != store.INCOMING
    assert store.letters(tmp_path / "mail", address) == [path]
    assert [paths for _, paths in store.mailboxes(tmp_path / "mail")] == [[path]]


def test_an_address_is_one_mailbox_in_any_case(tmp_path: Path) -> None:
    store.save(tmp_path, "Anna@Example.org", b"")
    assert len(store.letters(tmp_path, ANNA)) == 1


def test_a_mailbox_forgets_its_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_LETTERS", 3)
    paths = [store.save(tmp_path, ANNA, b"") for _ in range(5)]
    assert store.letters(tmp_path, ANNA) == paths[:1:-1]


def test_the_oldest_mailbox_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_MAILBOXES", 2)
    for name in ("a", "b", "c"):
        store.save(tmp_path, name, b"")
    assert sorted(address for address, _ in store.mailboxes(tmp_path)) == ["b", "c"]


def test_the_process_keeps_letters_and_ends_cleanly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(port), str(tmp_path)], env=dict(os.environ))
    session = EmailSession(Relay("smtp", "127.0.0.1", port, timeout=10))
    answers = iter(lambda: fate(session, outgoing())[0], "taken")
    waits = [threading.Event().wait(0.1) for _ in answers]
    session.close()
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    assert len(store.letters(tmp_path, ANNA)) == 1
    assert not any(waits)
