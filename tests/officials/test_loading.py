"""From the published lists to who holds office."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.officials import lists
from tests.officials.lists import AK, DAY, LATER, NJ, NJ6, OH, PR
from tocsin.core import datasets
from tocsin.core.datasets import Missing, Refused
from tocsin.core.models import Dataset
from tocsin.officials.models import ContactDetail, Membership, Official
from tocsin.officials.roster import officials_of, roster
from tocsin.people.models import Identifier, OtherName, Person

pytestmark = pytest.mark.django_db


def test_everybody_is_in_their_seat(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    picture = roster(DAY)
    assert len(picture.members_of("us-house")) == 441
    assert len(picture.members_of("us-senate")) == 100
    assert len(picture.members_of("us-congress")) == 541
    house, senate = officials_of([NJ6, NJ], among=picture)
    assert (house.label, len(house.holders)) == (
        "Representative for New Jersey’s 6th congressional district",
        1,
    )
    assert (senate.label, len(senate.holders), senate.seats) == ("Senator for New Jersey", 2, 2)
    holder = house.holders[0]
    assert (holder.short_name, holder.salutation) == (
        f"Representative {holder.family_name}",
        f"Dear Representative {holder.family_name},",
    )
    assert (holder.state, holder.body, holder.party) == (
        "NJ",
        "us-house",
        "Democratic",
    ) or holder.party == "Republican"


def test_at_large_the_state_is_the_district_and_a_territory_sends_no_senator(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    assert [seat.body for seat in officials_of([AK])] == ["us-house", "us-senate"]
    only = officials_of([PR])
    assert [(seat.role, seat.body) for seat in only] == [("Resident Commissioner", "us-house")]


def test_only_those_preside_whose_term_runs(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    offices = {holder.name: holder.office for holder in roster(DAY).members_of("us-executive")}
    assert offices == {
        "J.D. Vance": "Vice President of the United States",
        "Pat Presider": "President of the United States",
    }


def test_a_seat_that_nobody_holds_is_vacant(tmp_path: Path) -> None:
    members = lists.congress()
    members.remove(lists.seat_of(members, "NJ", 6))
    lists.load(lists.write(tmp_path, members))
    (seat,) = officials_of([NJ6])
    assert (seat.holders, seat.known, seat.is_vacant) == ((), True, True)


def test_without_any_list_nobody_says_vacant() -> None:
    seats = officials_of([NJ6, NJ])
    assert [(seat.body, seat.seats, seat.holders, seat.known) for seat in seats] == [
        ("us-house", 1, (), False),
        ("us-senate", 2, (), False),
    ]
    assert not any(seat.is_vacant for seat in seats)


def test_after_the_last_term_in_an_old_list_nobody_says_vacant(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    (seat,) = officials_of([NJ6], among=roster(date(2027, 1, 3)))
    assert (seat.holders, seat.known) == ((), False)


def test_who_was_appointed_sits_until_the_successor_is_sworn_in(tmp_path: Path) -> None:
    members = lists.congress()
    senator = next(m for m in members if (m["terms"][0]["state"], m["terms"][0].get("class")) == ("OH", 1))
    senator["terms"][0] |= {"end": "2026-11-03", "end-type": "special-election", "how": "appointment"}
    lists.load(lists.write(tmp_path, members))
    (seat,) = officials_of([OH], ["us-senate"], among=roster(date(2026, 11, 22)))
    assert len(seat.holders) == 2


def test_the_same_lists_change_nothing_and_keep_every_address(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    before = dict(Person.objects.values_list("slug", "pk"))
    outcome = lists.load(lists.write(tmp_path, as_of=LATER))
    assert str(outcome.diff) == "nothing changed"
    assert dict(Person.objects.values_list("slug", "pk")) == before
    assert set(ContactDetail.objects.values_list("checked_at", flat=True)) == {date.fromisoformat(LATER)}


def test_who_left_stays_on_record_with_the_day(tmp_path: Path) -> None:
    members = lists.congress()
    lists.load(lists.write(tmp_path, members))
    gone = lists.seat_of(members, "NJ", 6)
    members.remove(gone)
    new = lists.member(999, state="NJ", district=6, **lists.IN_HOUSE | {"start": "2026-07-01"})
    outcome = lists.load(lists.write(tmp_path, [*members, new], as_of=LATER))
    membership = Membership.objects.get(person__identifiers__value=gone["id"]["bioguide"])
    assert membership.end_date == date.fromisoformat(LATER)
    (seat,) = officials_of([NJ6])
    assert [holder.name for holder in seat.holders] == [new["name"]["official_full"]]
    assert (
        f"- {gone['name']['official_full']}, Representative for New Jersey’s 6th congressional district"
        in outcome.diff.notes
    )


def test_a_new_term_stands_beside_the_old_one(tmp_path: Path) -> None:
    members = lists.congress()
    lists.load(lists.write(tmp_path, members))
    again = lists.seat_of(members, "NJ", 6)
    again["terms"].append(again["terms"][0] | {"start": "2027-01-03", "end": "2029-01-03"})
    lists.load(lists.write(tmp_path, members, as_of=LATER))
    terms = Membership.objects.filter(person__identifiers__value=again["id"]["bioguide"]).order_by(
        "start_date"
    )
    assert [(term.start_date.year, term.end_date.year) for term in terms] == [(2025, 2027), (2027, 2029)]
    assert len(officials_of([NJ6], among=roster(DAY))[0].holders) == 1
    assert len(officials_of([NJ6], among=roster(date(2028, 1, 1)))[0].holders) == 1


def test_two_people_in_one_seat_the_later_stays_and_the_other_is_named(tmp_path: Path) -> None:
    later = lists.member(999, state="NJ", district=6, **lists.IN_HOUSE | {"start": "2026-02-01"})
    outcome = lists.load(lists.write(tmp_path, [later, *lists.congress()]))
    (seat,) = officials_of([NJ6])
    assert [holder.name for holder in seat.holders] == [later["name"]["official_full"]]
    assert outcome.snapshot is not None
    assert (
        len(
            [
                line
                for line in outcome.snapshot.warnings
                if "came later as Representative for New Jersey" in line
            ]
        )
        == 1
    )


@pytest.mark.parametrize(
    "damage", ["no district", "no such district", "no terms", "no name", "a text", "no date"]
)
def test_a_record_that_is_wrong_is_left_out_and_named(tmp_path: Path, damage: str) -> None:
    members = lists.congress()
    bad = lists.seat_of(members, "NJ", 6)
    place, term = members.index(bad), bad["terms"][0]
    members[place] = {  # type: ignore[call-overload]
        "no district": bad | {"terms": [{k: v for k, v in term.items() if k != "district"}]},
        "no such district": bad | {"terms": [term | {"district": 99}]},
        "no terms": {k: v for k, v in bad.items() if k != "terms"},
        "no name": {k: v for k, v in bad.items() if k != "name"},
        "a text": "somebody",
        "no date": bad | {"terms": [{k: v for k, v in term.items() if k != "end"}]},
    }[damage]
    outcome = lists.load(lists.write(tmp_path, members))
    assert outcome.snapshot is not None
    assert len(outcome.snapshot.warnings) == 1
    assert "left out" in outcome.snapshot.warnings[0]
    assert len(roster(DAY).members_of("us-house")) == 440


def test_a_list_that_is_cut_off_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    with pytest.raises(Refused, match="cut off"):
        lists.load(lists.write(tmp_path, lists.congress()[:300], as_of=LATER))
    file = tmp_path / "congress-legislators" / "legislators-current.yaml"
    lists.save(file, lists.congress())
    file.write_bytes(file.read_bytes()[:-40] + b"\n  - {")
    with pytest.raises(Refused, match="YAML"):
        lists.load(tmp_path)
    assert len(roster(DAY).members_of("us-house")) == 441
    assert "YAML" in Dataset.objects.get(pk="officials").problem


def test_an_older_list_is_refused(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path, as_of=LATER))
    with pytest.raises(Refused, match="older"):
        lists.load(lists.write(tmp_path, lists.congress()[:-1]))


def test_without_the_list_there_is_a_clear_word(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"legislators-current\.yaml"):
        lists.load(tmp_path)


def test_without_a_date_beside_it_a_list_is_as_old_as_its_latest_term(tmp_path: Path) -> None:
    (lists.write(tmp_path) / "congress-legislators" / "SOURCE.txt").unlink()
    lists.load(tmp_path)
    assert datasets.as_of("officials") == date(2025, 1, 3)


def test_names_identifiers_accounts_and_contacts_are_kept(tmp_path: Path) -> None:
    members = lists.congress()
    one = members[0]
    one["name"] = {
        "first": "Adelaide",
        "nickname": "Ada",
        "middle": "Q.",
        "last": "Ábleson",
        "suffix": "Jr.",
        "official_full": "Ada Ábleson, Jr.",
    }
    one["terms"][0] |= {
        "contact_form": "https://ada.example.org/write",
        "address": "1 Capitol",
        "fax": "javascript:x",
    }
    one["terms"][0]["url"] = "javascript:alert(1)"
    social = [
        {"id": one["id"], "social": {"twitter": "RepAda", "twitter_id": 5, "facebook": "ada"}},
        "not a record",
    ]
    lists.load(lists.write(tmp_path, members, social=social))  # type: ignore[arg-type]
    ada = Official.objects.get(slug="ada-ableson-jr")
    assert (ada.given_name, ada.family_name) == ("Ada", "Ábleson")
    assert set(OtherName.objects.filter(person=ada).values_list("name", flat=True)) == {
        "Adelaide Q. Ábleson Jr.",
        "Ada Ábleson",
    }
    assert {str(row) for row in Identifier.objects.filter(person=ada)} == {
        "bioguide:T000001",
        "govtrack:900001",
        "fec:H1",
        "fec:S1",
    }
    contacts = set(ContactDetail.objects.filter(person=ada).values_list("type", "value"))
    assert {
        ("webform", "https://ada.example.org/write"),
        ("social", "x:RepAda"),
        ("social", "facebook:ada"),
    } < contacts
    assert not [value for kind, value in contacts if kind == "url"]
    assert [holder.slug for holder in roster(DAY).find("ABLESON jr")] == ["ada-ableson-jr"]


def test_two_of_the_same_name_have_two_addresses(tmp_path: Path) -> None:
    members = lists.congress()
    for number in (0, 200, 201):
        members[number]["name"] = {"first": "John", "last": "Smith", "official_full": "John Smith"}
    lists.load(lists.write(tmp_path, members))
    slugs = set(Person.objects.filter(name="John Smith").values_list("slug", flat=True))
    states = {members[number]["terms"][0]["state"].lower() for number in (200, 201)}
    assert len(slugs) == 3
    assert "john-smith" in slugs
    assert {f"john-smith-{state}" for state in states} <= slugs
