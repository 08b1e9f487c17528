"""The kinds of action, as data. A new kind is a line here and, where it delivers, a channel."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`sends`: each supporter's own letter goes to every target. `button` takes `target`."""

    name: str
    label: Promise | str
    sends: bool
    button: Promise | str
    done: Promise | str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            name="message",
            label=_("Message to officials"),
            sends=True,
            button=_("Send my message to %(target)s"),
            done=_("Message"),
        ),
        Kind(
            name="petition",
            label=_("Petition"),
            sends=False,
            button=_("Sign the petition to %(target)s"),
            done=_("Signature"),
        ),
    )
}


def choices() -> list[tuple[str, Promise | str]]:
    return [(kind.name, kind.label) for kind in KINDS.values()]
