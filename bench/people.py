"""Distinct people who fill in the form of the demonstration as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import urlencode

SLUG = "vance"
PEOPLE = count(1)
HEAD = (
    "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nUser-Agent: Mozilla/5.0 (bench)\r\n"
    "Accept: text/html,application/xhtml+xml\r\nAccept-Language: en-US,en;q=0.7\r\n"
    "Accept-Encoding: gzip\r\nOrigin: http://localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
)


def form(letter: str, version: int) -> dict[str, str]:
    """A whole answer: the letter as suggested, words of one's own, two consents."""
    return {
        "own_words": "My grandmother was born in Stepanakert. Please ask for their release while you are there.",
        "body": letter,
        "name": "Anahit Example @",
        "email": "anahit.@@example.org",
        "country": "US",
        "postal_code": "07030",
        "consent_updates": "on",
        "consent_show": "on",
        "version": str(version),
    }


def requests(port: int, letter: str, version: int) -> Callable[[], bytes]:
    """Each call gives the request of another person, ready to send."""
    return _requests(port, letter, version).__next__


def _requests(port: int, letter: str, version: int) -> Iterator[bytes]:
    body = (
        urlencode(form(letter, version))
        .replace("Example+%40", "Example+{name}")
        .replace(".%40%40", ".{n}%40")
    )
    before, between, after = body.partition("{name}")[0], *body.partition("{name}")[2].partition("{n}")[::2]
    for n in PEOPLE:
        filled = f"{before}{spelled(n)}{between}{n}{after}"
        yield request(port, f"/{SLUG}/", filled)


def request(port: int, path: str, body: str) -> bytes:
    return (HEAD.format(path=path, port=port, length=len(body)) + body).encode()


def spelled(n: int) -> str:
    """A number in letters: a name has no digits."""
    return "".join(chr(97 + int(digit)) for digit in str(n)).capitalize()
