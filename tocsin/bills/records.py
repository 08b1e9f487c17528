"""A bill as this app takes it in, whatever the source; and how the record of Congress becomes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tocsin.bills.markup import line, paragraphs
from tocsin.bills.status.actions import Action, Roll

CHAMBERS = {"House": "us-house", "Senate": "us-senate"}
BIOGUIDE = re.compile(r"^[A-Z]\d{6}$")
TYPES = frozenset({"hr", "s", "hres", "sres", "hjres", "sjres", "hconres", "sconres"})
CAPITOL = ZoneInfo("America/New_York")
TIMED = frozenset({"2"})
"""The source systems whose clock is trusted: the House floor."""
TOMORROW = timedelta(days=1)

Facts = Mapping[str, Any]
"""The `bill` of a record: text by name, and lists of such facts; the same from XML and from JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backer:
    """Who stands behind a bill; `name` as the record spells it, “Rep. Pallone, Frank [D-NJ-6]”."""

    bioguide: str
    name: str
    given_name: str
    family_name: str
    role: str
    at: date | None
    withdrawn_at: date | None = None
    original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeRecord:
    """`code` as in `hsfa00`, `hsfa13`; `activities` are name and day, the oldest first."""

    code: str
    name: str
    chamber: str
    activities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRecord:
    id: str
    title: str
    chamber: str
    introduced: date | None
    updated: datetime
    backers: tuple[Backer, ...]
    source: str
    official_title: str = ""
    policy_area: str = ""
    actions: tuple[Action, ...] = ()
    """The oldest first."""
    committees: tuple[CommitteeRecord, ...] = ()
    related: tuple[Mapping[str, str], ...] = ()
    laws: tuple[str, ...] = ()
    summary: Mapping[str, str] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return self.updated.astimezone(UTC).date()

    @property
    def kind(self) -> str:
        return self.id.split("/")[1]


def record_of(bill: Facts, source: str) -> BillRecord:
    """ValueError, KeyError or TypeError where it lacks what makes a bill."""
    introduced, updated = day(bill.get("introducedDate")), moment(bill["updateDate"])
    if updated > datetime.now(UTC) + TOMORROW:
        raise ValueError(f"its update date, {updated:%Y-%m-%d}, lies in the future")
    title = line(bill["title"])
    if not title:
        raise ValueError("it has no title")
    return BillRecord(
        id=_id(bill),
        title=title[:500],
        chamber=CHAMBERS[str(bill["originChamber"])],
        introduced=introduced,
        updated=updated,
        backers=tuple(_backers(bill, introduced)),
        source=source,
        official_title=_official(rows(bill.get("titles"))) or title,
        policy_area=line((bill.get("policyArea") or {}).get("name"))[:100],
        actions=tuple(_actions(rows(bill.get("actions")))),
        committees=tuple(_committees(rows(bill.get("committees")))),
        related=tuple(_related(rows(bill.get("relatedBills")))),
        laws=tuple(f"{line(law.get('type'))} {line(law.get('number'))}" for law in rows(bill.get("laws"))),
        summary=_summary(rows(bill.get("summaries"))),
    )


def _id(bill: Facts) -> str:
    kind = str(bill["type"]).lower()
    if kind not in TYPES:
        raise ValueError(f"{kind!r} is no type of bill")
    congress, number = int(bill["congress"]), int(bill["number"])
    if not (0 < congress < 1000 and 0 < number < 100_000):
        raise ValueError("its number is no number of a bill")
    return f"{congress}/{kind}/{number}"


def _backers(bill: Facts, introduced: date | None) -> Iterator[Backer]:
    for item in rows(bill.get("sponsors")):
        yield _backer(item, "sponsor", introduced)
    for item in rows(bill.get("cosponsors")):
        yield _backer(item, "cosponsor", day(item.get("sponsorshipDate")))


def _backer(item: Facts, role: str, at: date | None) -> Backer:
    bioguide = str(item["bioguideId"]).strip().upper()
    if not BIOGUIDE.match(bioguide):
        raise ValueError(f"{bioguide[:20]!r} is no bioguide id")
    return Backer(
        bioguide=bioguide,
        name=line(item.get("fullName") or item["bioguideId"]),
        given_name=line(item.get("firstName")),
        family_name=line(item.get("lastName")),
        role=role,
        at=at,
        withdrawn_at=day(item.get("sponsorshipWithdrawnDate")),
        original=str(item.get("isOriginalCosponsor")).lower() == "true",
    )


