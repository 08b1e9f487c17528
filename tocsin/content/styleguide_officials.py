"""What the style guide shows of officials, seats and districts; none of them exist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Holder:
    name: str
    office: str
    initials: str
    party: str = ""
    slug: str = ""
    person_id: int = 0


@dataclass(frozen=True)
class Face:
    name: str
    office: str
    initials: str
    party: str = ""
    url: str = "#officials"
    phone: str = ""
    phone_link: str = ""
    website: str = ""
    site_name: str = ""


@dataclass(frozen=True)
class Seat:
    label: str
    holders: tuple[Holder, ...] = ()
    seats: int = 1
    known: bool = True


@dataclass(frozen=True)
class Target:
    holder: Holder
    stance: str = "press"
    position: str = ""


@dataclass(frozen=True)
class Part:
    division: str
    label: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawn:
    view_box: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Candidate:
    division: str
    label: str
    name: str
    holders: tuple[Holder, ...]
    path: str = ""
    x: float = 0
    y: float = 0


HALLORAN = Holder("Ines Halloran", "Representative for Cape Mercy’s 1st district", "IH", "Harbor")
LINDQVIST = Holder("Bo Lindqvist", "Senator for Cape Mercy", "BL", "Lantern")
LONG = Holder(
    "Maximilian-Alexander Featherstonehaugh-Wolfeschlegelstein",
    "Resident Commissioner for the Outer Skerries and the Lesser Shoals", "MF", "Harbor and Inland Waterways",
)  # fmt: skip
REACHED = Face(
    HALLORAN.name, HALLORAN.office, HALLORAN.initials, HALLORAN.party,
    phone="202-555-0106", phone_link="tel:+12025550106", website="https://example.org", site_name="example.org",
)  # fmt: skip
SEATS = {
    "empty": (),
    "one": (Seat(HALLORAN.office, (HALLORAN,)),),
    "vacant and unknown": (Seat(HALLORAN.office), Seat("Governor of Cape Mercy", known=False)),
    "two in one seat, one of two vacant": (
        Seat(HALLORAN.office, (HALLORAN, LONG)), Seat(LINDQVIST.office, (LINDQVIST,), seats=2),
    ),
}  # fmt: skip
TARGETS = (
    Target(HALLORAN, "press", "has-not"), Target(LINDQVIST, "thank", "supports"), Target(LONG, "press", "unknown"),
)  # fmt: skip
MAP = Drawn(
    "0 0 400 300",
    (
        Part("cape-1", "CM-1", "M20 40L190 20L230 120L140 190L30 170Z", 120, 100),
        Part("cape-2", "CM-2", "M190 20L380 60L360 180L230 120Z", 300, 95),
        Part("cape-3", "CM-3", "M30 170L140 190L230 120L360 180L330 280L60 270Z", 205, 220),
    ),
)
CANDIDATES = tuple(
    Candidate(
        part.division,
        part.label,
        f"Cape Mercy’s district {part.label[-1]}",
        holders,
        part.path,
        part.x,
        part.y,
    )
    for part, holders in zip(MAP.parts, ((HALLORAN,), (LONG,), ()), strict=True)
)
MANY_CANDIDATES = tuple(Candidate(f"cape-{n}", f"CM-{n}", "", (LINDQVIST,)) for n in range(1, 13))
