"""What a record does to what is stored: nobody is lost on one reading, nothing older replaces what is newer."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from tests.bills.billxml import COMMITTEE, WITHDRAWN, action, actions, bill, cosponsors, named, passed
from tocsin.bills import positions
from tocsin.bills.models import Bill, BillAction, RollCall, Sponsorship
from tocsin.bills.readers import Document
from tocsin.bills.show import facts
from tocsin.bills.storing import Tally, store
from tocsin.core.datasets import Refused
from tocsin.officials.models import Organization
from tocsin.people.models import Identifier, Person

SHARED_DATA = Path(os.environ.get("SHARED_DATA", "../shared/data"))
shared = pytest.mark.skipif(not (SHARED_DATA / "billstatus").is_dir(), reason="SHARED_DATA is not here")

pytestmark = pytest.mark.django_db


def fail(problem: Refused, named: bool) -> None:
    raise problem


def take(*texts: str) -> Tally:
    positions.forget()
    return store((Document(f"{n}.xml", text.encode(), True) for n, text in enumerate(texts)), fail)


def supporters() -> set[str]:
    positions.forget()
    found = positions.bill("119/hr/12")
    assert found
    known = Identifier.objects.filter(person__in=found.supporters)
    return set(known.values_list("value", flat=True))


def test_actions_status_votes_and_roll_calls() -> None:
    take(bill(passed()))
    stored = Bill.objects.get()
    assert (stored.status, stored.status_at) == ("PASS_OVER:HOUSE", "2025-06-09T22:21:36-04:00")
    assert [step["status"] for step in stored.history] == ["REFERRED", "PASS_OVER:HOUSE"]
    assert [(a.position, a.system) for a in stored.actions.all()] == [(0, "9"), (1, "2"), (2, "9"), (3, "2")]
    call = RollCall.objects.get()
    assert (call.pk, call.bill, call.at) == ("119-1-house-7", stored, date(2025, 6, 9))
    assert facts(stored)["votes"] == [
        {
            "at": "2025-06-09T22:21:36-04:00",
            "chamber": "house",
            "result": "PASS_OVER:HOUSE",
            "rolls": ["119-1-house-7"],
        }
    ]


def test_the_same_again_changes_nothing_and_a_newer_record_replaces() -> None:
    take(bill(passed(), cosponsors("B000001")))
    again = take(bill(passed(), cosponsors("B000001")))
    assert (again.unchanged, again.added, again.changed) == (1, 0, 0)
    newer = take(bill(actions(action("2025-02-03", "Introduced in House")), updated="2026-01-02T09:00:00Z"))
    assert newer.changed == 1
    assert BillAction.objects.count() == 1


def test_an_older_record_of_the_same_day_replaces_nothing() -> None:
    take(bill(title="New name", updated="2026-01-02T09:00:00Z"))
    assert take(bill(title="Old name", updated="2026-01-02T08:00:00Z")).older == 1
    assert Bill.objects.get().title == "New name"


def test_of_two_records_in_one_run_the_later_counts() -> None:
    take(bill(title="New name", updated="2026-01-03T00:00:00Z"), bill(title="Old name"))
    assert Bill.objects.get().title == "New name"


def test_a_number_in_another_congress_is_another_bill() -> None:
    take(bill(title="River Act"), bill(title="Lake Act", congress=118))
    assert dict(Bill.objects.values_list("pk", "title")) == {
        "119/hr/12": "River Act",
        "118/hr/12": "Lake Act",
    }


def test_who_vanishes_counts_until_a_second_record_confirms_it_and_may_come_back() -> None:
    take(bill(cosponsors("B000001", "C000001")))
    take(bill(cosponsors("B000001"), updated="2026-01-05T00:00:00Z"))
    missing = Sponsorship.objects.get(person__identifiers__value="C000001")
    assert missing.missing_since == date(2026, 1, 5)
    assert supporters() == {"A000001", "B000001", "C000001"}, "one reading takes nobody away"
    take(bill(cosponsors("B000001"), updated="2026-01-06T00:00:00Z"))
    assert supporters() == {"A000001", "B000001"}
    assert len(facts(Bill.objects.get())["cosponsors"]) == 1
    take(bill(cosponsors("B000001", "C000001"), updated="2026-01-07T00:00:00Z"))
    assert supporters() == {"A000001", "B000001", "C000001"}
    assert Sponsorship.objects.filter(missing_since=None).count() == 3


def test_who_withdrew_stays_in_the_list_also_where_a_later_record_forgets_it() -> None:
    take(bill(cosponsors("B000001", more=WITHDRAWN)))
    take(bill(updated="2026-01-05T00:00:00Z"))
    take(bill(updated="2026-01-06T00:00:00Z"))
    assert supporters() == {"A000001"}
    (kept,) = facts(Bill.objects.get())["cosponsors"]
    assert kept == {"bioguide": "B000001", "at": "2025-03-04", "withdrawn_at": "2025-05-06"}


def test_a_corrected_date_makes_nobody_two() -> None:
    take(bill(cosponsors("B000001")))
    take(bill(cosponsors("B000001", at="2025-03-05"), updated="2026-01-05T00:00:00Z"))
    assert Sponsorship.objects.get(role="cosponsor").at == date(2025, 3, 5)


def test_a_member_who_left_is_added_by_name_and_a_known_one_is_joined_by_bioguide() -> None:
    ann = Person.objects.create(name="Annie Ada", slug="ann-ada")
    Identifier.objects.create(person=ann, scheme="bioguide", value="A000001")
    take(bill(named("M000001", "Rep. McADA, BO [R-OH-1]", "BO", "McADA")))
    take(bill(named("M000001", "Rep. McADA, BO [R-OH-1]", "BO", "McADA"), number=13))
    assert set(Person.objects.values_list("name", flat=True)) == {"Annie Ada", "Bo McAda"}
    assert Sponsorship.objects.filter(role="sponsor", person=ann).count() == 2


def test_committees_find_their_bodies_also_those_that_come_later() -> None:
    whole = Organization.objects.create(
        slug="hsfa", code="HSFA", name="Foreign Affairs", classification="committee"
    )
    take(bill(COMMITTEE))
    part = Organization.objects.create(
        slug="hsfa14", code="HSFA14", name="Europe", classification="subcommittee"
    )
    take(bill(number=13))
    referrals = dict(Bill.objects.get(pk="119/hr/12").referrals.values_list("code", "organization"))
    assert referrals == {"hsfa00": whole.pk, "hsfa14": part.pk}


def test_what_is_dated_after_the_record_is_shown_to_a_person_and_moves_nothing() -> None:
    take(bill(actions(action("2052-06-09", "On passage Passed by voice vote."))))
    stored = Bill.objects.get()
    assert stored.status == "INTRODUCED"
    assert stored.unknown == ["2052-06-09: On passage Passed by voice vote."]


def test_a_roll_call_about_two_bills_stays_with_the_first_and_is_known_to_both() -> None:
    take(bill(passed()), bill(passed(), number=13))
    assert RollCall.objects.get().bill_id == "119/hr/12"
    assert BillAction.objects.filter(bill="119/hr/13", rolls=["119-1-house-7"]).count() == 2


@shared
def test_the_published_samples_are_as_others_read_them() -> None:
    folder = SHARED_DATA / "billstatus"
    expected = json.loads((folder / "expected_status.json").read_text())
    take(*[(folder / name).read_text() for name in expected])
    found = {}
    for stored in Bill.objects.all():
        shown = facts(stored)
        found["BILLSTATUS-{}{}{}.xml".format(*stored.pk.split("/"))] = {
            "status": stored.status,
            "status_at": stored.status_at,
            "title": stored.official_title[:60],
            "cosponsors": len(shown["cosponsors"]),
            "committees": len(shown["committees"]),
            "votes": len(shown["votes"]),
            "seq": [[step["at"][:10], step["status"]] for step in stored.history],
        }
    assert found == {
        name: {key: value for key, value in facts.items() if key != "actions"}
        for name, facts in expected.items()
    }
    assert BillAction.objects.count() == 130
