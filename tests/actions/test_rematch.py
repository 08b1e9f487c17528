"""When another map of districts comes into force, everybody is looked up again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tests import cast, congress
from tests.cast import Person
from tests.congress import NJ7, NJ8, NJ10, SPLIT, UNIQUE
from tocsin.actions import rematch
from tocsin.actions.match import map_in_force
from tocsin.actions.models import Match, Submission
from tocsin.actions.page import ActionPage
from tocsin.content.models import HomePage
from tocsin.core import datasets
from tocsin.core.models import Dataset
from tocsin.delivery.models import Message
from tocsin.places.models import PostalDistrict

PEOPLE = {
    "unique": (Person("Una", "una@example.org", postal_code=UNIQUE), NJ7),
    "chosen": (Person("Chloe", "chloe@example.org", postal_code=SPLIT), NJ8),
}


@pytest.fixture
def matched(page: ActionPage, client: Client) -> Iterator[None]:
    """One person whose ZIP code lies in one district, and one who chose among two."""
    congress.convene()
    congress.open_action(HomePage.objects.get(locale=page.locale))
    for person, division in PEOPLE.values():
        client.post("/rivers/", cast.form(person, division=division, body_thanks="Thanks."))
        cast.confirm(client, person)
    yield
    congress.forget()


def new_map(**zips: list[str]) -> None:
    """The 120th, in force from today; the 119th ends."""
    today = localdate()
    PostalDistrict.objects.filter(vintage="119").update(valid_to=today)
    for code, divisions in zips.items():
        for division in divisions:
            PostalDistrict.objects.create(
                code=code.strip("z"), division=congress.place(division), vintage="120", valid_from=today
            )
    Dataset.objects.filter(name="zips").update(version=2)
    datasets.forget()


def match_of(who: str) -> Match:
    return Match.objects.get(submission__name=PEOPLE[who][0].name)


def test_under_the_same_map_there_is_nothing_to_do(matched: None) -> None:
    before = list(Match.objects.order_by("pk").values())
    assert map_in_force() == "119"
    assert rematch.rematch() == 0
    assert list(Match.objects.order_by("pk").values()) == before


def test_a_map_that_is_not_in_force_yet_changes_nothing(matched: None) -> None:
    PostalDistrict.objects.create(
        code=UNIQUE, division=congress.place(NJ10), vintage="120", valid_from=localdate() + timedelta(days=40)
    )
    rematch.rematch()
    assert match_of("unique").division == NJ7


def test_on_its_day_everybody_is_looked_up_and_nothing_is_sent(matched: None) -> None:
    before = Message.objects.count()
    new_map(**{f"z{UNIQUE}": [NJ10], f"z{SPLIT}": [NJ8, NJ10]})
    assert rematch.rematch() == 0
    assert (match_of("unique").division, match_of("unique").vintage) == (NJ10, "120")
    assert Message.objects.count() == before


def test_a_choice_made_under_the_old_map_is_asked_again(matched: None, client: Client) -> None:
    new_map(**{f"z{UNIQUE}": [NJ7], f"z{SPLIT}": [NJ7, NJ8]})
    rematch.rematch()
    match = match_of("chosen")
    assert (match.ask_again, match.division, match.candidates) == (True, "", [NJ7, NJ8])
    assert not match_of("unique").ask_again


def test_unless_the_new_map_answers_it(matched: None) -> None:
    new_map(**{f"z{UNIQUE}": [NJ7], f"z{SPLIT}": [NJ10]})
    rematch.rematch()
    assert (match_of("chosen").ask_again, match_of("chosen").division) == (False, NJ10)


def test_a_run_that_was_cut_off_goes_on_where_it_was(matched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematch, "BATCH", 1)
    new_map(**{f"z{UNIQUE}": [NJ10], f"z{SPLIT}": [NJ10]})
    assert rematch.rematch(batches=1) == 1
    first = Match.objects.get(checked="120")
    assert rematch.rematch() == 0
    assert Match.objects.get(pk=first.pk).matched_at == first.matched_at


def test_who_is_no_longer_stored_is_left_alone(matched: None) -> None:
    Submission.objects.filter(name="Una").update(email="")
    new_map(**{f"z{UNIQUE}": [NJ10], f"z{SPLIT}": [NJ10]})
    assert rematch.rematch() == 0
    assert match_of("unique").checked == "119"


def test_the_day_of_a_match_is_kept(matched: None) -> None:
    assert match_of("unique").matched_at.date() >= date(2025, 1, 1)
