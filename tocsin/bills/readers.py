"""Bills and votes out of files, folders and archives, one at a time."""

from __future__ import annotations

import csv
import lzma
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from tocsin.bills.billstatus import bill_of_xml
from tocsin.bills.records import BillRecord
from tocsin.bills.snapshot import bill_of_json
from tocsin.core.datasets import Missing, Refused

OPTIONS = {
    "yes": "yes", "yea": "yes", "aye": "yes", "no": "no", "nay": "no", "present": "present",
    "absent": "absent", "not voting": "absent",
}  # fmt: skip
LARGEST = 16 * 2**20
"""Bytes of one bill; the largest that is known has two million."""
MOST_MEMBERS, MOST_BYTES = 100_000, 8 * 2**30
"""Of one archive, unpacked. A whole Congress has some 20,000 bills in a quarter of a gigabyte."""
FAULTS = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)
"""What an archive raises for damage, in the words of each way of packing: bzip2's are those of a broken disk."""
ENCRYPTED = 1
"""The bit of a member's flags."""


@dataclass(frozen=True, slots=True)
class Document:
    """One bill, not yet read. `named`: somebody asked for just this file, and for no folder that holds it."""

    name: str
    data: bytes
    named: bool

    def record(self) -> BillRecord:
        """Refused with one line when it cannot be what it says."""
        try:
            if len(self.data) > LARGEST:
                raise ValueError("too large to be a bill")
            read = bill_of_json if self.name.lower().endswith(".json") else bill_of_xml
            return read(self.data, self.name)
        except FAULTS as error:
            why = f"{error} is missing or unknown" if isinstance(error, KeyError) else str(error)
            raise Refused(f"bills: {self.name} cannot be read: {_short(why)}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRecord:
    roll_call: str
    bill: str
    at: date
    question: str
    bioguide: str
    option: str


def _short(text: str) -> str:
    """One line, whatever a record made of it."""
    return " ".join(text.split())[:200]


def read_bill(path: Path) -> BillRecord:
    return document(path).record()


def document(path: Path, *, named: bool = True) -> Document:
    """Reads no more of it than a bill can have."""
    try:
        with path.open("rb") as file:
            return Document(path.name, file.read(LARGEST + 1), named)
    except OSError as error:
        raise Refused(f"bills: {path.name} cannot be read: {error.strerror}") from None


def documents(paths: Iterable[Path]) -> Iterator[Document | Refused]:
    """Every bill that these files, folders and archives hold. A member that cannot be unpacked is a Refused."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.suffix.lower() == ".zip":
            yield from _archive(path)
        elif path.exists():
            yield document(path)
        else:
            raise Refused(f"bills: there is no {path}")


def _folder(folder: Path) -> Iterator[Document | Refused]:
    """Also what lies in folders of it, as GovInfo's bulk data do: `119/hr/BILLSTATUS-119hr1.xml`."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and _is_bill(p.name)]
    if not files:
        raise Missing(f"bills: no BILLSTATUS-*.xml, *.zip or *_snapshot_*.json in {folder}")
    for path in files:
        try:
            if path.suffix.lower() == ".zip":
                yield from _archive(path)
            else:
                yield document(path, named=False)
        except Refused as problem:
            yield problem


def _is_bill(name: str) -> bool:
    lower = name.lower()
    return lower.endswith((".xml", ".zip")) or (lower.endswith(".json") and "_snapshot_" in lower)


def _archive(path: Path) -> Iterator[Document | Refused]:
    try:
        with ZipFile(path) as archive:
            members = [
                m for m in archive.infolist() if not m.is_dir() and m.filename.lower().endswith(".xml")
            ]
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
                raise Refused(f"bills: {path.name} unpacks to more than any Congress has")
            for member in members:
                yield _member(archive, member, path.name)
    except BROKEN as error:
        raise Refused(f"bills: {path.name} is no archive that can be read ({error})") from None


def _member(archive: ZipFile, member: ZipInfo, within: str) -> Document | Refused:
    """Whatever its head promises, no more than a bill is unpacked."""
    name = f"{within}: {Path(member.filename).name}"
    if member.flag_bits & ENCRYPTED:
        return Refused(f"bills: {name} is protected by a password")
    try:
        with archive.open(member) as file:
            return Document(name, file.read(LARGEST + 1), named=False)
    except BROKEN as error:
        return Refused(f"bills: {name} cannot be unpacked ({error})")


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
