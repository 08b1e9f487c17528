"""The list of everybody in office: searched and filtered in the roster, which is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from tocsin.core import datasets
from tocsin.officials import faces
from tocsin.officials.faces import Face
from tocsin.officials.holders import Holder, folded
from tocsin.officials.roster import roster

SIZE, DATA_SIZE = 48, 500
COLUMNS = ("name", "family_name", "office", "body", "state", "division", "party", "page")
NAMED_BODIES = frozenset({"us-house", "us-senate", "us-executive"})
STATE_SUFFIXES = ("upper", "lower", "executive")


@dataclass(frozen=True)
class Listing:
    """One page of what was found; `asked` are the filters as they stand in the address."""

    found: list[Holder]
    asked: Mapping[str, str]
    number: int
    size: int | None

    @property
    def total(self) -> int:
        return len(self.found)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size)) if self.size else 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def holders(self) -> list[Holder]:
        first = (self.number - 1) * (self.size or 0)
        return self.found[first : first + self.size] if self.size else self.found

    @cached_property
    def faces(self) -> list[Face]:
        return faces.holder_faces(self.holders)

    @property
    def parties(self) -> list[str]:
        return sorted({holder.party for holder in roster().by_id.values() if holder.party})

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    def link(self, number: int) -> str:
        return f"?{urlencode({**self.asked, 'page': number})}"

    @property
    def older_link(self) -> str:
        return self.link(self.number + 1) if self.has_next else ""

    @property
    def newer_link(self) -> str:
        return self.link(self.number - 1) if self.number > 1 else ""


def find(filters: Mapping[str, Any], *, size: int | None = SIZE) -> Listing:
    """By family name; a page beyond the last is the last."""
    asked = {name: str(filters[name]) for name in ("q", "state", "body", "party") if filters.get(name)}
    found = [holder for holder in roster().find(asked.get("q", "")) if _fits(holder, asked)]
    found.sort(key=lambda holder: (folded(holder.family_name or holder.name), folded(holder.name)))
    last = Listing(found, asked, 1, size).pages
    return Listing(found, asked, min(filters.get("page") or 1, last), size)


def _fits(holder: Holder, asked: Mapping[str, str]) -> bool:
    return (
        asked.get("state") in {None, holder.state}
        and asked.get("party") in {None, holder.party}
        and asked.get("body") in {None, *(kind_of(seat.body) for seat in holder.seats)}
    )


def kind_of(body: str) -> str:
    """The body as `forms.BODIES` groups them."""
    if body in NAMED_BODIES:
        return body
    suffix = body.rpartition("-")[2]
    return f"state-{suffix}" if suffix in STATE_SUFFIXES and len(body) == len(suffix) + 3 else "other"


def rows(holders: Iterable[Holder]) -> Iterator[list[str]]:
    for row in map(row_of, holders):
        yield [row[name] for name in COLUMNS]


def row_of(holder: Holder) -> dict[str, str]:
    return {
        "name": holder.name,
        "family_name": holder.family_name,
        "office": holder.office,
        "body": holder.body,
        "state": holder.state,
        "division": holder.division or "",
        "party": holder.party,
        "page": settings.SITE_URL + reverse("official", args=[holder.slug]),
    }


def as_data(listing: Listing) -> dict[str, Any]:
    day = datasets.as_of("officials")
    return {
        "as_of": day.isoformat() if day else None,
        "total": listing.total,
        "officials": [row_of(holder) for holder in listing.holders],
    }
