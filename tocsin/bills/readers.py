"""Bills as they are published: BILLSTATUS 3 XML (GovInfo), a record of congress.gov as JSON, and votes as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from tocsin.core.datasets import Refused

CHAMBERS = {"House": "us-house", "Senate": "us-senate"}
OPTIONS = {
    "yes": "yes", "yea": "yes", "aye": "yes", "no": "no", "nay": "no", "present": "present",
    "absent": "absent", "not voting": "absent",
}  # fmt: skip
LARGEST = 16 * 2**20


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRecord:
    id: str
    title: str
    chamber: str
    introduced: date | None
    as_of: date
    backers: tuple[Backer, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRecord:
    roll_call: str
    bill: str
    at: date
    question: str
    bioguide: str
    option: str


def read_bill(path: Path) -> BillRecord:
    """One file; Refused with one line when it cannot be what it says."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("too large to be a bill")
        data = path.read_bytes()
        return (
            bill_of_json(json.loads(data), path.name)
            if path.suffix == ".json"
            else bill_of_xml(data, path.name)
        )
    except (ET.ParseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"bills: {path.name} cannot be read: {error}") from None


def bill_of_xml(data: bytes, name: str) -> BillRecord:
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise ValueError("it declares entities, which no bill does")
    root = ET.fromstring(data)  # noqa: S314 (no entities: just refused)
    if (root.findtext("version") or root.findtext("bill/version") or "").split(".")[0] != "3":
        raise ValueError("it is not BILLSTATUS 3; get the current file from govinfo.gov")
    bill = root.find("bill")
    if bill is None:
        raise ValueError("it holds no bill")
    facts = {part.tag: part.text for part in bill if part.text and part.text.strip()}
    people = {
        role: [{part.tag: part.text for part in item} for item in bill.findall(f"{role}/item")]
        for role in ("sponsors", "cosponsors")
    }
    return _record(facts, people["sponsors"], people["cosponsors"], name)


def bill_of_json(record: Mapping[str, Any], name: str) -> BillRecord:
    bill = record["bill"]
    return _record(bill, bill.get("sponsors") or [], record.get("cosponsors") or [], name)


def _record(
    facts: Mapping[str, Any],
    sponsors: Sequence[Mapping[str, Any]],
    cosponsors: Sequence[Mapping[str, Any]],
    source: str,
) -> BillRecord:
    introduced = _day(facts.get("introducedDate"))
    return BillRecord(
        id=f"{int(facts['congress'])}/{facts['type'].lower()}/{int(facts['number'])}",
        title=str(facts["title"])[:500],
        chamber=CHAMBERS[str(facts["originChamber"])],
        introduced=introduced,
        as_of=_day(facts["updateDate"]) or date.min,
        backers=(
            *(_backer(item, "sponsor", introduced) for item in sponsors),
            *(_backer(item, "cosponsor", _day(item.get("sponsorshipDate"))) for item in cosponsors),
        ),
        source=source,
    )


def _backer(item: Mapping[str, Any], role: str, at: date | None) -> Backer:
    return Backer(
        bioguide=str(item["bioguideId"]),
        name=str(item.get("fullName") or item["bioguideId"]),
        given_name=str(item.get("firstName") or ""),
        family_name=str(item.get("lastName") or ""),
        role=role,
        at=at,
        withdrawn_at=_day(item.get("sponsorshipWithdrawnDate")),
    )


def _day(text: Any) -> date | None:
    return datetime.fromisoformat(str(text)).date() if text else None


def read_votes(path: Path) -> Iterator[VoteRecord]:
    """Columns `roll_call,bill,at,question,bioguide,option`; one row for each member."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                yield VoteRecord(
                    roll_call=row["roll_call"].strip(),
                    bill=(row.get("bill") or "").strip(),
                    at=date.fromisoformat(row["at"].strip()),
                    question=row["question"].strip()[:300],
                    bioguide=row["bioguide"].strip(),
                    option=OPTIONS[row["option"].strip().lower()],
                )
            except (KeyError, ValueError, AttributeError) as error:
                raise Refused(f"bills: {path.name}, line {number}: {error!r} is missing or unknown") from None
