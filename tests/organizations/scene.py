"""Organizations and their people, made through the doors that the pages use."""

from __future__ import annotations

from django.utils import timezone

from tocsin.organizations import members, registering, standing
from tocsin.organizations.models import Member, Organization, Proof


def organization(name: str = "River Watch", *, proven: bool = True, **fields: str) -> Organization:
    given = {"language": "en", "country": "AM", **fields}
    found = registering.create(name=name, **given)
    if proven:
        Proof.objects.create(
            organization=found, kind=Proof.Kind.DNS, state=Proof.State.PROVEN, decided_at=timezone.now()
        )
    return registering.restate(found.pk)


def member(
    body: Organization, name: str = "Anna Example", *, role: str = standing.OWNER, email: str = ""
) -> Member:
    address = email or f"{name.split(maxsplit=1)[0].lower()}.{body.slug}@example.org"
    found = members.invite(
        organization=body, name=name, email=address, role=role, language="en", title="Director"
    )
    return members.join(found)
