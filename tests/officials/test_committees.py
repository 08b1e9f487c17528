"""Committees of Congress, and who leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.officials import lists
from tests.officials.lists import DAY, LATER, NJ6
from tocsin.core.datasets import Refused
from tocsin.officials.roster import roster
from tocsin.people.models import Person

pytestmark = pytest.mark.django_db


SEATED = [
    {"name": "Ada", "bioguide": "T000002", "rank": 2, "party": "majority"},
    {"name": "Ada", "bioguide": "T000003", "rank": 1, "party": "minority", "title": "Ranking Member"},
    {"name": "Ada", "bioguide": "T000004", "rank": 1, "party": "majority", "title": "Chair"},
]


def test_committees_have_ranks_and_those_who_lead(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    lists.load_committees(lists.write_committees(tmp_path, {"HSFA": SEATED, "HSFA14": SEATED[:1]}))
    picture = roster(DAY)
    assert [(m.rank, m.title, m.leads) for m in picture.ranked("hsfa")] == [
        (1, "Chair", True),
        (1, "Ranking Member", True),
        (2, "", False),
    ]
    second = picture.members_of("hsfa14")[0]
    assert [(sitting.body, sitting.rank) for sitting in second.committees] == [("hsfa", 2), ("hsfa14", 2)]
    assert picture.organizations["hsfa14"].parent == "hsfa"
    assert len(picture.members_of("us-congress")) == 541
    assert second.office.startswith("Representative for")


def test_who_left_a_committee_is_no_longer_on_it(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    many = [{"name": "Ada", "bioguide": f"T{number:06d}", "rank": number} for number in range(1, 20)]
    lists.load_committees(lists.write_committees(tmp_path, {"HSFA": SEATED, "HSFA14": many}))
    fewer = {"HSFA": SEATED[1:], "HSFA14": many}
    outcome = lists.load_committees(lists.write_committees(tmp_path, fewer, as_of=LATER))
    assert (outcome.diff.added, outcome.diff.removed) == (0, 1)
    assert len(roster(DAY).members_of("hsfa")) == 2


def test_committees_before_officials_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="load the officials first"):
        lists.load_committees(lists.write_committees(lists.write(tmp_path), {"HSFA": SEATED}))


def test_a_committee_member_whom_nobody_knows_is_named_not_made(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    stranger = {"name": "Nobody Known", "bioguide": "X999999", "rank": 3}
    before = Person.objects.count()
    outcome = lists.load_committees(
        lists.write_committees(tmp_path, {"HSFA": [*SEATED, stranger, {"name": "broken"}]})
    )
    assert Person.objects.count() == before
    assert outcome.snapshot is not None
    assert len([line for line in outcome.snapshot.warnings if "left out" in line]) == 2


def test_a_leader_of_the_chamber_leads_it(tmp_path: Path) -> None:
    members = lists.congress()
    one = lists.seat_of(members, "NJ", 6)
    one["leadership_roles"] = [
        {"title": "House Majority Whip", "chamber": "house", "start": "2019-01-03", "end": "2021-01-03"},
        {"title": "Speaker of the House", "chamber": "house", "start": "2025-01-03"},
    ]
    lists.load(lists.write(tmp_path, members))
    leaders = [member.holder for member in roster(DAY).ranked("us-house") if member.leads]
    assert [(leader.title, leader.division) for leader in leaders] == [("Speaker of the House", NJ6)]
