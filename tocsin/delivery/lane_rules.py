"""What lanes there are and which rules they have, as data: the ways to one office, one mail domain, one gateway.

A message passes three gates: its lane, its channel (`email:*`) and everything (`*`); each may have a row of rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.cwc.rules import RULES as CWC
from tocsin.delivery.models import Lane

EVERYTHING = "*"
OWN = "mail"
"""Mail to supporters themselves: its lanes are the large providers, because these judge us by how we come in."""
TO_SUPPORTERS = frozenset({"confirm", "already", "answer", "mailing"})
PROVIDERS: dict[str, tuple[str, ...]] = {
    "gmail.com": ("gmail.com", "googlemail.com"),
    "outlook.com": ("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.fr", "hotmail.co.uk"),
    "yahoo.com": ("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.fr", "yahoo.co.uk"),
    "icloud.com": ("icloud.com", "me.com", "mac.com"),
    "gmx.net": ("gmx.net", "gmx.de", "gmx.com", "web.de"),
    "mail.ru": ("mail.ru", "inbox.ru", "list.ru", "bk.ru"),
    "proton.me": ("proton.me", "protonmail.com", "pm.me"),
    "comcast.net": ("comcast.net",),
}
PROVIDER_OF = {domain: provider for provider, domains in PROVIDERS.items() for domain in domains}
OTHER = "other"
MAX_KEY = 120


@dataclass(frozen=True, slots=True)
class LaneRule:
    """`rate` in messages per second, `concurrency` in messages under way at once; None: no limit."""

    rate: float | None = None
    concurrency: int | None = None
    daily_cap: int | None = None
    hours: Mapping[str, Any] = field(default_factory=dict)
    time_zone: str = ""
    maintenance: Sequence[Mapping[str, Any]] = ()

    @property
    def is_limited(self) -> bool:
        return any(limit is not None for limit in (self.rate, self.concurrency, self.daily_cap))


FREE = LaneRule()
DEFAULTS: dict[str, LaneRule] = {
    **{key: LaneRule(**rule) for key, rule in CWC.items()},
    "webhook": LaneRule(rate=20.0, concurrency=2),
}
"""By the kind of channel, or for one lane by its key; what is not here has no limits."""


def lane_for(*, purpose: str, channel: str, recipient: str) -> str:
    if channel == "email" and purpose in TO_SUPPORTERS:
        return f"{OWN}:{PROVIDER_OF.get(recipient.rpartition('@')[2].lower(), OTHER)}"
    known = CHANNELS.get(channel)
    return known.lane(recipient)[:MAX_KEY] if known else channel


def kind_of(lane: str) -> str:
    kind = lane.partition(":")[0]
    return "email" if kind in ("", OWN) else kind


def gates(lane: str) -> tuple[str, str, str]:
    return lane, f"{kind_of(lane)}:*", EVERYTHING


def host(lane: str) -> str:
    """The key whose breaker a failure of the host trips: all mail leaves by one server."""
    return gates(lane)[1] if kind_of(lane) == "email" else lane


def rule_of(key: str, row: Lane | None) -> LaneRule:
    """The rule in force: what staff set, else the default."""
    whole = key == EVERYTHING or key.endswith(":*")
    rule = FREE if whole else DEFAULTS.get(key) or DEFAULTS.get(kind_of(key), FREE)
    if row is None:
        return rule
    names = ("rate", "concurrency", "daily_cap", "hours", "time_zone", "maintenance")
    given = {name: getattr(row, name) for name in names}
    return replace(rule, **{name: value for name, value in given.items() if value not in (None, {}, [], "")})
