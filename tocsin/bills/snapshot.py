"""The record of one bill on congress.gov, kept as JSON: `bill`, and beside it the lists that belong to it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tocsin.bills.records import BillRecord, record_of

LISTS = ("actions", "committees", "cosponsors", "titles", "summaries", "relatedBills", "laws")


def bill_of_json(data: bytes, name: str) -> BillRecord:
    record = json.loads(data)
    if not isinstance(record, Mapping) or not isinstance(record.get("bill"), Mapping):
        raise ValueError("it holds no bill")
    if b"\\u0000" in data:
        raise ValueError("it holds what is no text")
    json.dumps(record, ensure_ascii=False).encode()  # half of a surrogate pair is no text either
    return record_of({**record["bill"], **{part: record[part] for part in LISTS if part in record}}, name)
