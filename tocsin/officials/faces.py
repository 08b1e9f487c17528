"""Officials as pages show them: a face, an office, and how the office is reached."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.officials.models import ContactDetail
from tocsin.people.models import Person

SHOWN = ("voice", "url", "webform")
STANCES: dict[tuple[str, str], str | Promise] = {
    ("thank", "supports"): _("Already supports it: you say thank you"),
    ("press", "supports"): _("Already supports it"),
    ("press", "has-not"): _("Has not supported it yet"),
    ("press", "cannot"): _("Sits in the other chamber and cannot sign it, but can speak for it"),
    ("press", "unknown"): _("Whether this office supports it is not known here"),
}
"""What is said of a target, by stance and position; nothing where there is no bill to measure by."""


class Holds(Protocol):
    """As much of `roster.Holder` as a face needs."""

    @property
    def person_id(self) -> int: ...
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def initials(self) -> str: ...


class Seats(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def holders(self) -> Sequence[Holds]: ...
    @property
    def seats(self) -> int: ...
    @property
    def known(self) -> bool: ...


class Aims(Protocol):
    @property
    def holder(self) -> Holds: ...
    @property
    def stance(self) -> str: ...
    @property
    def position(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What `components/holder.html` draws."""

    name: str
    office: str
    party: str = ""
    initials: str = ""
    url: str = ""
    portrait: Portrait | None = None
    phone: str = ""
    website: str = ""
    webform: str = ""
    stance: str | Promise = ""
    thanked: bool = False

    @property
    def phone_link(self) -> str:
        return f"tel:{dial(self.phone)}"

    @property
    def site_name(self) -> str:
        return re.sub(r"^https?://(www\.)?", "", self.website).rstrip("/").partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFaces:
    """One seat with those who hold it. Where nothing is `known` of it, it is not said to be vacant."""

    label: str
    faces: tuple[Face, ...]
    vacant: int = 0
    known: bool = True


@dataclass(frozen=True, slots=True)
class Details:
    portrait: Portrait | None
    contacts: Mapping[str, str]


NOTHING = Details(None, {})


def dial(number: str) -> str:
    """As a telephone dials it; a ten-digit number is taken for one of the United States."""
    digits = re.sub(r"[^\d+]", "", re.split(r"(?i)ext|x", number)[0])
    return f"+1{digits}" if len(digits) == 10 else digits


def seat_faces(seats: Iterable[Seats]) -> list[SeatFaces]:
    """The faces of these seats, in two queries."""
    listed = list(seats)
    known = details(holder.person_id for seat in listed for holder in seat.holders)
    return [
        SeatFaces(
            label=seat.label,
            faces=tuple(_face(holder, known, office=seat.label) for holder in seat.holders),
            vacant=max(0, seat.seats - len(seat.holders)) if seat.known else 0,
            known=seat.known,
        )
        for seat in listed
    ]


def target_faces(targets: Iterable[Aims]) -> list[Face]:
    listed = list(targets)
    known = details(target.holder.person_id for target in listed)
    return [
        _face(
            target.holder,
            known,
            office=target.holder.office,
            stance=STANCES.get((target.stance, target.position), ""),
            thanked=target.stance == "thank",
        )
        for target in listed
    ]


def holder_faces(holders: Iterable[Holds]) -> list[Face]:
    listed = list(holders)
    known = details(holder.person_id for holder in listed)
    return [_face(holder, known, office=holder.office) for holder in listed]


def _face(
    holder: Holds,
    known: Mapping[int, Details],
    *,
    office: str,
    stance: str | Promise = "",
    thanked: bool = False,
) -> Face:
    own = known.get(holder.person_id, NOTHING)
    return Face(
        name=holder.name,
        office=office,
        party=holder.party,
        initials=holder.initials,
        url=reverse("official", args=[holder.slug]) if holder.slug else "",
        portrait=own.portrait,
        phone=own.contacts.get("voice", ""),
        website=own.contacts.get("url", ""),
        webform=own.contacts.get("webform", ""),
        stance=stance,
        thanked=thanked,
    )


def details(person_ids: Iterable[int]) -> dict[int, Details]:
    """Portraits and the first contact of each kind, by person."""
    wanted = set(person_ids)
    contacts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for person_id, kind, value in (
        ContactDetail.objects.filter(person_id__in=wanted, type__in=SHOWN)
        .order_by("pk")
        .values_list("person_id", "type", "value")
    ):
        contacts[person_id or 0].setdefault(kind, value)
    portraits = _portraits(wanted)
    return {key: Details(portraits.get(key), contacts[key]) for key in wanted}


def _portraits(person_ids: Iterable[int]) -> dict[int, Portrait]:
    with_face = Person.objects.filter(pk__in=person_ids, portrait__isnull=False).select_related("portrait")
    return {person.pk: found for person in with_face if (found := portrait(person))}


def portrait(person: Person, size: str = "fill-160x160") -> Portrait | None:
    """Nothing where there is none, or its file is gone."""
    if person.portrait is None:
        return None
    try:
        made = person.portrait.get_rendition(f"{size}|format-webp")
    except OSError:
        return None
    return Portrait(url=made.url, width=made.width, height=made.height, alt="")
