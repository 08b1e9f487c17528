"""A small Congress without a database: two chambers, a committee, a vacant seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.officials import bodies, holders
from tocsin.officials.holders import HeldSeat, Holder, Member, OrganizationFacts, Roster, Seat, Sitting
from tocsin.officials.positions import BillFacts, VoteFacts
from tocsin.places import ocd

NJ, NJ6, NJ7 = "ocd-division/country:us/state:nj", ocd.cd_id("NJ", 6), ocd.cd_id("NJ", 7)
OH, OH1 = "ocd-division/country:us/state:oh", ocd.cd_id("OH", 1)
BILL, VOTE = "119/hr/6840", "119-1-house-7"


def holder(
    number: int, name: str, division: str, *, party: str = "Democratic", leads: bool = False
) -> Holder:
    in_house = "/cd:" in division
    body, role = ("us-house", "Representative") if in_house else ("us-senate", "Senator")
    seat = HeldSeat(body, role, division, f"{role} for {division}")
    sittings = (Sitting("hsfa", "Foreign Affairs", number, "Chair" if number == 1 else "", number == 1),)
    return Holder(
        person_id=number,
        slug=name.lower(),
        name=f"Ada {name}",
        family_name=name,
        office=seat.label,
        role=role,
        body=body,
        division=division,
        state=bodies.state_of(division),
        party=party,
        short_name=f"{role} {name}",
        salutation=f"Dear {role} {name},",
        initials=f"A{name[0]}",
        title="Speaker of the House" if leads else "",
        leads=leads,
        seats=(seat,),
        committees=sittings if number <= 2 else (),
    )


ZORA = holder(1, "Zora", NJ6, leads=True)
YUSUF = holder(2, "Yusuf", OH1, party="Republican")
XENIA = holder(3, "Xenia", NJ)
WIM = holder(4, "Wim", NJ, party="Independent")
VERA = holder(5, "Vera", OH, party="Republican")
EVERYONE = (ZORA, YUSUF, XENIA, WIM, VERA)
ORGANIZATIONS = (
    OrganizationFacts("us-congress", "US Congress", "legislature", "", ""),
    OrganizationFacts("us-house", "US House of Representatives", "chamber", "us-congress", ""),
    OrganizationFacts("us-senate", "US Senate", "chamber", "us-congress", ""),
    OrganizationFacts("hsfa", "House Committee on Foreign Affairs", "committee", "us-house", "HSFA"),
)


def roster(people: Iterable[Holder] = EVERYONE) -> Roster:
    listed = list(people)
    places = dict.fromkeys(person.seats[0] for person in listed) | {
        HeldSeat("us-house", "Representative", NJ7, "NJ-7"): None
    }
    seats = [
        Seat(
            body=place.body,
            role=place.role,
            label=place.label,
            division=place.division,
            holders=tuple(person for person in listed if person.seats[0] == place),
            seats=2 if place.body == "us-senate" else 1,
        )
        for place in places
    ]
    members = {
        body: sorted(
            (Member(None, p.title, p.leads, p) for p in listed if p.body == body), key=lambda m: m.order
        )
        for body in ("us-house", "us-senate")
    }
    seated = [Member(s.rank, s.title, s.leads, p) for p in listed for s in p.committees]
    return Roster(
        day=date(2026, 8, 1),
        as_of=date(2026, 6, 15),
        by_id={person.person_id: person for person in listed},
        by_slug={person.slug: person for person in listed},
        organizations={facts.slug: facts for facts in ORGANIZATIONS},
        seats=holders.by_division(seats),
        members=members | {"hsfa": sorted(seated, key=lambda m: m.order)},
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What the members said: Zora signed the House bill, Zora voted yes and Yusuf no."""

    bills: dict[str, BillFacts] = field(
        default_factory=lambda: {
            BILL: BillFacts(
                id=BILL, title="A bill", chamber="us-house", as_of=date(2026, 6, 1), supporters=frozenset({1})
            )
        }
    )

    def bill(self, bill_id: str, /) -> BillFacts | None:
        return self.bills.get(bill_id)

    def vote(self, roll_call: str, /) -> VoteFacts | None:
        known = VoteFacts(id=VOTE, question="On passage", options={1: "yes", 2: "no"})
        return known if roll_call == VOTE else None


SAID = Said()
NO_LIST = Said({BILL: replace(SAID.bills[BILL], as_of=None, supporters=frozenset())})
