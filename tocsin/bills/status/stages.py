"""What a state of a bill is, for whatever body, and the stops of the path drawn for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Stage(StrEnum):
    """The stops of the drawn path: the furthest one a bill in this state has come to."""

    INTRODUCED = "introduced"
    COMMITTEE = "committee"
    FIRST = "first_chamber"
    SECOND = "second_chamber"
    AGREED = "agreed"
    PRESIDENT = "president"
    LAW = "law"


STAGES: Mapping[Stage, Words] = MappingProxyType(
    {
        Stage.INTRODUCED: _("Introduced"),
        Stage.COMMITTEE: _("Committee"),
        Stage.FIRST: _("First chamber"),
        Stage.SECOND: _("Second chamber"),
        Stage.AGREED: _("Agreed"),
        Stage.PRESIDENT: _("President"),
        Stage.LAW: _("Law"),
    }
)


class Standing(StrEnum):
    """How it looks from here."""

    OPEN = "open"
    STUCK = "stuck"  # stopped, but it may be taken up again
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class State:
    """`then`: what must happen next. `moves`: the codes of the states that may follow."""

    code: str
    words: Words
    meaning: Words
    then: Words
    stage: Stage
    standing: Standing
    moves: frozenset[str]
