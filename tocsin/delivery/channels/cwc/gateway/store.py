"""What the stand-in took: one file per message, in a folder per office, named so that they sort by time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from tocsin.delivery.channels.cwc.client.codes import OFFICE
from tocsin.delivery.channels.cwc.client.xml import read

KEY = re.compile(r"\d{20}-[a-zA-Z0-9]{32}")


@dataclass(frozen=True, slots=True)
class Kept:
    key: str
    office: str
    at: datetime
    source: str
    root: etree._Element

    def text(self, path: str) -> str:
        return str(self.root.findtext(path) or "")

    def all(self, path: str) -> list[str]:
        return [element.text or "" for element in self.root.iterfind(path)]

    @property
    def name(self) -> str:
        return " ".join(self.text(f"Constituent/{name}") for name in ("Prefix", "FirstName", "LastName"))

    @property
    def place(self) -> str:
        return ", ".join(self.text(f"Constituent/{name}") for name in ("City", "StateAbbreviation", "Zip"))

    def indented(self) -> str:
        """The XML for reading; what was sent has no line breaks between its elements."""
        copy = deepcopy(self.root)
        etree.indent(copy)
        return etree.tostring(copy, encoding="unicode")

    @property
    def bills(self) -> list[str]:
        parts = ("BillTypeAbbreviation", "BillNumber", "BillCongress")
        return [
            "{} {} ({}th Congress)".format(*(bill.findtext(part) or "" for part in parts))
            for bill in self.root.iterfind("Message/Bills/Bill")
        ]


def save(root: Path, office: str, delivery_id: str, content: bytes) -> None:
    """Returns when the message is on disk for good."""
    folder = root / office
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.time_ns():020d}-{delivery_id}.xml"
    with path.with_suffix(".part").open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".part").replace(path)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def offices(root: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each with its messages, newest first; the office with the newest leads."""
    found = [(folder.name, messages(root, folder.name)) for folder in root.glob("[HS]*/")]
    yield from sorted((one for one in found if one[1]), key=lambda one: one[1][0].name, reverse=True)


def messages(root: Path, office: str) -> list[Path]:
    return sorted((root / office).glob("*.xml"), reverse=True) if OFFICE.fullmatch(office) else []


def message(root: Path, office: str, key: str) -> Kept | None:
    path = root / office / f"{key}.xml"
    known = OFFICE.fullmatch(office) and KEY.fullmatch(key) and path.is_file()
    return load(path) if known else None


def load(path: Path) -> Kept:
    content = path.read_bytes()
    at = datetime.fromtimestamp(int(path.stem[:20]) / 1e9, UTC)
    return Kept(path.stem, path.parent.name, at, content.decode("utf-8"), read(content))
