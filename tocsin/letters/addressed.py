"""To whom a letter goes, as today's roster names them, and by which way it reaches them."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.letters.models import Addressee, Letter
from tocsin.officials.roster import roster
from tocsin.officials.ways import PRINT, Way, contacts_of, main_way

NO_CONSTITUENT = frozenset({"cwc"})
BY_MAIL = frozenset({"email", "sandbox", PRINT})
"""A joint letter goes by mail, or is handed over on paper: forms and calls are for one person's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """`way` is where the letter goes."""

    addressee: Addressee
    person_id: int
    name: str
    office: str
    slug: str
    salutation: str
    way: Way


def recipients(letter: Letter) -> list[Recipient]:
    found = list(letter.addressees.select_related("person").order_by("pk"))
    contacts = contacts_of([one.person_id for one in found])
    return [_recipient(one, contacts.get(one.person_id, {})) for one in found]


def _recipient(addressee: Addressee, contacts: dict[str, str]) -> Recipient:
    holder = roster().by_id.get(addressee.person_id)
    way = Way("email", addressee.email) if addressee.email else main_way(contacts, is_constituent=False)
    return Recipient(
        addressee=addressee,
        person_id=addressee.person_id,
        name=holder.name if holder else addressee.person.name,
        office=holder.office if holder else "",
        slug=addressee.person.slug,
        salutation=holder.salutation if holder else "",
        way=way if way.channel in BY_MAIL else Way(PRINT),
    )
