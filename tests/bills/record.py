"""Actions out of a BILLSTATUS file, by the few elements the machine looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from tocsin.bills.status.actions import Action

CAPITOL = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class Record:
    bill_type: str
    number: str
    title: str
    actions: list[Action]


def read(path: Path) -> Record:
    bill = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot().find("bill")
    assert bill is not None
    items = [action(item) for item in bill.iterfind("actions/item")]
    return Record(
        bill.findtext("type", "").lower(), bill.findtext("number", ""), bill.findtext("title", ""), items
    )


def action(item: etree._Element) -> Action:
    at, time = item.findtext("actionDate", ""), item.findtext("actionTime")
    source = item.findtext("sourceSystem/code", "")
    moment = (
        datetime.fromisoformat(f"{at}T{time}").replace(tzinfo=CAPITOL).isoformat()
        if time and source == "2"
        else ""
    )
    return Action(
        at=date.fromisoformat(at),
        text=item.findtext("text", ""),
        kind=item.findtext("type", ""),
        code=item.findtext("actionCode", ""),
        source=source,
        time=moment,
    )
