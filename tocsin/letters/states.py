"""The lives of a letter, its versions and its signatures, as data. Pure."""

from __future__ import annotations

# --- A letter ------------------------------------------------------------------------------------------------
DRAFTING, SIGNING, FROZEN, STOPPED = "drafting", "signing", "frozen", "stopped"
LETTER_MOVES: dict[str, frozenset[str]] = {
    DRAFTING: frozenset({SIGNING, STOPPED}),
    SIGNING: frozenset({FROZEN, STOPPED}),
    FROZEN: frozenset({SIGNING}),
    STOPPED: frozenset({DRAFTING}),
}
"""A frozen letter is opened again only by a corrected version, which asks everybody anew."""
PUBLIC = frozenset({SIGNING, FROZEN})
OPEN_TO_NAMES = frozenset({SIGNING, FROZEN})
"""A name that comes after freezing is listed as late."""

# --- A version of its text -----------------------------------------------------------------------------------
COMMENTS, UP, REPLACED = "comments", "up", "replaced"
"""Shown to the invited for their comments; up for signing; replaced by a later one."""

# --- A signature ---------------------------------------------------------------------------------------------
UNCONFIRMED, WAITING, SIGNED, WITHDRAWN, REFUSED = "unconfirmed", "waiting", "signed", "withdrawn", "refused"
"""`unconfirmed`: a person who has not yet answered our mail. `waiting`: for the organization's second person."""
SIGNATURE_MOVES: dict[str, frozenset[str]] = {
    UNCONFIRMED: frozenset({SIGNED, WITHDRAWN}),
    WAITING: frozenset({SIGNED, WITHDRAWN, REFUSED}),
    SIGNED: frozenset({WITHDRAWN, SIGNED, WAITING}),
    WITHDRAWN: frozenset({SIGNED, WAITING, UNCONFIRMED}),
    REFUSED: frozenset({SIGNED, WAITING, WITHDRAWN}),
}
"""`signed` to `signed` is signing a corrected version."""


def may_move(old: str, new: str, moves: dict[str, frozenset[str]]) -> bool:
    return new in moves[old]
