"""What members said by cosponsoring and voting. The records live above this app, which registers how to ask them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFacts:
    """`as_of` is None while no list of cosponsors is known; `chamber` is the body whose members may sign."""

    id: str
    title: str
    chamber: str
    as_of: date | None
    supporters: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteFacts:
    """`options` by person: yes, no, present, absent."""

    id: str
    question: str
    options: Mapping[int, str]


_ask_bill: list[Callable[[str], BillFacts | None]] = []
_ask_vote: list[Callable[[str], VoteFacts | None]] = []


def register(*, bill: Callable[[str], BillFacts | None], vote: Callable[[str], VoteFacts | None]) -> None:
    _ask_bill[:], _ask_vote[:] = [bill], [vote]


def bill(bill_id: str) -> BillFacts | None:
    return _ask_bill[0](bill_id) if _ask_bill else None


def vote(roll_call: str) -> VoteFacts | None:
    return _ask_vote[0](roll_call) if _ask_vote else None
