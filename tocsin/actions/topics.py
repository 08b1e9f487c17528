"""Which of a form's topics fits what a campaign is about. Pure: words against words."""

from __future__ import annotations

import re
from collections.abc import Sequence

ALIKE = (
    {"foreign", "international", "diplomacy", "world", "global"},
    {"defense", "military", "armed"},
    {"rights", "human", "civil", "liberties"},
    {"environment", "environmental", "climate", "water", "conservation"},
    {"health", "medicare", "medicaid", "medical"},
    {"tax", "taxes", "taxation", "irs"},
    {"immigration", "immigrants", "border"},
    {"economy", "economic", "economics", "budget", "finance"},
)
"""Words that offices use for the same thing."""
EMPTY = frozenset(
    {"and", "of", "the", "for", "with", "issues", "affairs", "policy", "other", "general", "relations"}
)
LAST = ("other", "general", "miscellaneous")
"""Where nothing fits."""


def suggest(options: Sequence[str], topics: Sequence[str]) -> str:
    """The option that shares most with the topics; "Other" where none does; empty where there is not even that."""
    wanted = set().union(*(meanings(topic) for topic in topics)) if topics else set()
    best = max(options, key=lambda option: score(option, wanted), default="")
    if best and score(best, wanted) > 0:
        return best
    return next((o for word in LAST for o in options if o.lower().startswith(word)), "")


def score(option: str, wanted: set[str]) -> float:
    """Shared meanings; of two that share as many, the one that says least else."""
    own = meanings(option)
    return len(own & wanted) - len(own - wanted) / 100 if own & wanted else 0.0


def meanings(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]+", text.lower())) - EMPTY
    return words | {f"~{number}" for number, group in enumerate(ALIKE) if words & group}
