"""The machine of the United States Congress: replays the actions of a bill into the state it is in.

It never raises on what a record says. What it cannot read leaves the state as it is, and is handed to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise

from tocsin.bills.status.actions import Action
from tocsin.bills.status.moves import MOVES
from tocsin.bills.status.patterns import HOUSE, SENATE, Kind
from tocsin.bills.status.reading import Event, read, weighty

_CONSTITUTION = re.compile(
    r"^(?:an? joint resolution )?proposing an? amendments? to the constitution of", re.I
)
_OTHER = {HOUSE: SENATE, SENATE: HOUSE}
_WAITING = ("PASS_OVER:", "PASS_BACK:", "CONFERENCE:PASSED:")
# What of one day comes first, whatever the order of the record; votes of the chambers settle it by whose turn it is.
_ORDER = {
    Kind.REFERRAL: 0,
    Kind.COMMITTEE: 1,
    Kind.BYPASS: 1,
    Kind.ADOPTED: 2,
    Kind.PRESENTED: 4,
    Kind.VETO: 5,
    Kind.POCKET: 5,
    Kind.OVERRIDE: 6,
    Kind.SIGNED: 7,
    Kind.UNSIGNED: 7,
    Kind.LAW: 8,
}
_VOTES = 3


@dataclass(frozen=True, slots=True)
class Step:
    """`at`: an ISO date, or date and time where the time can be trusted."""

    status: str
    at: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`unknown`: texts a person should read. `ahead`: actions dated after today, left out."""

    status: str
    status_at: str
    history: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    ahead: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bill:
    kind: str
    title: str

    @property
    def origin(self) -> str:
        return HOUSE if self.kind.startswith("h") else SENATE

    @property
    def simple(self) -> bool:
        return self.kind in ("hres", "sres")

    def final(self) -> str:
        """Both chambers passed the same text."""
        if self.kind in ("hconres", "sconres"):
            return "PASSED:CONCURRENTRES"
        if self.kind in ("hjres", "sjres") and _CONSTITUTION.match(self.title.strip()):
            return "PASSED:CONSTAMEND"
        return "PASSED:BILL"


def replay(
    actions: Iterable[Action],
    *,
    bill_type: str,
    number: int | str = "",
    title: str = "",
    introduced: date | None = None,
    today: date | None = None,
) -> Progress:
    """Where a bill stands. `number` finds it in lists of bills passed together; `title` tells an amendment to the
    Constitution; what is dated after `today` is left out."""
    record = list(actions)
    ahead = tuple(action for action in record if today and action.at > today)
    record = [action for action in record if not (today and action.at > today)]
    bill = _Bill(bill_type.lower(), title)
    name = f"{bill.kind}{number}" if number else ""
    read_all = [(action, read(action, name)) for action in _oldest_first(record)]
    unknown = dict.fromkeys(action.text for action, event in read_all if event is None and weighty(action))
    history = _walk([event for _, event in read_all if event], bill)
    start = introduced or min((action.at for action in record), default=None)
    last = history[-1] if history else Step("INTRODUCED", start.isoformat() if start else "")
    return Progress(last.status, last.at, tuple(history), tuple(unknown), ahead)


def _oldest_first(record: Sequence[Action]) -> list[Action]:
    """By date. Within a day the order of the record is kept when the record is in order, else made from the words."""
    rises = sum(one.at < two.at for one, two in pairwise(record))
    falls = sum(one.at > two.at for one, two in pairwise(record))
    if rises and falls:
        return sorted(record, key=lambda one: (one.at, one.time, one.text, one.source, one.code))
    return list(record) if rises else list(reversed(record))


def _walk(events: Iterable[Event], bill: _Bill) -> list[Step]:
    state, presented, passing = "INTRODUCED", None, False
    history: list[Step] = []
    for _, day in groupby(events, key=lambda event: event.day):
        for event in _of_a_day(_own(list(day)), state, bill):
            if event.kind is Kind.PRESENTED:
                presented = event.day
            new = _after(event, "REFERRED" if passing else state, bill, presented)
            if new is None:
                continue
            same = history and history[-1].status == new and history[-1].at[:10] == event.at[:10]
            # A committee that was passed by is where the bill stands, and no stop of it once the chamber votes.
            if same or passing:
                history.pop()
            passing = event.kind is Kind.BYPASS
            history.append(Step(new, event.at))
            state = new
    return history


def _own(day: list[Event]) -> list[Event]:
    """Without the copies the Library of Congress makes of what a chamber recorded."""
    said = {(event.kind, event.chamber, event.passed) for event in day if not event.library}
    return [
        event for event in day if not (event.library and (event.kind, event.chamber, event.passed) in said)
    ]


