"""A small Congress of invented members, with districts and ZIP codes, put straight into the database."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import now

from tocsin.actions import published, steps
from tocsin.actions.page import ActionPage
from tocsin.bills import positions
from tocsin.bills.models import Bill, Sponsorship
from tocsin.campaigns.models import Campaign
from tocsin.content.models import HomePage
from tocsin.core.models import Dataset
from tocsin.officials import bodies, roster
from tocsin.officials.bodies import Body, Office
from tocsin.officials.models import Membership, Official, Organization, Post
from tocsin.places import ocd
from tocsin.places.models import Division, PostalDistrict

NJ7, NJ8, NJ10 = (ocd.cd_id("NJ", number) for number in (7, 8, 10))
FL20, ALASKA, PUERTO_RICO = ocd.cd_id("FL", 20), ocd.cd_id("AK", 0), ocd.cd_id("PR", 0)
UNIQUE, SPLIT, VACANT, AT_LARGE, ISLAND, MILITARY = "08901", "07030", "33311", "99501", "00901", "09012"
NOWHERE = "07999"
"""No list has it, and its first three digits are New Jersey's."""
ZIPS = {UNIQUE: [NJ7], SPLIT: [NJ8, NJ10], VACANT: [FL20], AT_LARGE: [ALASKA], ISLAND: [PUERTO_RICO]}
BILL = "119/hr/9001"
HOUSE = {
    NJ7: "Pat Rivers", NJ8: "Quinn Shaw", NJ10: "Rosa Tully", ALASKA: "Sam Umiak", PUERTO_RICO: "Teo Vega",
}  # fmt: skip
SENATE = {
    "NJ": ("Ann Upton", "Ben Walsh"),
    "AK": ("Cora Young", "Dov Zeller"),
    "FL": ("Eli Abbot", "Fay Brook"),
}
SIGNED = "Quinn Shaw"
AS_OF = date(2026, 1, 15)
SITE = {
    "title": "Clean rivers for all",
    "lead": "One bill can do it.",
    "subject": "Please sign the Rivers Act",
    "suggested": "Please sign the Rivers Act.",
    "thank_subject": "Thank you for the Rivers Act",
    "thank_suggested": "Thank you for signing the Rivers Act.",
    "alternative": "Write to the speaker instead.",
    "closing": "Sincerely,",
}


def convene() -> None:
    """Everything but the campaign."""
    for name in ("officials", "committees", "districts", "zips", "bills"):
        Dataset.objects.update_or_create(
            name=name, defaults={"version": 1, "as_of": AS_OF, "rows": 1, "loaded_at": now()}
        )
    for division, name in HOUSE.items():
        seat(bodies.house_office(division), name)
    seat(bodies.house_office(FL20))
    for state, names in SENATE.items():
        for name in names:
            seat(bodies.senate_office(ocd.state_id(state)), name)
    for code, divisions in ZIPS.items():
        for division in divisions:
            PostalDistrict.objects.create(
                code=code, division=place(division), vintage="119", valid_from=date(2025, 1, 3)
            )
    bill, _ = Bill.objects.get_or_create(
        id=BILL, defaults={"title": "Rivers Act", "chamber": bodies.HOUSE, "as_of": AS_OF}
    )
    signer = Official.objects.get(name=SIGNED)
    Sponsorship.objects.create(bill=bill, person_id=signer.pk, role="cosponsor", at=AS_OF)
    forget()


def forget() -> None:
    roster.forget()
    positions.forget()
    published.clear()
    steps.forget()


def place(division: str | None) -> Division | None:
    if division is None:
        return None
    kind = Division.Kind(ocd.kind_of(division) or Division.Kind.OTHER)
    found, _ = Division.objects.get_or_create(
        pk=division, defaults={"name": ocd.name_of(division), "kind": kind}
    )
    return found


def body(about: Body) -> Organization:
    found, _ = Organization.objects.get_or_create(
        slug=about.slug, defaults={"name": about.name, "classification": about.kind}
    )
    return found


def seat(office: Office, name: str = "") -> None:
    """A seat, with whoever holds it."""
    where = body(next(b for b in bodies.FEDERAL if b.slug == office.body))
    post, _ = Post.objects.get_or_create(
        organization=where,
        role=office.role,
        division=place(office.division),
        defaults={"label": office.label, "seats": office.seats},
    )
    if name:
        official = Official.objects.create(
            slug=name.lower().replace(" ", "-"), name=name, family_name=name.rsplit(maxsplit=1)[-1]
        )
        Membership.objects.create(person=official, organization=where, post=post)


def open_action(
    home: HomePage,
    *,
    slug: str = "rivers",
    seats: tuple[str, ...] = ("us-house", "us-senate"),
    **changes: object,
) -> ActionPage:
    """An action that goes to whoever represents the supporter, and thanks those who signed the bill."""
    campaign = Campaign.objects.create(
        name=slug.title(),
        slug=slug,
        kind="message",
        organization="River Friends",
        who=[("mine", {"seats": list(seats), "only": {}})],
        **({"thank_bill": BILL} | changes),
    )
    instead = ActionPage.objects.filter(locale=home.locale).first()
    page = ActionPage(campaign=campaign, slug=slug, locale=home.locale, alternative_page=instead, **SITE)
    home.add_child(instance=page)
    page.save_revision().publish()
    published.clear()
    return page