def _actions(items: Sequence[Facts]) -> Iterator[Action]:
    """The oldest first: a record begins with the newest."""
    for item in reversed(items):
        on, text = day(item.get("actionDate")), line(item.get("text"))
        if on is None or not text:
            continue
        source = str((item.get("sourceSystem") or {}).get("code") or "")[:10]
        yield Action(
            at=on,
            text=text,
            kind=str(item.get("type") or "")[:60],
            code=str(item.get("actionCode") or "")[:40],
            source=source,
            time=_time(on, item.get("actionTime")) if source in TIMED else "",
            committees=tuple(
                str(c["systemCode"]) for c in rows(item.get("committees")) if c.get("systemCode")
            ),
            rolls=tuple(_rolls(rows(item.get("recordedVotes")))),
        )


def _time(on: date, clock: Any) -> str:
    try:
        return datetime.fromisoformat(f"{on}T{clock}").replace(tzinfo=CAPITOL).isoformat() if clock else ""
    except ValueError:
        return ""


def _rolls(items: Sequence[Facts]) -> Iterator[Roll]:
    for item in items:
        try:
            yield Roll(
                chamber=str(item["chamber"]).lower()[:20],
                congress=int(item["congress"]),
                session=int(item["sessionNumber"]),
                number=int(item["rollNumber"]),
                at=str(day(item.get("date")) or ""),
                url=str(item.get("url") or "")[:300],
            )
        except (KeyError, TypeError, ValueError):
            continue


def _committees(items: Sequence[Facts], above: str = "") -> Iterator[CommitteeRecord]:
    for item in items:
        chamber = str(item.get("chamber") or above)
        done = ((line(a.get("name")), str(day(a.get("date")) or "")) for a in rows(item.get("activities")))
        yield CommitteeRecord(
            code=str(item["systemCode"]).lower()[:20],
            name=line(item.get("name"))[:300],
            chamber=CHAMBERS.get(chamber, chamber.lower())[:60],
            activities=tuple(sorted(done, key=lambda a: a[1])),
        )
        if not above:
            yield from _committees(rows(item.get("subcommittees")), chamber or "-")


def _related(items: Sequence[Facts]) -> Iterator[dict[str, str]]:
    for item in items:
        if not (item.get("congress") and item.get("type") and item.get("number")):
            continue
        details = rows(item.get("relationshipDetails"))
        yield {
            "id": f"{item['congress']}/{str(item['type']).replace('.', '').lower()}/{item['number']}",
            "title": line(item.get("title"))[:500],
            "relation": line(details[0].get("type")) if details else "",
            "by": ", ".join(dict.fromkeys(line(detail.get("identifiedBy")) for detail in details)),
        }


def _official(items: Sequence[Facts]) -> str:
    """The official title as it was last: a record lists the newest first."""
    return next((line(i.get("title")) for i in items if "Official Title" in str(i.get("titleType"))), "")


def _summary(items: Sequence[Facts]) -> dict[str, str]:
    """The one that was written last."""
    newest = max(items, key=lambda item: str(item.get("updateDate") or ""), default=None)
    text = newest and newest.get("text")
    if newest is None or not text:
        return {}
    at, stage = str(day(newest.get("actionDate")) or ""), line(newest.get("actionDesc"))
    return {"at": at, "stage": stage, "text": paragraphs(text)}


def rows(value: Any) -> Sequence[Facts]:
    """A list of facts, however it is wrapped: records say `{"item": {…}}` for a list of one."""
    if isinstance(value, Mapping):
        if not value:
            return ()
        value = next(iter(value.values())) if len(value) == 1 else value
        value = [value] if isinstance(value, Mapping) else value
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else ()


def day(text: Any) -> date | None:
    """Of a moment, the day at the Capitol."""
    if not text:
        return None
    words = str(text).strip()
    return moment(words).astimezone(CAPITOL).date() if len(words) > 10 else date.fromisoformat(words)


def moment(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text).strip())
    return found if found.tzinfo else found.replace(tzinfo=UTC)
