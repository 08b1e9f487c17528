"""What the one contract suite asks of the other side of a channel.

A module `bench_<name>.py` beside this file offers three things, and `test_channels.py` finds it by its name:
`CHANNEL`, the channel under test; `FAULTS`, the faults its other side can show; and `bench()`, a context manager
that starts the other side (a real server on loopback where the channel talks to one) and yields a `Bench`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from tocsin.delivery.channels.base import Channel, Outgoing, Session

SOFT, PERMANENT, TIMEOUT, LOST, DUPLICATE = "soft", "permanent", "timeout", "lost", "duplicate"
EVERY_FAULT = frozenset({SOFT, PERMANENT, TIMEOUT, LOST, DUPLICATE})
"""Not now; never; silence before it was taken; taken, but the reply was lost; the same again after that."""


class Bench(Protocol):
    channel: Channel
    kind: str
    faults: frozenset[str]

    def outgoing(self, name: str) -> Outgoing:
        """A message this channel can carry; the same name gives the same message, and `id` tells it apart."""
        ...

    def misbehave(self, fault: str) -> None:
        """The next message meets this fault, once."""
        ...

    def taken(self) -> list[str]:
        """The ids of what the other side holds, one entry for each time it took one."""
        ...

    def session(self) -> AbstractContextManager[Session]: ...


class Module(Protocol):
    CHANNEL: Channel
    FAULTS: frozenset[str]

    def bench(self) -> AbstractContextManager[Bench]: ...


def modules() -> dict[str, Module]:
    """Every bench by its name."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    return {path.stem.removeprefix("bench_"): load(path.stem) for path in files}


def load(name: str) -> Module:
    found: Any = import_module(f"tests.contracts.{name}")
    return cast(Module, found)
