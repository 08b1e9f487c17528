"""What happened to a bill, as its record tells it: the input of every machine here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Roll:
    """A recorded vote. `chamber`: house or senate; `session`: of the Congress."""

    chamber: str
    congress: int
    session: int
    number: int
    at: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """`time`: ISO 8601 with offset where the source is trusted with it (the House floor), else empty.

    `source`: the code of the source system: 0 Senate, 1 House committee, 2 House floor, 9 Library of Congress; often
    empty. `code`: the action code, such as `E30000`. `kind`: the record's own type, such as `Floor`.
    """

    at: date
    text: str
    kind: str = ""
    code: str = ""
    source: str = ""
    time: str = ""
    committees: tuple[str, ...] = ()
    rolls: tuple[Roll, ...] = ()
