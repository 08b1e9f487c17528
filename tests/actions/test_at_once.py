"""Many at once, each with a connection of its own: nothing is doubled and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any, TypeVar

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, EVERYONE, SLUG, Person
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.recount import recount
from tocsin.campaigns import tally
from tocsin.campaigns.models import Metric
from tocsin.core import links
from tocsin.core.ids import uuid7
from tocsin.delivery import outbox, receipts
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move
from tocsin.supporters.consent import text_of

CROWD = 20
"""How many work at the same time."""
T = TypeVar("T")
R = TypeVar("R")


@pytest.fixture
def page(transactional_db: None) -> ActionPage:
    return cast.open_campaign()


def at_once(deed: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """Does one deed to each thing, in a crowd of threads."""

    def alone(thing: T) -> R:
        try:
            return deed(thing)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(alone, things))


def post(path: str, data: dict[str, Any]) -> int:
    return Client().post(path, data).status_code


def crowd(count: int) -> list[Person]:
    return [
        Person(f"Person {chr(65 + n % 26)}", f"person{n}@example.org", postal_code="07030")
        for n in range(count)
    ]


def assert_every_count_agrees() -> None:
    assert tally.disagreements() == []
    assert [line for line in recount() if not line.agrees] == []


def test_two_hundred_confirmations_of_one_person_count_one(client: Client, page: ActionPage) -> None:
    for number in range(3):
        cast.send(client, own_words=f"Words {number}.")
    paths = [cast.path_in(mail.text, "confirm") for mail in cast.post_for(ANAHIT.email)]
    statuses = at_once(lambda n: post(paths[n % 3], {"decision": "confirm"}), range(200))
    assert Counter(statuses) == {303: 200}
    assert Counter(Submission.objects.values_list("state", flat=True)) == {"confirmed": 1, "repeat": 2}
    assert tally.read(page.campaign_id).confirmed == 1
    assert len(cast.post_for(cast.OFFICE)) == 1
    assert_every_count_agrees()


def test_a_hundred_identical_forms_store_one_act_and_one_mail(page: ActionPage) -> None:
    statuses = at_once(lambda _: post(f"/{SLUG}/", cast.form(ANAHIT, consent_show="on")), range(100))
    assert Counter(statuses) == {303: 100}
    assert cast.stored() == (1, 1)
    assert tally.read(page.campaign_id).started == 1


def test_a_hundred_forms_of_one_person_send_no_more_mails_than_three(page: ActionPage) -> None:
    at_once(lambda n: post(f"/{SLUG}/", cast.form(ANAHIT, own_words=f"Words {n}.")), range(100))
    assert Message.objects.for_purposes(["confirm"]).count() <= 3


def test_a_hundred_people_are_a_hundred(client: Client, page: ActionPage) -> None:
    people = crowd(100)
    at_once(lambda person: post(f"/{SLUG}/", cast.form(person)), people)
    paths = [cast.link_to("confirm", person) for person in people]
    at_once(lambda path: post(path, {"decision": "confirm"}), paths)
    assert tally.read(page.campaign_id).confirmed == tally.read(page.campaign_id).started == 100
    assert tally.series(page.campaign_id, "area")["US-NJ"].confirmed == 100
    assert len(cast.post_for(cast.OFFICE)) == 100
    assert_every_count_agrees()


def test_confirming_and_saying_no_at_once_ends_in_one_of_the_two(client: Client, page: ActionPage) -> None:
    for person in EVERYONE:
        cast.send(client, person)
    paths = [cast.link_to("confirm", person) for person in EVERYONE]
    deeds = [(path, decision) for path in paths for decision in ("confirm", "void") * 3]
    at_once(lambda deed: post(deed[0], {"decision": deed[1]}), deeds)
    confirmed = Submission.objects.confirmed().count()
    assert confirmed + Submission.objects.filter(state="void").count() == len(EVERYONE)
    assert tally.read(page.campaign_id).confirmed == len(cast.post_for(cast.OFFICE)) == confirmed
    assert_every_count_agrees()


def test_withdrawing_many_times_at_once_takes_off_one(client: Client, page: ActionPage) -> None:
    for person in EVERYONE:
        cast.act(client, person)
    gone = list(Submission.objects.confirmed()[:4])
    paths = [f"/my/{links.sign('my', one.supporter_id)}/withdraw/{one.pk}/" for one in gone]
    at_once(lambda n: post(paths[n % 4], {}), range(40))
    assert tally.read(page.campaign_id).confirmed == len(EVERYONE) - 4
    assert len(cast.post_for(cast.OFFICE)) == len(EVERYONE) - 4
    assert_every_count_agrees()


def test_withdrawing_while_a_letter_comes_back_from_the_office_lets_nothing_leave(
    client: Client, page: ActionPage
) -> None:
    done = [cast.act(client, person) for person in EVERYONE]
    Message.objects.for_purposes(["action"]).update(state="inflight")
    letters = list(Message.objects.for_purposes(["action"]))
    comings = [
        lambda letter=letter: receipts.apply([Move(message=letter, new="queued", reply="451")])
        for letter in letters
    ]
    goings = [
        lambda one=one: post(f"/my/{links.sign('my', one.supporter_id)}/withdraw/{one.pk}/", {})
        for one in done
    ]
    both = [deed for pair in zip(comings, goings, strict=True) for deed in pair]
    at_once(lambda deed: deed(), both)
    assert Counter(Message.objects.for_purposes(["action"]).values_list("state", flat=True)) == {
        "cancelled": len(done)
    }
    assert_every_count_agrees()


def test_the_count_is_exact_however_many_move_it_at_once(page: ActionPage) -> None:
    def move(number: int) -> None:
        tally.move(
            campaign_id=page.campaign_id,
            metric=Metric.CONFIRMED,
            delta=-1 if number % 3 == 0 else 1,
            area=("US-NJ", "US-CA", "AM")[number % 5 % 3],
            ref=uuid7(),
        )

    at_once(move, range(300))
    assert tally.read(page.campaign_id).confirmed == 100
    assert sum(area.confirmed for area in tally.series(page.campaign_id, "area").values()) == 100
    assert sum(day.confirmed for day in tally.series(page.campaign_id, "day").values()) == 100
    assert tally.disagreements() == []


def test_counters_that_are_made_anew_while_the_count_moves_are_right(page: ActionPage) -> None:
    def step(number: int) -> None:
        [tally.rebuild, move_one][number % 10 > 0]()

    def move_one() -> None:
        tally.move(campaign_id=page.campaign_id, metric=Metric.CONFIRMED, delta=1, area="AM", ref=uuid7())

    at_once(step, range(200))
    assert tally.read(page.campaign_id).confirmed == 180
    assert tally.disagreements() == []


def test_the_words_of_a_consent_are_one_version_though_many_ask_at_once(page: ActionPage) -> None:
    found = at_once(lambda n: text_of(kind="updates", language="fr", text=f"Words {n % 4}").pk, range(80))
    assert len(set(found)) == 4


def test_a_first_visit_by_many_at_once_is_answered(page: ActionPage) -> None:
    page.campaign.organization = "A new name"
    page.campaign.save()
    statuses = at_once(lambda _: Client().get(f"/{SLUG}/").status_code, range(12))
    assert Counter(statuses) == {200: 12}


def test_recounting_says_that_all_agree_and_finds_what_was_bent(client: Client, page: ActionPage) -> None:
    for person in EVERYONE:
        cast.act(client, person)
    said = StringIO()
    call_command("recount", stdout=said)
    assert "DIFFERS" not in said.getvalue() and "agrees" in said.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_tallycounter SET n = n + 1 WHERE metric = 'confirmed'")
    with pytest.raises(CommandError):
        call_command("recount", stdout=said)
    assert "DIFFERS" in said.getvalue()
    call_command("recount", "--repair", stdout=StringIO())
    assert tally.read(page.campaign_id).confirmed == len(EVERYONE)


def test_the_delivered_count_follows_the_letters_both_ways(client: Client, page: ActionPage) -> None:
    for person in EVERYONE:
        cast.act(client, person)
    Message.objects.for_purposes(["action"]).update(state="inflight")
    letters = list(Message.objects.for_purposes(["action"]))
    at_once(lambda letter: receipts.apply([Move(message=letter, new="accepted", reply="250 taken")]), letters)
    assert tally.read(page.campaign_id).delivered == len(EVERYONE)
    at_once(
        lambda letter: receipts.settle(message_id=letter.pk, state="bounced", reply="550 no"), letters[:3] * 5
    )
    assert tally.read(page.campaign_id).delivered == len(EVERYONE) - 3
    again = outbox.requeue(ids=[letter.pk for letter in letters])
    assert {letter.pk for letter in again} == {letter.pk for letter in letters[:3]}
    assert_every_count_agrees()
