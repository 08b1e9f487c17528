"""The list of actions: filters, search, pages."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import goes, letter_of, read
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.insights import paging

LIST = "/admin/actions/"
EVERYONE = {cast.ANAHIT.name, cast.DANIEL.name, cast.ZOE.name, cast.NAREK.name}
FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, EVERYONE),
    ({"state": "pending"}, {cast.NAREK.name}),
    ({"state": "confirmed"}, EVERYONE - {cast.NAREK.name}),
    ({"area": "US-NJ"}, {cast.DANIEL.name}),
    ({"area": "am"}, {cast.NAREK.name}),
    ({"own_words": "yes"}, EVERYONE - {cast.NAREK.name}),
    ({"own_words": "no"}, {cast.NAREK.name}),
    ({"language": "fr"}, set()),
    ({"source": "radio"}, set()),
    ({"since": "2001-01-01", "until": "2001-12-31"}, set()),
    ({"since": "2001-01-01"}, EVERYONE),
    ({"delivery": "queued"}, EVERYONE - {cast.NAREK.name}),
    ({"delivery": "accepted"}, set()),
    ({"q": "petros"}, {cast.ANAHIT.name}),
    ({"q": "Zoë"}, {cast.ZOE.name}),
    ({"q": "anahit+news@example.org"}, {cast.ANAHIT.name}),
    ({"q": cast.NAREK.email}, {cast.NAREK.name}),
    ({"q": "nobody@example.org"}, set()),
]


def names(page: str) -> set[str]:
    return {name for name in EVERYONE if name in page}


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_filters(query: dict[str, Any], found: set[str], campaign: Campaign, organizer: Client) -> None:
    assert names(read(organizer, LIST, **query)) == found


def test_by_campaign(campaign: Campaign, organizer: Client) -> None:
    other = cast.open_campaign(slug="forest")
    cast.act(Client(), cast.MEI, slug="forest")
    assert names(read(organizer, LIST, campaign=campaign.pk)) == EVERYONE
    assert cast.MEI.name in read(organizer, LIST, campaign=other.campaign.pk)


def test_by_what_became_of_the_message(campaign: Campaign, organizer: Client) -> None:
    zoe = Submission.objects.get(email=cast.ZOE.email)
    goes(letter_of(zoe), ("inflight", ""), ("accepted", "250 OK"))
    assert names(read(organizer, LIST, delivery="accepted")) == {cast.ZOE.name}


def test_a_withdrawn_act_is_found_by_its_address(campaign: Campaign, organizer: Client) -> None:
    zoe = Submission.objects.get(email=cast.ZOE.email)
    organizer.post(f"{LIST}{zoe.pk}/end/", {"reason": "asked by telephone"})
    assert names(read(organizer, LIST, q=cast.ZOE.email, state="withdrawn")) == {cast.ZOE.name}


@pytest.mark.parametrize(
    "query", [{"since": "yesterday"}, {"campaign": "x"}, {"since": "2002-01-02", "until": "2002-01-01"}]
)
def test_what_cannot_be_read_is_said(query: dict[str, str], campaign: Campaign, organizer: Client) -> None:
    assert "Please correct the filter." in read(organizer, LIST, **query)


def test_a_broken_key_shows_the_first_page(campaign: Campaign, organizer: Client) -> None:
    assert names(read(organizer, LIST, before="x")) == EVERYONE


def test_pages_meet_without_gap_or_overlap(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)
    found = Submission.objects.order_by("-id")
    first = paging.page(found)
    second = paging.page(found, before=first.older)
    assert [row.pk for row in first.rows + second.rows] == [row.pk for row in found]
    assert (first.newer, second.older) == (None, None)
    assert paging.page(found, after=second.newer) == first


def test_a_search_that_takes_too_long_is_given_up(
    campaign: Campaign, organizer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **kwargs: UUID) -> paging.Page:
        raise paging.TooBroad

    monkeypatch.setattr(paging, "page", never)
    assert "This search takes too long." in read(organizer, LIST)


def test_the_next_page_keeps_the_filter(
    campaign: Campaign, organizer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    [link] = re.findall(r'href="(\?[^"]*before=[^"]*)"', read(organizer, LIST, state="confirmed"))
    assert names(read(organizer, LIST + link)) == {cast.ANAHIT.name}
