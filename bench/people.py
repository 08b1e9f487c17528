"""Distinct people who fill in the form of the demonstration as a browser sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import urlencode

SLUG = "vance"
PEOPLE = count(1)
FAR = 10_000_000
"""More people than any one load has."""
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


HEADERS = {
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Language": "en-US,en;q=0.7",
    "Accept-Encoding": "gzip",
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": "Mozilla/5.0 (bench)",
}
SCRIPT = """
local n = {first}
local letters = {{}}
for digit = 0, 9 do letters[tostring(digit)] = string.char(97 + digit) end
request = function()
  n = n + 1
  local id = string.format("%d", n)
  local body = {before} .. "P" .. id:gsub("%d", letters) .. {between} .. id .. {after}
  return wrk.format("POST", {path}, {headers}, body)
end
"""


def script(port: int, letter: str, version: int) -> str:
    """The same for wrk: each request is that of another person."""
    before, between, after = _body(letter, version)
    headers = HEADERS | {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}
    table = ", ".join(f'["{name}"] = "{value}"' for name, value in headers.items())
    return SCRIPT.format(
        first=next(PEOPLE) * FAR, path=f'"/{SLUG}/"', headers=f"{{{table}}}",
        before=f'"{before}"', between=f'"{between}"', after=f'"{after}"',
    )  # fmt: skip


def _body(letter: str, version: int) -> tuple[str, str, str]:
    """The form around the two places where people differ: name and email."""
    whole = urlencode(form(letter, version))
    before, rest = whole.split("%40", 1)
    between, after = rest.split(".%40%40", 1)
    return before, f"{between}.", f"%40{after}"


def requests(port: int, letter: str, version: int) -> Callable[[], bytes]:
    """Each call gives the request of another person, ready to send."""
    return _requests(port, letter, version).__next__


def _requests(port: int, letter: str, version: int) -> Iterator[bytes]:
    before, between, after = _body(letter, version)
    for n in PEOPLE:
        filled = f"{before}{spelled(n)}{between}{n}{after}"
        yield request(port, f"/{SLUG}/", filled)


def request(port: int, path: str, body: str) -> bytes:
    return (HEAD.format(path=path, port=port, length=len(body)) + body).encode()


def spelled(n: int) -> str:
    """A number in letters: a name has no digits."""
    return "".join(chr(97 + int(digit)) for digit in str(n)).capitalize()
