"""Staff see how people write, hand out and take back links, and watch over the answers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import cast
from tests.insights.scene import audit, read, signed_in
from tests.offices.scene import door
from tocsin.actions import answers
from tocsin.actions.models import Answer
from tocsin.campaigns.models import Campaign
from tocsin.core.models import AuditEntry
from tocsin.offices import links
from tocsin.offices.models import Office


@pytest.fixture
def organizer(campaign: Campaign) -> Client:
    links.open_for(campaign.pk)
    return signed_in("organizer")


def home(campaign: Campaign) -> str:
    return f"/admin/campaigns/{campaign.pk}/offices/"


def test_the_shares_and_the_link_are_shown(campaign: Campaign, organizer: Client) -> None:
    page = read(organizer, home(campaign))
    assert "1 of 3 messages are in the sender’s own words" in page
    assert "Maria Speaker" in page and "/offices/" in page


def test_who_may_see_no_names_gets_no_link(campaign: Campaign, organizer: Client) -> None:
    page = read(signed_in("viewer"), home(campaign))
    assert "Maria Speaker" in page and 'href="/offices/' not in page


def test_opening_pages_twice_makes_one(campaign: Campaign, organizer: Client) -> None:
    assert links.open_for(campaign.pk) == 0 and Office.objects.count() == 1


def test_a_link_is_taken_back_with_a_reason(campaign: Campaign, organizer: Client) -> None:
    path, ask = door(), f"{home(campaign)}{cast.speaker().pk}/link/"
    assert organizer.get(ask).status_code == 200 and Client().get(path).status_code == 200
    assert organizer.post(ask, {"reason": ""}).status_code == 422
    assert organizer.post(ask, {"reason": "sent to the wrong list"}).status_code == 302
    assert Client().get(path).status_code == 404 and audit()[-1] == "office.link_rotated"


def test_an_answer_given_elsewhere_is_marked_as_such(campaign: Campaign, organizer: Client) -> None:
    sent = {
        "person": cast.speaker().pk,
        "text": "We agree.",
        "signed_by": "",
        "source_url": "https://example.org/a",
    }
    assert organizer.post(f"{home(campaign)}answer/", sent | {"text": ""}).status_code == 422
    assert organizer.post(f"{home(campaign)}answer/", sent).status_code == 302
    assert answers.mail_due(batches=1) == 3 and audit()[-1] == "answer.entered"
    [mail] = cast.post_for(cast.DANIEL.email, "answer")
    assert "entered by River Friends" in mail.text and "https://example.org/a" in mail.text


@pytest.mark.parametrize(
    ("deed", "left", "verb"), [("approve", 1, "answer.approved"), ("reject", 0, "answer.rejected")]
)
def test_a_held_answer_is_passed_on_or_stopped(
    campaign: Campaign, organizer: Client, deed: str, left: int, verb: str
) -> None:
    answer = answers.give(campaign_id=campaign.pk, person_id=cast.speaker().pk, text="No.", signed_by="A")
    assert answer and "waits until" in read(organizer, home(campaign))
    path = f"/admin/campaigns/{campaign.pk}/answers/{answer.pk}/{deed}/"
    assert "No." in read(organizer, path)
    assert organizer.post(path, {"reason": "called the office"}).status_code == 302
    assert Answer.objects.exclude(approved_at=None).count() == left and Answer.objects.count() == left
    assert AuditEntry.objects.filter(verb=verb).count() == 1
