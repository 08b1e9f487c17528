"""From an editor's blocks to a rule, with each mistake said where it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from tests import cast, congress
from tests.insights.scene import signed_in
from tocsin.campaigns import targeting
from tocsin.campaigns.addressed import addressed
from tocsin.campaigns.models import Campaign
from tocsin.officials.models import Official, Organization

pytestmark = pytest.mark.django_db
NO_FILTERS: dict[str, Any] = {
    "parties": [],
    "states": [],
    "bill": "",
    "bill_is": "",
    "vote": "",
    "vote_option": [],
}


@pytest.fixture(autouse=True)
def house() -> Iterator[None]:
    congress.convene()
    yield
    congress.forget()


def campaign(*who: tuple[str, Any], **more: Any) -> Campaign:
    return Campaign.objects.create(
        name="Rivers", slug="rivers", kind="message", organization="River Friends", who=list(who), **more
    )


def test_blocks_become_one_canonical_rule() -> None:
    rivers = campaign(
        ("officials", {"people": [cast.speaker()]}),
        ("mine", {"seats": ["us-house"], "only": {"states": ["NJ"]}}),
        (
            "members",
            {
                "organization": Organization.objects.get(slug="us-senate"),
                "leaders": True,
                "only": {"bill": "119/hr/9001", "bill_is": "not-cosponsor"},
            },
        ),
        never=[("official", Official.objects.get(slug="pat-rivers"))],
        target_limit=3,
        thank_bill="119/hr/9001",
    )
    stored = Campaign.objects.get(pk=rivers.pk)
    assert targeting.rule_data(stored) == {
        "who": [
            {"officials": ["speaker"]},
            {"mine": ["us-house"], "states": ["NJ"]},
            {"members": "us-senate", "leaders": True, "bill": {"id": "119/hr/9001", "is": "not-cosponsor"}},
        ],
        "except": ["pat-rivers"],
        "limit": 3,
        "order": "given",
        "thank": {"bill": "119/hr/9001"},
    }


def test_members_of_a_chamber_from_one_state_who_signed() -> None:
    house = Organization.objects.get(slug="us-house")
    only = {"states": ["NJ"], "bill": "119/hr/9001", "bill_is": "not-cosponsor"}
    found = addressed(campaign(("members", {"organization": house, "leaders": False, "only": only})))
    assert [target.holder.name for target in found.targets] == ["Pat Rivers", "Rosa Tully"]
    assert found.needs == frozenset()


def test_who_was_deleted_is_passed_over() -> None:
    rivers = campaign(("officials", {"people": [cast.speaker()]}))
    Official.objects.filter(slug="speaker").delete()
    found = addressed(Campaign.objects.get(pk=rivers.pk))
    assert found.targets == () and found.problem


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"bill": "119/hr/1"}, "bill_is"),
        ({"bill_is": "cosponsor"}, "bill"),
        ({"vote": "119-1-house-1"}, "vote_option"),
        ({"vote_option": ["no"]}, "vote"),
        ({"vote": "no vote", "vote_option": ["no"]}, "vote"),
    ],
)
def test_half_a_filter_is_refused_at_its_field(filled: dict[str, Any], field: str) -> None:
    block = targeting.FiltersBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({**NO_FILTERS, **filled}))
    assert list(caught.value.block_errors) == [field]


def test_nobody_chosen_is_refused_at_its_field() -> None:
    block = targeting.MineBlock()
    with pytest.raises((StructBlockValidationError, StreamBlockValidationError)) as caught:
        block.clean(block.to_python({"seats": [], "only": NO_FILTERS}))
    assert "seats" in caught.value.block_errors


@pytest.mark.parametrize("text", ["hr 5369", "119/hr", "119/hr/x", "../x"])
def test_a_bill_is_written_in_one_way(text: str) -> None:
    rivers = campaign(("officials", {"people": [cast.speaker()]}), thank_bill=text)
    with pytest.raises(ValidationError) as caught:
        rivers.full_clean()
    assert list(caught.value.message_dict) == ["thank_bill"]


def test_the_preview_names_everybody_and_tries_a_zip_code() -> None:
    rivers = campaign(
        ("mine", {"seats": ["us-house", "us-senate"], "only": {}}),
        never=[("official", Official.objects.get(slug="ben-walsh"))],
        thank_bill="119/hr/9001",
    )
    client, path = signed_in("viewer"), f"/admin/campaigns/{rivers.pk}/targets/"
    page = client.get(path).content.decode()
    assert "Your representative in the House and your senators; never Ben Walsh" in page
    assert "depends on where a supporter lives" in page
    tried = client.post(path, {"zip_code": congress.UNIQUE}).content.decode()
    assert "Pat Rivers" in tried and "has not signed the bill" in tried and "Ann Upton" in tried
    assert tried.count("Ben Walsh") == 1
    asked = client.post(path, {"zip_code": congress.SPLIT}).content.decode()
    assert "The supporter is asked which." in asked and "Rosa Tully" not in asked
    assert client.post(path, {"zip_code": "x"}).status_code == 422


def test_the_preview_lists_all_who_are_the_same_for_everybody_and_what_is_not_found() -> None:
    senate = Organization.objects.get(slug="us-senate")
    rivers = campaign(
        ("members", {"organization": senate, "leaders": False, "only": {}}), thank_bill="119/s/404"
    )
    page = signed_in("organizer").get(f"/admin/campaigns/{rivers.pk}/targets/").content.decode()
    assert all(name in page for names in congress.SENATE.values() for name in names)
    assert "119/s/404" in page


def test_strangers_do_not_see_the_preview(client: Client) -> None:
    rivers = campaign(("officials", {"people": [cast.speaker()]}))
    assert client.get(f"/admin/campaigns/{rivers.pk}/targets/").status_code == 302


def test_the_editor_shows_the_blocks_and_the_way_to_the_names() -> None:
    rivers = campaign(("mine", {"seats": ["us-house"], "only": {}}))
    organizer = signed_in("organizer")
    page = organizer.get(f"/admin/snippets/campaigns/campaign/edit/{rivers.pk}/").content.decode()
    assert f"/admin/campaigns/{rivers.pk}/targets/" in page
    assert (
        f"/admin/campaigns/{rivers.pk}/targets/"
        in organizer.get(f"/admin/campaigns/{rivers.pk}/").content.decode()
    )
