"""What a member's page shows beside the organization itself: the apps above add their parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.organizations.models import Member


@dataclass(frozen=True, slots=True)
class Part:
    """`template` draws it with `context`."""

    template: str
    context: Mapping[str, Any]


PARTS: list[Callable[[Member], Part | None]] = []


def parts_for(member: Member) -> list[Part]:
    return [part for make in PARTS if (part := make(member))]
