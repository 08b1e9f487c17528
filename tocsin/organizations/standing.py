"""What an organization is held to be, and who may do what for it. Pure."""

from __future__ import annotations

UNPROVEN, HELD, PROVEN, BLOCKED, MERGED = "unproven", "held", "proven", "blocked", "merged"
OWNER, SIGNER, VIEWER = "owner", "signer", "viewer"
SIGNING_ROLES = frozenset({OWNER, SIGNER})
APPROVERS = 2
"""How many members of staff must find a mandate sound."""


def standing(*, merged: bool, blocked: bool, proven: bool, doubted: bool) -> str:
    """`doubted`: somebody must still say whether it is a second record of another one, or imitates it.

    Nothing but `PROVEN` is ever listed under a letter.
    """
    if merged:
        return MERGED
    if blocked:
        return BLOCKED
    if doubted:
        return HELD
    return PROVEN if proven else UNPROVEN
