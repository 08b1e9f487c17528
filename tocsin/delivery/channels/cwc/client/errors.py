"""Why a message cannot be written, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Never holds what the person wrote, so it may be logged and shown."""

    field: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.field} {self.rule}: {self.remedy}"


class UnwritableError(ValueError):
    """The message breaks rules of the gateway."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
