"""The register of personal data: which model holds it, why, and for how long. Export and erasure walk it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """`purge(before)` removes or empties what is older than `keep` and returns the number of rows."""

    model: str
    fields: tuple[str, ...]
    why: str
    keep: timedelta
    purge: Callable[[datetime], int]


HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    HOLDINGS[holding.model] = holding


def purge(now: datetime) -> dict[str, int]:
    """Removes all that has outlived its purpose; rows per model."""
    return {name: holding.purge(now - holding.keep) for name, holding in HOLDINGS.items()}
