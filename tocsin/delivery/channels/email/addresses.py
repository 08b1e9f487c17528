"""Addresses and header values that are safe to put on the wire. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

import idna

MAX_LOCAL, MAX_ADDRESS = 64, 254
ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+")
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What could end a line or cannot be written: controls, line and paragraph separators, lone surrogates."""


class LetterError(ValueError):
    """The message can never be written as mail; the text says why, without personal data."""


MENTION = re.compile(r"<?[^\s<>@:;,\"']+@[^\s<>@:;,\"']+>?")


@dataclass(frozen=True, slots=True)
class Address:
    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        return not self.local.isascii()


def safe(value: str, what: str) -> str:
    if UNSAFE.search(value):
        raise LetterError(f"{what} holds a control character")
    return value


def parse_address(value: str, what: str) -> Address:
    local, at, domain = safe(value, what).rpartition("@")
    if not at or not all(ATOM.fullmatch(atom) for atom in local.split(".")):
        raise LetterError(f"{what} is not an email address")
    address = Address(local, _domain(domain, what))
    if len(local.encode()) > MAX_LOCAL or len(str(address).encode()) > MAX_ADDRESS:
        raise LetterError(f"{what} is too long")
    return address


def _domain(value: str, what: str) -> str:
    """In the form that DNS knows: internationalized names as punycode."""
    try:
        domain = value if value.isascii() else idna.encode(value, uts46=True).decode()
    except idna.IDNAError:
        raise LetterError(f"{what} has an impossible domain") from None
    if not all(LABEL.fullmatch(label) for label in domain.split(".")):
        raise LetterError(f"{what} has an impossible domain")
    return domain


def without_addresses(words: str) -> str:
    """What a mail server says, on one line and without naming anybody."""
    return " ".join(MENTION.sub("<…>", words).split())
