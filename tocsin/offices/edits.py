"""What was changed in a text that is known: the suggested one, or the first version of one that several sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from tocsin.actions.compose import SUGGESTED
from tocsin.actions.models import TextVersion
from tocsin.offices import book_text
from tocsin.offices.bundle import Item

LONGEST = 8_000
"""Characters beyond which a letter is shown as it is: comparing takes the product of both lengths."""


def marked(items: Iterable[Item]) -> list[Item]:
    """The same items with what was added and taken out, where most of the text was kept."""
    found = list(items)
    versions = TextVersion.objects.in_bulk({item.version for item in found if item.kind == "edited"})
    known = {
        pk: [str(version.words.get(name) or "") for name in SUGGESTED] for pk, version in versions.items()
    }
    first: dict[UUID, Item] = {}
    return [
        _beside(item, first.setdefault(item.cluster, item)) if item.cluster else _edited(item, known)
        for item in found
    ]


def _edited(item: Item, known: dict[int, list[str]]) -> Item:
    return _marked(item, item.letter.get("body", ""), known.get(item.version, []))


def _beside(item: Item, first: Item) -> Item:
    """The first version that is shown stands for the others."""
    if item is first or not item.whole:
        return item
    if book_text.squeeze(item.whole) == book_text.squeeze(first.whole):
        return replace(item, repeats=True)
    return _marked(item, item.whole, [first.whole])


def _marked(item: Item, text: str, known: list[str]) -> Item:
    texts = [other for other in known if other and max(len(other), len(text)) <= LONGEST]
    tried = (book_text.changes(other, text) for other in texts)
    return replace(item, changes=next((changes for changes in tried if changes), []))
