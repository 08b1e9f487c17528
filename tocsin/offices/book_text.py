"""How the messages of a book are told apart and cut into volumes. Pure: nothing here touches a database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any
from uuid import UUID

TEMPLATE, EDITED, OWN, OTHER = "template", "edited", "own", "alike"
"""OTHER: not suggested, and yet several people sent it, in one version or another."""
ORDER = {OWN: 0, EDITED: 1, OTHER: 2, TEMPLATE: 3}
"""Within a district, what people wrote themselves comes first."""
ALIKE = 3
"""From so many people on, the same words are printed once, with their names."""
VOLUME_MESSAGES, VOLUME_CHARACTERS = 2_000, 900_000
SIGNATURE, FURNITURE = 120, 200
"""What a name in a list, and the lines around a message, take of a volume, in characters."""
CONTEXT = 6
MOSTLY_NEW = 0.5
"""Where less than this of the text was kept, it is printed whole."""
SPACES = re.compile(r"\s+")
PARAGRAPHS = re.compile(r"\n\s*\n")
Change = list[str]


@dataclass(slots=True, kw_only=True)
class Line:
    """One message as the making of a book knows it; its words lie in the spool, at `offset`."""

    submission: UUID
    place: tuple[Any, ...]
    name: str
    kind: str
    digest: bytes
    offset: int
    size: int
    bare: bool
    cluster: UUID | None = None
    number: int = 0
    shared: bool = False

    @property
    def signature(self) -> bool:
        """Only a name below a text that is printed once."""
        return self.bare and self.shared

    @property
    def weight(self) -> int:
        return SIGNATURE if self.signature else FURNITURE + self.size

    @property
    def sort_key(self) -> tuple[Any, ...]:
        text = self.digest.hex() if self.signature else str(self.cluster or "")
        return (*self.place, self.signature, ORDER[self.kind], text, self.name, self.submission)


def squeeze(text: str) -> str:
    """For comparing: line ends, the width of spaces and the form of a letter say nothing."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def digest(text: str) -> bytes:
    return sha256(squeeze(text).encode()).digest()


def sort_name(name: str) -> str:
    """Without accents and case, so that Đặng stands by Dang."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def direction(text: str) -> str:
    """By its first letter with a direction of its own."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def paragraphs(text: str) -> list[dict[str, str]]:
    parts = (part.strip() for part in PARAGRAPHS.split(text.replace("\r\n", "\n")))
    return [{"t": part, "dir": direction(part)} for part in parts if part]


def label(n: int) -> str:
    """A, B … Z, AA, AB: the name of the text with this place in the list."""
    letters = ""
    while n >= 0:
        n, rest = divmod(n, 26)
        letters, n = chr(65 + rest) + letters, n - 1
    return letters


def volumes(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """So cut that each can be typeset in bounded memory."""
    start = weight = 0
    for n, line in enumerate(lines):
        full = weight + line.weight > VOLUME_CHARACTERS or n - start >= VOLUME_MESSAGES
        if n > start and full:
            yield lines[start:n]
            start, weight = n, 0
        weight += line.weight
    yield lines[start:]


def changes(old: str, new: str) -> list[list[Change]]:
    """What was changed, paragraph by paragraph, with a few words around it; empty where little was kept."""
    before, after = PARAGRAPHS.split(old.strip()), PARAGRAPHS.split(new.strip())
    matcher = SequenceMatcher(None, [squeeze(p) for p in before], [squeeze(p) for p in after], autojunk=False)
    found: list[list[Change]] = []
    kept = total = 0
    for verb, a, b, c, d in matcher.get_opcodes():
        words = [squeeze(" ".join(side)).split() for side in (before[a:b], after[c:d])]
        total += len(words[1])
        if verb == "equal":
            kept += len(words[1])
            continue
        parts, same = _words(*words)
        kept += same
        found.append(parts)
    return found if total and kept / total >= MOSTLY_NEW else []


def _words(old: list[str], new: list[str]) -> tuple[list[Change], int]:
    parts: list[Change] = []
    same = 0
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for n, (verb, a, b, c, d) in enumerate(codes):
        if verb == "equal":
            same += d - c
            parts.append(["=", _shorten(new[c:d], first=n == 0, last=n == len(codes) - 1)])
        if b > a and verb != "equal":
            parts.append(["-", " ".join(old[a:b]) + " "])
        if d > c and verb != "equal":
            parts.append(["+", " ".join(new[c:d]) + " "])
    return parts, same


def _shorten(words: list[str], *, first: bool, last: bool) -> str:
    if len(words) <= 2 * CONTEXT:
        return " ".join(words) + " "
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    return " ".join([*head, "…", *tail]) + " "
