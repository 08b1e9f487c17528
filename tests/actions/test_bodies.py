"""What arrives as raw bytes: too much, too little, and what no text can be read from. Straight at the WSGI door."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config.wsgi import application
from tests import cast
from tests.cast import ANAHIT
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=edge"
TEN_MEGABYTES = 10 * 1024 * 1024


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The request must see what the test's own transaction made."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def part(name: str, value: bytes, more: bytes = b"") -> bytes:
    return b'--edge\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        name.encode(),
        more,
        value,
    )


def multipart(**fields: bytes) -> bytes:
    filled = {name: str(value).encode() for name, value in cast.form(ANAHIT).items()} | fields
    return b"".join(part(name, value) for name, value in filled.items()) + b"--edge--\r\n"


def knock(body: bytes, kind: str, **environ: Any) -> tuple[str, bytes]:
    """The status and the page that a raw request gets."""
    request: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/{cast.SLUG}/",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(body),
    } | environ
    setup_testing_defaults(request)
    answer: list[str] = []
    content = b"".join(application(request, lambda status, headers, error=None: answer.append(status)))
    return answer[0], content


HUGE = [
    (FORM, urlencode({"body": "x" * TEN_MEGABYTES}).encode()),
    (FORM, b"name=" + b"%41" * (TEN_MEGABYTES // 3)),
    (MULTIPART, multipart(body=b"x" * TEN_MEGABYTES)),
    (MULTIPART, part("file", b"x" * TEN_MEGABYTES, b'; filename="a.bin"') + multipart()),
    (MULTIPART, part("x" * TEN_MEGABYTES, b"") + multipart()),
    ("text/plain", b"x" * TEN_MEGABYTES),
    ("", b"x" * TEN_MEGABYTES),
]


@pytest.mark.parametrize(("kind", "body"), HUGE, ids=range(len(HUGE)))
def test_ten_megabytes_are_refused_with_a_page_and_nothing_is_stored(
    page: ActionPage, kind: str, body: bytes
) -> None:
    status, content = knock(body, kind)
    assert status == "413 Request Entity Too Large"
    assert b"so nothing was saved" in content
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("length", ["ten", "-1", "1e3", "0x10", "9" * 30, "²"])
def test_a_length_that_is_none_stores_nothing(page: ActionPage, length: str) -> None:
    status, _ = knock(urlencode(cast.form(ANAHIT)).encode(), FORM, CONTENT_LENGTH=length)
    assert status[:3] in {"400", "413"}
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("length", ["", "0"])
def test_a_body_of_unknown_length_is_read_as_an_empty_form(page: ActionPage, length: str) -> None:
    status, content = knock(urlencode(cast.form(ANAHIT)).encode(), FORM, CONTENT_LENGTH=length)
    assert status.startswith("422")
    assert b"Enter your name." in content


def test_ten_thousand_fields_and_more_are_refused_with_a_page(page: ActionPage) -> None:
    status, content = knock(b"&".join(b"a=" for _ in range(10_002)), FORM)
    assert status.startswith(("400", "413"))
    assert b"nothing was saved" in content
    assert cast.stored() == (0, 0)


def test_a_hundred_files_and_more_are_refused_with_a_page(page: ActionPage) -> None:
    files = b"".join(part("file", b"x", b'; filename="a.txt"') for _ in range(101))
    status, content = knock(files + multipart(), MULTIPART)
    assert status.startswith(("400", "413"))
    assert b"nothing was saved" in content
    assert cast.stored() == (0, 0)


NOT_UTF8 = [
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf8\x88\x80\x80\x80",
    "Zoë".encode("latin-1"),
]


@pytest.mark.parametrize("junk", NOT_UTF8)
@pytest.mark.parametrize("field", ["name", "email", "postal_code", "own_words", "body"])
def test_bytes_that_are_no_utf8_are_refused_in_an_urlencoded_form(
    page: ActionPage, field: str, junk: bytes
) -> None:
    status, content = knock(urlencode(cast.form(ANAHIT) | {field: b"A" + junk}).encode(), FORM)
    assert status == "422 Unprocessable Entity"
    assert b"Some characters could not be read." in content
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("junk", NOT_UTF8)
@pytest.mark.parametrize("field", ["name", "own_words"])
def test_bytes_that_are_no_utf8_are_refused_in_a_multipart_form(
    page: ActionPage, field: str, junk: bytes
) -> None:
    status, content = knock(multipart(**{field: b"A" + junk}), MULTIPART)
    assert status == "422 Unprocessable Entity"
    assert b"Some characters could not be read." in content
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "utf-7", "nonsense", "idna"])
def test_another_charset_is_never_guessed(page: ActionPage, charset: str) -> None:
    status, _ = knock(urlencode(cast.form(ANAHIT)).encode(), f"{FORM}; charset={charset}")
    assert status.startswith(("303", "400", "415", "422"))
    assert list(Submission.objects.values_list("name", flat=True)) in ([], [ANAHIT.name])


def test_a_multipart_form_is_as_good_as_an_urlencoded_one(page: ActionPage) -> None:
    status, _ = knock(multipart(own_words="Ես այնտեղ եմ մեծացել։".encode()), MULTIPART)
    assert status == "303 See Other"
    assert Submission.objects.get().own_words == "Ես այնտեղ եմ մեծացել։"


BROKEN = [
    (MULTIPART, b""),
    (MULTIPART, b"--edge"),
    (MULTIPART, multipart()[:-40]),
    (MULTIPART, b"\x00" * 1000),
    ("multipart/form-data", multipart()),
    ("multipart/form-data; boundary=" + "x" * 300, multipart()),
    (MULTIPART, part("name", b"!", b"\r\nContent-Transfer-Encoding: base64") + b"--edge--\r\n"),
    ("application/json", b'{"name": "Anahit"}'),
    ("text/plain", b"name=Anahit"),
    (FORM, b"%"),
    (FORM, b"&&==&;%zz=%"),
    ("", b""),
    ("\xff", b"name=Anahit"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_body_is_answered_by_a_page_and_stores_nothing(
    page: ActionPage, kind: str, body: bytes
) -> None:
    status, content = knock(body, kind)
    assert status[:3] in {"400", "422"}
    assert b"<main" in content
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize("host", ["evil.example", "localhost:99999x", "local host", "", "localhost\x00"])
def test_a_foreign_host_name_is_refused(page: ActionPage, host: str) -> None:
    status, _ = knock(urlencode(cast.form(ANAHIT)).encode(), FORM, HTTP_HOST=host)
    assert status.startswith("400")
    assert cast.stored() == (0, 0)
