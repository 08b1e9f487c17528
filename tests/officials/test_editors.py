"""What editors entered and changed stays; what they edit shows at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.officials import lists
from tests.officials.lists import DAY, LATER, NJ6
from tocsin.officials.models import ContactDetail, Membership, Official
from tocsin.officials.roster import officials_of, roster
from tocsin.people.models import Identifier, Person

pytestmark = pytest.mark.django_db


def by_hand() -> Official:
    vance = Official.objects.create(slug="jd-vance", name="J.D. Vance", family_name="Vance")
    Membership.objects.create(
        person=vance,
        role="Vice President of the United States",
        salutation="Dear Mr. Vice President,",
        short_name="the Vice President",
    )
    ContactDetail.objects.create(person=vance, type="email", value="vp@example.org")
    return vance


def test_who_was_entered_by_hand_is_the_same_person(tmp_path: Path) -> None:
    vance = by_hand()
    lists.load(lists.write(tmp_path))
    lists.load(lists.write(tmp_path, as_of=LATER))
    assert list(Person.objects.filter(family_name="Vance")) == [Person.objects.get(pk=vance.pk)]
    holder = roster(DAY).by_slug["jd-vance"]
    assert (holder.salutation, holder.short_name) == ("Dear Mr. Vice President,", "the Vice President")
    assert [seat.body for seat in holder.seats] == ["us-executive"]
    assert ContactDetail.objects.filter(person=vance, value="vp@example.org").exists()
    assert Identifier.objects.filter(person=vance, scheme="bioguide", value="V000137").exists()


def test_somebody_of_the_same_name_in_another_office_is_another_person(tmp_path: Path) -> None:
    mayor = Official.objects.create(slug="jd-vance", name="J.D. Vance", family_name="Vance")
    Membership.objects.create(person=mayor, role="Mayor of Springfield")
    lists.load(lists.write(tmp_path))
    assert Person.objects.filter(name="J.D. Vance").count() == 2
    assert roster(DAY).by_slug["jd-vance"].office == "Mayor of Springfield"


def test_what_editors_changed_survives_the_next_list(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    membership = Membership.objects.get(post__division_id=NJ6)
    membership.salutation, membership.short_name = "Dear Chairwoman,", "the Chairwoman"
    membership.save()
    members = lists.congress()
    lists.seat_of(members, "NJ", 6)["terms"][0]["party"] = "Independent"
    lists.load(lists.write(tmp_path, members, as_of=LATER))
    holder = officials_of([NJ6])[0].holders[0]
    assert (holder.salutation, holder.short_name, holder.party) == (
        "Dear Chairwoman,",
        "the Chairwoman",
        "Independent",
    )


def test_an_edit_shows_at_once(tmp_path: Path) -> None:
    by_hand()
    assert roster().by_slug["jd-vance"].name == "J.D. Vance"
    official = Official.objects.get(slug="jd-vance")
    official.name = "James D. Vance"
    official.save()
    assert roster().by_slug["jd-vance"].name == "James D. Vance"
    Membership.objects.all()[0].delete()
    assert "jd-vance" not in roster().by_slug


def test_editors_can_search_for_who_was_loaded(tmp_path: Path) -> None:
    from wagtail.search.backends import get_search_backend

    lists.load(lists.write(tmp_path))
    name = officials_of([NJ6])[0].holders[0].name
    assert [found.name for found in get_search_backend().autocomplete(name, Official)] == [name]


def test_a_seat_entered_by_hand_gets_its_dates_from_the_list(tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    member = Membership.objects.get(post__division_id=NJ6)
    start = member.start_date
    Membership.objects.filter(pk=member.pk).update(
        source="", start_date=None, end_date=None, salutation="Dear friend,"
    )
    lists.load(lists.write(tmp_path, as_of=LATER))
    entry = Membership.objects.get(post__division_id=NJ6)
    assert (entry.pk, entry.start_date, entry.salutation) == (member.pk, start, "Dear friend,")
