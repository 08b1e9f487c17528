"""What the token of an office opens, and what may be asked behind it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from tocsin.campaigns.models import Campaign
from tocsin.offices import bundle, links
from tocsin.offices.bundle import Filter
from tocsin.offices.wording import KIND_WORDS
from tocsin.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a token opens: one official, and the campaigns in which people wrote to them."""

    token: str
    person: Person
    campaigns: list[Campaign]

    def campaign(self, slug: str) -> Campaign:
        for campaign in self.campaigns:
            if campaign.slug == slug:
                return campaign
        raise Http404

    def path(self, name: str, *parts: object) -> str:
        return reverse(name, args=[self.token, *parts])


def enter(token: str) -> Door:
    office = links.office_of(token)
    if office is None:
        raise Http404
    order = bundle.campaigns(office.person_id)
    found = Campaign.objects.in_bulk(order)
    return Door(token=token, person=office.person, campaigns=[found[pk] for pk in order])


def filter_of(request: HttpRequest) -> Filter:
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "").strip()
    return Filter(
        kind=kind if kind in KIND_WORDS else "",
        area=area.upper()[:12],
        text=request.GET.get("q", "").replace("\0", "").strip()[: bundle.LONGEST_SEARCH],
    )


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
