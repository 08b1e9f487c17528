"""Two versions of a text side by side, word by word, as a reader sees them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

WORDS = re.compile(r"\s+|[^\s]+")
SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
ALIKE = 0.35
"""Below this share of common words, one paragraph went and another came."""
HEAD, TAIL = ("title", "subject", "lead", "salutation"), ("closing",)
"""What stands before and after the body."""


@dataclass(frozen=True, slots=True)
class Part:
    """`runs`: pieces of text, each `same`, `added` or `removed`, in reading order.

    What was only moved, or became a heading or a quotation, is `changed` though its words are the same.
    """

    state: str
    kind: str
    runs: tuple[tuple[str, str], ...]


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Part]:
    """Every part of the text in the order of the new one; what went stands where it stood."""
    head = [_named(name, old, new) for name in HEAD]
    tail = [_named(name, old, new) for name in TAIL]
    return [
        *(part for part in head if part),
        *_bodies(old["body"], new["body"]),
        *(part for part in tail if part),
    ]


def is_changed(parts: Sequence[Part]) -> bool:
    return any(part.state != SAME for part in parts)


def _named(name: str, old: dict[str, Any], new: dict[str, Any]) -> Part | None:
    before, after = old.get(name, ""), new.get(name, "")
    return _pair(name, before, after) if before or after else None


def _bodies(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> Iterator[Part]:
    """By identity first, then by likeness: an editor may have moved, split or typed a paragraph anew."""
    before = {part["id"]: part for part in old}
    kept = {part["id"] for part in new}
    left = [part for part in old if part["id"] not in kept]
    matcher = SequenceMatcher(None, [p["id"] for p in old], [p["id"] for p in new], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        gone = [part for part in old[i:j] if part["id"] not in kept] if tag in ("replace", "delete") else []
        for part in new[k:m]:
            found = _one(part, before, gone, left)
            yield replace(found, state=CHANGED) if tag != "equal" and found.state == SAME else found
        for part in gone:
            if part in left:
                left.remove(part)
                yield Part(REMOVED, part["kind"], ((REMOVED, part["text"]),))


def _one(
    part: dict[str, str],
    before: dict[str, dict[str, str]],
    gone: list[dict[str, str]],
    left: list[dict[str, str]],
) -> Part:
    known = before.get(part["id"])
    if known is None:
        alike = max(gone, key=lambda one: likeness(one["text"], part["text"]), default=None)
        if alike is None or alike not in left or likeness(alike["text"], part["text"]) < ALIKE:
            return Part(ADDED, part["kind"], ((ADDED, part["text"]),))
        left.remove(alike)
        known = alike
    found = _pair(part["kind"], known["text"], part["text"])
    return found if known["kind"] == part["kind"] or found.state != SAME else replace(found, state=CHANGED)


def _pair(kind: str, old: str, new: str) -> Part:
    if old == new:
        return Part(SAME, kind, ((SAME, new),))
    return Part(CHANGED, kind, tuple(runs(old, new)))


def runs(old: str, new: str) -> Iterator[tuple[str, str]]:
    one, two = WORDS.findall(old), WORDS.findall(new)
    for tag, i, j, k, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(one[i:j])
            continue
        if i < j:
            yield REMOVED, "".join(one[i:j])
        if k < m:
            yield ADDED, "".join(two[k:m])


def likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
