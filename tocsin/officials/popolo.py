"""A person's record as data: Popolo's person, and a table of offices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from tocsin.officials.models import ContactDetail, Membership
from tocsin.officials.record import HIDDEN_CONTACTS, Record, office_of, organization_name
from tocsin.people.models import OtherName, Person

COLUMNS = ("role", "organization", "division", "party", "start_date", "end_date", "leads", "source")


def rows(record: Record) -> Iterator[list[object]]:
    """One line for each office, committee and party, with its dates."""
    for m in record.memberships:
        yield [
            office_of(m),
            organization_name(m),
            (m.post.division_id if m.post else "") or "",
            m.party.name if m.party else "",
            _iso(m.start_date),
            _iso(m.end_date),
            "yes" if m.leads else "",
            m.source,
        ]


def as_popolo(record: Record) -> dict[str, Any]:
    """The person in the shape of popoloproject.com/schemas/person.json."""
    person = record.person
    return {
        "id": person.slug,
        "name": person.name,
        "given_name": person.given_name or None,
        "family_name": person.family_name or None,
        "sort_name": f"{person.family_name}, {person.given_name}".strip(", ") or person.name,
        "other_names": [
            _dated({"name": n.name, "lang": n.language, "note": n.note}, n) for n in record.other_names
        ],
        "identifiers": [{"scheme": i.scheme, "identifier": i.value} for i in record.identifiers],
        "contact_details": list(_contact_details(person)),
        "memberships": [_membership(m) for m in record.memberships],
        "links": [{"url": link.url, "note": str(link.title)} for link in record.links],
        "url": settings.SITE_URL + reverse("official", args=[person.slug]),
        "sources": [{"note": source} for source in record.sources],
    }


def _contact_details(person: Person) -> Iterable[dict[str, Any]]:
    for detail in ContactDetail.objects.filter(person=person).exclude(type__in=HIDDEN_CONTACTS):
        yield {
            "type": detail.type,
            "value": detail.value,
            "label": detail.label or None,
            "note": detail.note or None,
            "checked_at": _iso(detail.checked_at) or None,
        }


def _membership(m: Membership) -> dict[str, Any]:
    return _dated(
        {
            "role": m.role or (m.post.role if m.post else None),
            "organization": organization_name(m) or None,
            "post": {"label": m.post.label, "area": m.post.division_id} if m.post else None,
            "on_behalf_of": m.party.name if m.party else None,
            "leads": m.leads,
        },
        m,
    )


def _dated(entry: dict[str, Any], dated: OtherName | Membership) -> dict[str, Any]:
    return {**entry, "start_date": _iso(dated.start_date) or None, "end_date": _iso(dated.end_date) or None}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
