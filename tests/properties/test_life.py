"""The life of acts over the real database, in any order: the count is always the number of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests import cast
from tests.cast import ANAHIT, DANIEL, NAREK, SLUG, Person
from tocsin.actions import published
from tocsin.actions.models import Submission
from tocsin.campaigns import tally
from tocsin.campaigns.models import TallyEntry
from tocsin.core import links
from tocsin.delivery import outbox, receipts
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move

PEOPLE = st.sampled_from(
    [ANAHIT, replace(ANAHIT, email="Anahit+x@EXAMPLE.org"), DANIEL, replace(DANIEL, name="Dan"), NAREK]
)
WORDS = st.sampled_from(["", "One.", "Two."])
WHICH = st.integers(0, 20)


class Lives(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        published.clear()
        self.campaign = cast.open_campaign().campaign_id
        self.client = Client()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def post(self, path: str, **data: str) -> None:
        assert self.client.post(path, data).status_code == 303

    def some(self, which: int, *states: str) -> list[Submission]:
        """One of those in these states, or none."""
        found = list(Submission.objects.filter(state__in=states).order_by("id"))
        return found[which % max(1, len(found)) :][:1]

    @rule(person=PEOPLE, words=WORDS)
    def send(self, person: Person, words: str) -> None:
        assert cast.send(self.client, person, own_words=words).status_code == 303

    @rule(which=WHICH)
    def ask_again(self, which: int) -> None:
        for act in self.some(which, "pending", "confirmed", "repeat", "void", "withdrawn"):
            cast.hours_pass(1)
            self.post(f"/{SLUG}/thanks/again/?t={links.sign('thanks', act.pk)}")

    @rule(which=WHICH, decision=st.sampled_from(["confirm", "confirm", "void"]))
    def decide(self, which: int, decision: str) -> None:
        for act in self.some(which, "pending", "confirmed", "repeat", "void", "withdrawn"):
            self.post(f"/confirm/{links.sign('confirm', act.pk)}/", decision=decision)

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        for act in self.some(which, "confirmed", "withdrawn"):
            self.post(f"/my/{links.sign('my', act.supporter_id)}/withdraw/{act.pk}/")

    @rule(
        old=st.sampled_from(["queued", "inflight", "failed"]),
        new=st.sampled_from(["inflight", "queued", "accepted", "failed"]),
    )
    def deliver(self, old: str, new: str) -> None:
        for message in Message.objects.filter(purpose="action", state=old).order_by("id")[:1]:
            allowed = receipts.states.may_move(old, new)
            receipts.apply([Move(message=message, new=new, reply="250 so it is")][:allowed])

    @rule()
    def staff_sends_again(self) -> None:
        outbox.requeue(ids=Message.objects.filter(purpose="action").values_list("pk", flat=True))

    @invariant()
    def every_way_of_counting_agrees(self) -> None:
        counts = tally.read(self.campaign)
        journal = TallyEntry.objects.filter(campaign=self.campaign, metric="confirmed").aggregate(
            n=Sum("delta")
        )["n"]
        handed_over = Message.objects.filter(purpose="action").handed_over().count()
        assert counts.confirmed == Submission.objects.confirmed().count() == (journal or 0)
        assert counts.delivered == handed_over
        assert tally.disagreements() == []

    @invariant()
    def nobody_counts_twice(self) -> None:
        people = Counter(
            bytes(each) for each in Submission.objects.confirmed().values_list("email_hash", flat=True)
        )
        assert set(people.values()) <= {1}

    @invariant()
    def nothing_waits_to_be_sent_for_who_took_it_back_or_never_confirmed(self) -> None:
        confirmed = Submission.objects.confirmed().values("pk")
        assert (
            not Message.objects.filter(purpose="action", state="queued").exclude(ref__in=confirmed).exists()
        )

    @invariant()
    def who_said_no_hears_no_more(self) -> None:
        hashes = Submission.objects.filter(state="void").values("email_hash")
        theirs = Submission.objects.filter(email_hash__in=hashes, state__in=["pending", "void"]).values("pk")
        assert not Message.objects.filter(purpose="confirm", state="queued", ref__in=theirs).exists()

    @invariant()
    def mails_stay_few(self) -> None:
        waiting = Submission.objects.filter(state__in=["pending", "void"])
        mails = Message.objects.filter(purpose="confirm", ref__in=waiting.values("pk")).values_list(
            "ref", flat=True
        )
        hashes = dict(waiting.values_list("pk", "email_hash"))
        assert max(Counter(bytes(hashes[ref]) for ref in mails).values(), default=0) <= 3


@pytest.mark.django_db
def test_acts_live_in_any_order_and_the_count_is_the_number_of_people() -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(max_examples=20, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
