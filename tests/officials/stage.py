"""New Jersey on a small stage: made-up people in real seats, one seat of them vacant."""

from __future__ import annotations

from datetime import date

from tocsin.officials.models import ContactDetail, Membership, Official, Organization, Post
from tocsin.people.models import Identifier, OtherName
from tocsin.places.models import Division

US = "ocd-division/country:us"
NJ = f"{US}/state:nj"
NJ4, NJ6, NJ8 = (f"{NJ}/cd:{number}" for number in (4, 6, 8))
SENATOR, OTHER_SENATOR, SIXTH, FOURTH = "ada-lindqvist", "sam-okafor", "maria-oneill", "jose-sanchez"
PHONE, SITE = "202-555-0106", "https://oneill.house.example"


def set_up() -> None:
    """NJ-6 and NJ-4 have a member, NJ-8 is vacant, New Jersey has two senators, and one committee has a chair."""
    for name, division, kind, parent in (
        ("United States", US, "country", None),
        ("New Jersey", NJ, "state", US),
        ("New Jersey’s 4th congressional district", NJ4, "cd", NJ),
        ("New Jersey’s 6th congressional district", NJ6, "cd", NJ),
        ("New Jersey’s 8th congressional district", NJ8, "cd", NJ),
    ):
        Division.objects.get_or_create(
            pk=division, defaults={"name": name, "kind": kind, "parent_id": parent}
        )
    house = organization("us-house", "US House of Representatives", "chamber")
    senate = organization("us-senate", "US Senate", "chamber")
    party = organization("party-harbor", "Harbor Party", "party")
    posts = {
        d: post(
            house, "Representative", d, f"Representative for New Jersey’s {d[-1]}th congressional district"
        )
        for d in (NJ4, NJ6, NJ8)
    }
    senators = post(senate, "Senator", NJ, "Senator for New Jersey", seats=2)
    seat(SIXTH, "Maria", "O’Neill", posts[NJ6], party)
    seat(FOURTH, "José", "Sánchez", posts[NJ4], party)
    seat(SENATOR, "Ada", "Lindqvist", senators, party)
    seat(OTHER_SENATOR, "Sam", "Okafor", senators, party)
    details(Official.objects.get(slug=SIXTH))


def organization(slug: str, name: str, kind: str) -> Organization:
    return Organization.objects.get_or_create(slug=slug, defaults={"name": name, "classification": kind})[0]


def post(body: Organization, role: str, division: str, label: str, seats: int = 1) -> Post:
    return Post.objects.get_or_create(
        organization=body, role=role, division_id=division, defaults={"label": label, "seats": seats}
    )[0]


def seat(slug: str, given: str, family: str, held: Post, party: Organization) -> Official:
    person = Official.objects.create(
        slug=slug, name=f"{given} {family}", given_name=given, family_name=family
    )
    Membership.objects.create(
        person=person, post=held, organization=held.organization, party=party, start_date=date(2025, 1, 3)
    )
    return person


def details(person: Official) -> None:
    committee = organization("hsfa", "House Committee on Foreign Affairs", "committee")
    Membership.objects.create(person=person, organization=committee, role="Chair", leads=True, rank=1)
    Membership.objects.create(
        person=person, role="Mayor of Cape Mercy", start_date=date(2011, 1, 1), end_date=date(2015, 1, 1)
    )
    for kind, value in (
        ("voice", PHONE),
        ("url", SITE),
        ("sandbox", "never-shown"),
        ("url", "javascript:alert(1)"),
    ):
        ContactDetail.objects.create(person=person, type=kind, value=value, checked_at=date(2026, 6, 15))
    OtherName.objects.create(person=person, name="Մարիա Օնիլ", language="hy")
    Identifier.objects.create(person=person, scheme="bioguide", value="O000001")
    Identifier.objects.create(person=person, scheme="openstates", value="ocd-person/1")


def retire(slug: str, day: date) -> None:
    Membership.objects.filter(person__slug=slug).update(end_date=day)
