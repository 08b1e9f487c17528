"""An answer to “where is this?”, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.places import ocd

HIGH, APPROXIMATE, LOW, NONE = "high", "approximate", "low", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """`method` is the best of what was given: also where it led to nothing, which `confidence` says.

    `candidates` are the districts that come into question, `others` those of the state legislature.
    """

    division: str | None = None
    method: str = "none"  # point | address | zip | state | choice | none
    confidence: str = NONE
    vintage: str = ""
    candidates: tuple[str, ...] = ()
    state: str | None = None
    reason: str = ""
    others: tuple[str, ...] = ()

    @property
    def divisions(self) -> tuple[str, ...]:
        """Everything the place lies in, from small to large."""
        own = (self.division,) if self.division else ()
        state = (ocd.state_id(self.state),) if self.state else ()
        whole = (ocd.US,) if own or state else ()
        return tuple(dict.fromkeys((*own, *self.others, *state, *whole)))


def nothing(reason: str, method: str = "none", **known: object) -> Located:
    return replace(Located(method=method, reason=reason), **known)  # type: ignore[arg-type]


def choose(division: str, among: Located) -> Located | None:
    """A person picked one of the candidates."""
    if division not in among.candidates:
        return None
    return replace(
        among, division=division, confidence=APPROXIMATE, reason="chosen", state=ocd.state_of(division)
    )
