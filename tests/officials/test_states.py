"""State legislators and executives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.officials import lists
from tests.officials.lists import NJ
from tocsin.core.datasets import Refused
from tocsin.officials.models import ContactDetail, Post
from tocsin.officials.roster import officials_of
from tocsin.people.models import Identifier, Person

pytestmark = pytest.mark.django_db


def test_state_legislators_and_governors_sit_for_their_division(tmp_path: Path) -> None:
    people = [
        lists.state_person(1),
        lists.state_person(2),
        lists.state_person(3, kind="upper", email="sam@example.org"),
        lists.state_person(4, kind="governor", email="https://gov.example.org/write"),
        lists.state_person(5, state="ma", kind="upper", district="First Essex"),
    ]
    lists.load(lists.write_states(lists.write(tmp_path), people))
    governor, upper, lower = officials_of(
        [f"{NJ}/sldl:6", f"{NJ}/sldu:6", NJ], ["state-executive", "state-upper", "state-lower"]
    )
    assert (lower.label, len(lower.holders), lower.seats) == (
        "Assembly Member for New Jersey, District 6",
        2,
        2,
    )
    assert [h.salutation for h in upper.holders] == ["Dear Senator Stately 3,"]
    assert [h.office for h in governor.holders] == ["Governor of New Jersey"]
    assert upper.holders[0].party == "Democratic"
    contacts = set(ContactDetail.objects.filter(person__name__startswith="Sam").values_list("type", "value"))
    assert contacts == {("email", "sam@example.org"), ("webform", "https://gov.example.org/write")}
    assert (
        Post.objects.get(organization__slug="ma-upper").label
        == "State Senator for Massachusetts, First Essex"
    )


def test_a_home_is_no_office(tmp_path: Path) -> None:
    offices = [
        {"classification": "home", "address": "1 Quiet Lane", "voice": "609-555-0001"},
        {"classification": "district", "address": "2 Main Street", "voice": "609-555-0002"},
    ]
    lists.load(lists.write_states(lists.write(tmp_path), [lists.state_person(1, offices=offices)]))
    values = set(ContactDetail.objects.filter(person__name="Sam Stately 1").values_list("value", flat=True))
    assert values == {"2 Main Street", "609-555-0002"}


def test_a_member_of_congress_is_one_person_in_both_lists(tmp_path: Path) -> None:
    federal = lists.state_person(7) | {
        "roles": [
            {"type": "lower", "district": "NJ-6", "jurisdiction": "ocd-jurisdiction/country:us/government"}
        ],
        "other_identifiers": [{"scheme": "bioguide", "identifier": "T000001"}],
    }
    lists.load(lists.write_states(lists.write(tmp_path), [federal]))
    assert (
        Identifier.objects.get(scheme="openstates").person == Identifier.objects.get(value="T000001").person
    )
    assert not Person.objects.filter(name="Sam Stately 7").exists()


def test_a_state_record_that_is_wrong_is_left_out_and_named(tmp_path: Path) -> None:
    people = [
        b"{: not yaml",
        lists.state_person(1, roles=[{"type": "duke"}]),
        b"- a list",
        lists.state_person(2),
    ]
    outcome = lists.load(lists.write_states(lists.write(tmp_path), people))
    assert outcome.snapshot is not None
    assert len(outcome.snapshot.warnings) == 3
    assert Person.objects.filter(name__startswith="Sam").count() == 1


def test_an_archive_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    lists.write_states(lists.write(tmp_path), [lists.state_person(n) for n in range(300)])
    file = tmp_path / "openstates-people" / "people.tar.gz"
    file.write_bytes(file.read_bytes()[:-300])
    with pytest.raises(Refused, match="cut off"):
        lists.load(tmp_path)
    assert not Person.objects.exists()
