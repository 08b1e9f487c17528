"""What an editor ticks for a campaign, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests import cast
from tocsin.campaigns import ways
from tocsin.campaigns.models import Campaign


def form(campaign: Campaign, **changes: Any) -> Any:
    """The editor's form as its page builds it, for the fields of this file."""
    names = ["also", "spread", "bills", "position", "topics"]
    meta = type("Meta", (), {"model": Campaign, "fields": names})
    made = type("Form", (Campaign.base_form_class,), {"Meta": meta})
    return made(changes, instance=campaign)


@pytest.fixture
def campaign(db: None) -> Campaign:
    return cast.open_campaign().campaign


def test_ways_bills_and_topics_are_kept_as_lists(campaign: Campaign) -> None:
    filled = form(
        campaign,
        also=["webform", "print"],
        bills="119/hr/6840, 119/hr/6840 119/s/12",
        position="pro",
        topics=["International Affairs"],
    )
    assert filled.is_valid(), filled.errors
    filled.save()
    campaign.refresh_from_db()
    assert (campaign.also, campaign.topics) == (["webform", "print"], ["International Affairs"])
    assert campaign.bills == "119/hr/6840 119/s/12"


def test_nothing_ticked_is_an_empty_list(campaign: Campaign) -> None:
    campaign.also = ["phone"]
    filled = form(campaign)
    assert filled.is_valid()
    assert (filled.save().also, campaign.topics) == ([], [])


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("also", {"also": ["pigeon"]}),
        ("topics", {"topics": ["Gossip"]}),
        ("bills", {"bills": "H.R. 6840"}),
        ("bills", {"position": "con"}),
        ("spread", {"spread": "on"}),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    field: str, changes: dict[str, Any], campaign: Campaign
) -> None:
    assert list(form(campaign, **changes).errors) == [field]


def test_topics_are_those_of_the_library_of_congress() -> None:
    assert len(ways.TOPICS) == len(set(ways.TOPICS)) == 32
    assert list(ways.TOPICS) == sorted(ways.TOPICS)


def test_no_bill_is_no_error() -> None:
    assert ways.bills_of("  ") == ""
    with pytest.raises(ValidationError):
        ways.bills_of("119/hr/6840 nonsense")
