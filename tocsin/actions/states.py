"""The life of a submission, as data. Only `confirmed` counts."""

from __future__ import annotations

PENDING, CONFIRMED, REPEAT = "pending", "confirmed", "repeat"
VOID, WITHDRAWN, EXPIRED = "void", "withdrawn", "expired"

MOVES: dict[str, frozenset[str]] = {
    PENDING: frozenset({CONFIRMED, REPEAT, VOID, EXPIRED}),
    CONFIRMED: frozenset({WITHDRAWN}),
    WITHDRAWN: frozenset(),
    REPEAT: frozenset(),
    VOID: frozenset(),
    EXPIRED: frozenset(),
}
