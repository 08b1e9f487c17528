"""What the offices' own software would show of the messages. These pages exist in a demonstration only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.delivery.catcher.views import demo_only
from tocsin.delivery.channels.cwc.gateway import store
from tocsin.delivery.channels.cwc.gateway.store import Kept

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Group:
    """All messages of one CampaignId: an office answers each group once."""

    campaign: str
    messages: list[Kept]

    @property
    def first(self) -> Kept:
        return self.messages[0]

    @property
    def subject(self) -> str:
        return Counter(one.text("Message/Subject") for one in self.messages).most_common(1)[0][0]

    @property
    def organization(self) -> str:
        return self.first.text("Delivery/Organization")

    @property
    def position(self) -> str:
        return self.first.text("Message/ProOrCon")

    @property
    def own_words(self) -> int:
        return sum(bool(one.text("Message/ConstituentMessage")) for one in self.messages)


@demo_only
def offices(request: HttpRequest) -> HttpResponse:
    rows = [
        {"code": code, "count": len(paths), "latest": store.load(paths[0])}
        for code, paths in list(store.offices(_root()))[:SHOWN]
    ]
    return render(request, "congress/offices.html", {"offices": rows})


@demo_only
def office(request: HttpRequest, office: str) -> HttpResponse:
    paths = store.messages(_root(), office)
    if not paths:
        raise Http404
    groups = _grouped([store.load(path) for path in paths[:SHOWN]])
    context = {"office": office, "groups": groups, "count": len(paths), "shown": min(SHOWN, len(paths))}
    return render(request, "congress/office.html", context)


@demo_only
def message(request: HttpRequest, office: str, key: str) -> HttpResponse:
    found = store.message(_root(), office, key)
    if found is None:
        raise Http404
    context = {
        "message": found,
        "subject": found.text("Message/Subject"),
        "address": f"{found.text('Constituent/Address1')}, {found.place}",
        "email": found.text("Constituent/Email"),
        "organization": found.text("Delivery/Organization"),
        "campaign": found.text("Delivery/CampaignId"),
        "delivery": found.text("Delivery/DeliveryId"),
        "position": found.text("Message/ProOrCon"),
        "topics": found.all("Message/LibraryOfCongressTopics/LibraryOfCongressTopic"),
        "statement": found.text("Message/OrganizationStatement"),
        "words": found.text("Message/ConstituentMessage"),
        "wants_response": found.text("Recipient/IsResponseRequested") == "Y",
        "source": found.indented(),
    }
    return render(request, "congress/message.html", context)


def _grouped(messages: list[Kept]) -> list[Group]:
    found: dict[str, list[Kept]] = {}
    for one in messages:
        found.setdefault(one.text("Delivery/CampaignId"), []).append(one)
    return [Group(campaign, members) for campaign, members in found.items()]


def _root() -> Path:
    return Path(settings.DATA_DIR) / "congress"