def _of_a_day(day: list[Event], state: str, bill: _Bill) -> Iterator[Event]:
    """The events of a day, each when its turn has come."""
    changed = {event.chamber for event in day if event.kind is Kind.ADOPTED}
    left = sorted(_in_time(day), key=lambda event: _ORDER.get(event.kind, _VOTES))
    while left:
        event = left.pop(_next(left, state, bill))
        if event.kind is Kind.PASSAGE and event.chamber in changed:
            event = replace(event, amended=True)
        state = _after(event, state, bill) or state
        yield event


def _in_time(day: list[Event]) -> list[Event]:
    """Those with a time in its order, in the places such events have; those without stay where they are."""
    timed = iter(sorted((event for event in day if event.timed), key=lambda event: event.at))
    return [next(timed) if event.timed else event for event in day]


def _next(left: Sequence[Event], state: str, bill: _Bill) -> int:
    """The first of its rank that may come now."""
    rank = _ORDER.get(left[0].kind, _VOTES)
    for place, event in enumerate(left):
        if _ORDER.get(event.kind, _VOTES) == rank and _fits(event, state, bill):
            return place
    return 0


def _fits(event: Event, state: str, bill: _Bill) -> bool:
    waiting = _WAITING if event.kind is not Kind.CONFERENCE else ("CONFERENCE:",)
    turn = _OTHER[state.rsplit(":", 1)[1]] if state.startswith(waiting) else event.chamber
    new = _after(event, state, bill)
    return new is not None and event.chamber in ("", turn) and new in MOVES.get(state, "").split()


def _after(event: Event, state: str, bill: _Bill, presented: date | None = None) -> str | None:
    """The state an event leads to; None when it changes nothing."""
    if state.startswith("ENACTED:"):
        return None
    match event.kind:
        case Kind.REFERRAL:
            return "REFERRED" if state == "INTRODUCED" else None
        case Kind.COMMITTEE | Kind.BYPASS:
            return "REPORTED" if state in ("INTRODUCED", "REFERRED") else None
        case Kind.PASSAGE:
            return _after_passage(event, bill)
        case Kind.AGREEMENT | Kind.CONFERENCE:
            return _after_answer(event, state, bill)
        case Kind.CLOTURE:
            return "PROV_KILL:CLOTUREFAILED"
        case Kind.OVERRIDE:
            return _after_override(event, bill)
        case _:
            return _after_president(event, state, presented)


def _after_passage(event: Event, bill: _Bill) -> str:
    first = event.chamber == bill.origin
    if not event.passed:
        if event.suspension:
            return "PROV_KILL:SUSPENSIONFAILED"
        return f"FAIL:{'ORIGINATING' if first else 'SECOND'}:{event.chamber}"
    if bill.simple:
        return "PASSED:SIMPLERES"
    if first:
        return f"PASS_OVER:{event.chamber}"
    return f"PASS_BACK:{event.chamber}" if event.amended else bill.final()


def _after_answer(event: Event, state: str, bill: _Bill) -> str:
    if not event.passed:
        return "PROV_KILL:PINGPONGFAIL"
    if event.kind is Kind.AGREEMENT:
        return f"PASS_BACK:{event.chamber}" if event.amended else bill.final()
    both = state == f"CONFERENCE:PASSED:{_OTHER[event.chamber]}"
    return bill.final() if both else f"CONFERENCE:PASSED:{event.chamber}"


def _after_override(event: Event, bill: _Bill) -> str:
    first = event.chamber == bill.origin
    if not event.passed:
        return f"VETOED:OVERRIDE_FAIL_{'ORIGINATING' if first else 'SECOND'}:{event.chamber}"
    return f"VETOED:OVERRIDE_PASS_OVER:{event.chamber}" if first else "ENACTED:VETO_OVERRIDE"


def _after_president(event: Event, state: str, presented: date | None) -> str | None:
    match event.kind:
        case Kind.POCKET:
            return "VETOED:POCKET"
        case Kind.VETO:
            return "PROV_KILL:VETO"
        case Kind.SIGNED:
            return "ENACTED:SIGNED"
        case Kind.UNSIGNED:
            return "ENACTED:TENDAYRULE"
        case Kind.LAW if state == "PROV_KILL:VETO" or state.startswith("VETOED:"):
            return "ENACTED:VETO_OVERRIDE"
        case Kind.LAW:
            return "ENACTED:TENDAYRULE" if presented and _ten_days(presented, event.day) else "ENACTED:SIGNED"
        case _:
            return None


def _ten_days(presented: date, law: date) -> bool:
    """Whether the President's ten days, Sundays left out, were over."""
    if (law - presented).days > 20:
        return True
    days = (presented + timedelta(days=count) for count in range(1, (law - presented).days + 1))
    return sum(day.isoweekday() != 7 for day in days) > 10
