"""The few officials whom the demonstration's own facts name: enough for a machine that reaches no lists."""

from __future__ import annotations

from typing import Any

from tocsin.officials import bodies
from tocsin.officials.bodies import Body, Office
from tocsin.officials.models import ContactDetail, Membership, Official, Organization, Post
from tocsin.people.models import Identifier
from tocsin.places import ocd
from tocsin.places.models import Division


def member(facts: dict[str, Any]) -> Official:
    """A member of Congress in their seat; whoever is known by the same identifier stays as they are."""
    known = Identifier.objects.filter(scheme="bioguide", value=facts["identifier"]).first()
    if known:
        return Official.objects.get(pk=known.person_id)
    official, _ = Official.objects.get_or_create(slug=facts["person"]["slug"], defaults={**facts["person"]})
    identify(official, facts["identifier"])
    division = facts["division"]
    is_senator = ocd.kind_of(division) == Division.Kind.STATE
    office = bodies.senate_office(division) if is_senator else bodies.house_office(division)
    ContactDetail.objects.get_or_create(person=official, type="cwc", defaults={"value": facts["cwc"]})
    if not Membership.objects.filter(person=official, post__role=office.role).exists():
        post = _post(office)
        Membership.objects.create(
            person=official, post=post, organization=post.organization, party=_party(facts["party"])
        )
    return official


def identify(official: Official, bioguide: str) -> None:
    if not Identifier.objects.filter(scheme="bioguide", value=bioguide).exists():
        Identifier.objects.create(person=official, scheme="bioguide", value=bioguide)


def _post(office: Office) -> Post:
    body = next(body for body in bodies.FEDERAL if body.slug == office.body)
    post, _ = Post.objects.get_or_create(
        organization=_organization(body),
        role=office.role,
        division=_division(office.division),
        defaults={"label": office.label, "seats": office.seats},
    )
    return post


def _organization(body: Body) -> Organization:
    parent = next((b for b in bodies.FEDERAL if b.slug == body.parent), None)
    found, _ = Organization.objects.get_or_create(
        slug=body.slug,
        defaults={
            "name": body.name,
            "classification": body.kind,
            "parent": _organization(parent) if parent else None,
            "division": _division(body.division),
            "url": body.url,
        },
    )
    return found


def _party(name: str) -> Organization:
    found, _ = Organization.objects.get_or_create(
        slug=f"party-{name.lower()}",
        defaults={"name": name, "classification": Organization.Classification.PARTY},
    )
    return found


def _division(key: str | None) -> Division | None:
    if key is None:
        return None
    found, _ = Division.objects.get_or_create(
        pk=key, defaults={"name": ocd.name_of(key), "kind": ocd.kind_of(key) or Division.Kind.OTHER}
    )
    return found
