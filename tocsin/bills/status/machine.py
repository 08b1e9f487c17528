"""Which machine reads the bills of which body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tocsin.bills.status import congress
from tocsin.bills.status.actions import Action
from tocsin.bills.status.congress import Progress
from tocsin.bills.status.stages import State
from tocsin.bills.status.states import STATES


class Replay(Protocol):
    """How actions become the state of a bill; pure, and never raising on what a record says."""

    def __call__(
        self,
        actions: Iterable[Action],
        *,
        bill_type: str,
        number: int | str = "",
        title: str = "",
        introduced: date | None = None,
        today: date | None = None,
    ) -> Progress: ...


@dataclass(frozen=True, slots=True)
class Machine:
    """The states a body's bills can be in, and the way to find which."""

    states: Mapping[str, State]
    replay: Replay


_MACHINES: dict[str, Machine] = {"us": Machine(STATES, congress.replay)}


def register(body: str, machine: Machine) -> None:
    """`body`: a jurisdiction or a legislature, such as `us` or `us-ca`. Once each."""
    if body in _MACHINES:
        raise ValueError(f"there is a machine for {body} already")
    _MACHINES[body] = machine


def machine_for(body: str) -> Machine | None:
    """None: nobody taught us this body, its bills are followed by hand."""
    return _MACHINES.get(body)
