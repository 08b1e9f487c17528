"""The way to an office: which of its contacts a message takes, and what can be offered beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.conf import settings

from tocsin.delivery.channels import CHANNELS
from tocsin.officials.models import ContactDetail
from tocsin.officials.rules import Target

SANDBOX, CWC, PRINT = "sandbox", "cwc", "print"
CHANNEL_OF = {"cwc": CWC, "email": "email", SANDBOX: SANDBOX, "webform": "webform", "voice": "phone"}
"""The channel for each type of contact, best first: what we can prove, then what a person does by hand."""
LADDER = tuple(CHANNEL_OF.values())
TYPES_OF = {"webform": "webform", "phone": "voice", "social": "social"}
"""The contact that each way by hand needs; the delivery book needs none."""


class Way(NamedTuple):
    """`channel` is empty while no way is known."""

    channel: str = ""
    address: str = ""


Contacts = dict[int, dict[str, str]]


def contacts_of(person_ids: Collection[int]) -> Contacts:
    """By person and type, the first of each."""
    found: Contacts = defaultdict(dict)
    types = {*CHANNEL_OF, *TYPES_OF.values()}
    rows = ContactDetail.objects.filter(person_id__in=person_ids, type__in=types).order_by("-pk")
    for person_id, type_, value in rows.values_list("person_id", "type", "value"):
        if person_id is not None:
            found[person_id][type_] = value
    return found


def main_way(contacts: dict[str, str], *, is_constituent: bool = True) -> Way:
    """The best that is open; the delivery book where there is none.

    `is_constituent`: the office can be told who writes.
    """
    for type_, channel in CHANNEL_OF.items():
        address = contacts.get(type_, "")
        if address and is_open(channel, address) and (is_constituent or channel != CWC):
            return Way(channel, address)
    return Way(PRINT)


def other_ways(contacts: dict[str, str], wanted: Iterable[str], main: str) -> list[Way]:
    """What the campaign offers beside it, as far as this office can be reached so."""
    offered = (kind for kind in wanted if kind != main and kind in CHANNELS)
    ways = (Way(kind, contacts.get(TYPES_OF.get(kind, ""), "")) for kind in offered)
    return [way for way in ways if way.address or way.channel == PRINT]


def is_open(channel: str, address: str) -> bool:
    """Whether this installation can use the channel for that office today."""
    ready = getattr(CHANNELS.get(channel), "ready", None)
    return channel in CHANNELS and (ready is None or bool(ready(address)))


def asks_details(targets: Iterable[Target]) -> bool:
    """Whether one of these offices wants to know its constituent's title and address."""
    if not (settings.CWC_HOUSE_KEY or settings.CWC_SENATE_KEY):
        return False
    contacts = contacts_of([target.holder.person_id for target in targets])
    return any(main_way(found).channel == CWC for found in contacts.values())
