"""The public lists whole, where they are at hand."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.officials import lists
from tests.officials.cast import SAID
from tocsin.core import datasets
from tocsin.core.datasets import Outcome, Refused
from tocsin.officials import rules
from tocsin.officials.loaders import OFFICIALS
from tocsin.officials.roster import forget, officials_of, roster
from tocsin.people.models import Identifier, Person

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SHARED_DATA", ROOT / "../shared/data")).resolve()
AS_LISTED, TODAY = date(2026, 8, 10), date(2026, 11, 22)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (SHARED / "congress-legislators").is_dir(),
        reason=f"no public data in {SHARED}; set SHARED_DATA to the folder that has congress-legislators",
    ),
]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Outcome, Outcome]]:
    """Loaded once for this file, and rolled back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield lists.load(SHARED), lists.load_committees(SHARED)
        transaction.set_rollback(True)
    forget()


@pytest.mark.parametrize("day", [AS_LISTED, TODAY])
def test_all_who_serve_are_there_and_four_seats_are_vacant(
    loaded: tuple[Outcome, Outcome], day: date
) -> None:
    picture = roster(day)
    assert len(picture.members_of("us-house")) == 437
    assert len(picture.members_of("us-senate")) == 100
    assert {holder.role for holder in picture.members_of("us-executive")} == {
        "President of the United States",
        "Vice President of the United States",
    }
    congress = [
        seat for seats in picture.seats.values() for seat in seats if seat.body in ("us-house", "us-senate")
    ]
    vacant = {seat.division.partition("us/")[2] for seat in congress if seat.is_vacant and seat.division}
    assert vacant == {"state:fl/cd:20", "state:tx/cd:23", "state:ca/cd:14", "state:ga/cd:13"}
    assert len(picture.by_id) > 8000


def test_foreign_affairs_has_its_fifty_members_in_order(loaded: tuple[Outcome, Outcome]) -> None:
    ranked = roster(AS_LISTED).ranked("hsfa")
    assert len(ranked) == 50
    assert [(member.rank, member.title) for member in ranked[:2]] == [(1, "Chair"), (1, "Ranking Member")]
    assert [member.rank for member in ranked] == sorted(member.rank or 0 for member in ranked)
    assert loaded[1].snapshot is not None
    assert loaded[1].snapshot.warnings == []


def test_a_place_in_new_jersey_has_all_its_officials(loaded: tuple[Outcome, Outcome]) -> None:
    places = [lists.NJ6, f"{lists.NJ}/sldu:6", f"{lists.NJ}/sldl:6", lists.NJ]
    seats = officials_of(places, among=roster(AS_LISTED))
    found = {seat.body: sorted(holder.short_name for holder in seat.holders) for seat in seats}
    assert found["us-house"] == ["Representative Pallone"]
    assert found["us-senate"] == ["Senator Booker", "Senator Kim"]
    assert len(found["nj-lower"]) == 2
    assert len(found["nj-upper"]) == 1
    assert list(found)[:2] == ["us-house", "us-senate"]


def test_one_person_is_one_record_in_all_lists(loaded: tuple[Outcome, Outcome]) -> None:
    pallone = Identifier.objects.get(scheme="bioguide", value="P000034").person
    schemes = set(pallone.identifiers.values_list("scheme", flat=True))
    assert {"bioguide", "openstates", "wikidata", "govtrack"} <= schemes
    assert Person.objects.filter(family_name="Pallone").count() == 1
    assert {("voice", "202-225-4671"), ("social", "x:FrankPallone")} <= set(
        pallone.contacts.values_list("type", "value")
    )


def test_the_speaker_is_found_by_office(loaded: tuple[Outcome, Outcome]) -> None:
    (speaker,) = roster(AS_LISTED).find("speaker of the house")
    assert (speaker.state, speaker.leads) == ("LA", True)


def test_loading_again_changes_nothing(loaded: tuple[Outcome, Outcome]) -> None:
    assert lists.load(SHARED).snapshot is None
    snapshot = OFFICIALS.read(SHARED, lists.quiet)
    assert str(OFFICIALS.apply(snapshot, lists.quiet)) == "nothing changed"


def test_the_lists_cut_in_two_are_refused(loaded: tuple[Outcome, Outcome], tmp_path: Path) -> None:
    place = tmp_path / "congress-legislators"
    place.mkdir()
    whole = (SHARED / "congress-legislators" / "legislators-current.yaml").read_bytes()
    (place / "legislators-current.yaml").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused):
        datasets.load(OFFICIALS, tmp_path, lists.quiet)
    assert len(roster(AS_LISTED).members_of("us-house")) == 437


def test_a_rule_over_all_of_congress_is_quick(loaded: tuple[Outcome, Outcome]) -> None:
    rule = rules.parse(
        {"who": [{"members": "us-congress"}], "thank": {"bill": "119/hr/6840"}, "order": "name"}
    )
    picture, times = roster(AS_LISTED), []
    for _ in range(20):
        start = time.perf_counter()
        found = rules.resolve(rule, (), roster=picture, positions=SAID)
        times.append(time.perf_counter() - start)
    assert len(found.targets) == 537
    assert min(times) <= 0.005
