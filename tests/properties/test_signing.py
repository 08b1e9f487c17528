"""A letter in any order of deeds: who is listed has signed and is proven, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.core.errors import Refusal
from tocsin.letters import freezing, roll, signing, versions
from tocsin.letters.models import Freeze, Letter, LetterVersion, Signature, SignatureEvent
from tocsin.letters.roll import Entry, Roll
from tocsin.organizations import merging, proofs, registering
from tocsin.organizations.models import Member, Organization, Proof

NAMES = ("Amber Circle", "Birch Society", "Cedar House", "Dogwood Press")
WHICH = st.integers(0, 2**16)
GAVE = {"signed", "approved", "confirmed"}


def quietly(deed: Callable[[], object]) -> None:
    """A refusal is an answer; what it must leave untouched, the invariants see."""
    try:
        with transaction.atomic():
            deed()
    except Refusal:
        pass


class Letters(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.held = transaction.atomic()
        self.held.__enter__()
        self.user = User.objects.create_user("ed")
        self.letter = scene.letter(addressed=False, takes_people=True)
        self.words = 0
        for number, name in enumerate(NAMES):
            body = bodies.organization(name, proven=number < 2)
            Organization.objects.filter(pk=body.pk).update(two_person=number % 2 == 1)
            for who in ("Anna", "Berta"):
                bodies.member(body, who)
        scene.up(self.letter)
        self.fixed: dict[object, tuple[object, ...]] = {}
        self.events: list[Any] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.held.__exit__(None, None, None)

    def version(self) -> LetterVersion:
        found = versions.current(self.letter)
        assert found is not None
        return found

    def member(self, which: int) -> Member:
        found = list(Member.objects.active().order_by("email"))
        return found[which % len(found)]

    def body(self, which: int) -> Organization:
        return Organization.objects.order_by("name")[which % len(NAMES)]

    def some(self, which: int) -> list[Signature]:
        found = list(Signature.objects.order_by("id"))
        return found[which % max(1, len(found)) :][:1]

    @rule(which=WHICH)
    def sign(self, which: int) -> None:
        who = self.member(which)
        quietly(
            lambda: signing.sign(member=who, letter=self.letter, claim=scene.CLAIM, version=self.version())
        )

    @rule(which=WHICH, by=WHICH, says=st.sampled_from([signing.approve, signing.approve, signing.refuse]))
    def decide(self, which: int, by: int, says: Callable[..., object]) -> None:
        for one in self.some(which):
            quietly(partial(says, member=self.member(by), signature=one))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        for one in self.some(which):
            by = Member.objects.filter(organization=one.organization).first() if one.organization else None
            quietly(partial(signing.withdraw, signature=one, member=by))

    @rule(number=st.integers(0, 2))
    def ask_as_a_person(self, number: int) -> None:
        quietly(
            lambda: signing.sign_as_person(
                letter=self.letter, claim=scene.CLAIM, email=f"p{number}@example.org", country="FR",
                affiliation="", language="en", version=self.version(),
            )
        )  # fmt: skip

    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        for one in Signature.objects.people().order_by("id")[which % 3 :][:1]:
            quietly(partial(signing.confirm_person, one, version=self.version()))

    @rule()
    def correct(self) -> None:
        self.words += 1
        scene.write(self.letter, f"Words {self.words}.")
        quietly(lambda: versions.put_up(user=None, letter=self.letter, note="Better words"))

    @rule()
    def freeze(self) -> None:
        quietly(lambda: freezing.freeze(user=None, letter=self.letter))

    @rule(which=WHICH)
    def prove(self, which: int) -> None:
        body = self.body(which)
        Proof.objects.create(
            organization=body,
            kind="dns",
            state="proven",
            decided_at=timezone.now(),
        )
        registering.restate(body.pk)

    @rule(which=WHICH)
    def end_a_proof(self, which: int) -> None:
        for proof in Proof.objects.filter(organization=self.body(which), state="proven")[:1]:
            proofs.end(user=self.user, proof=proof, reason="Sold")

    @rule(which=WHICH, deed=st.sampled_from([merging.block, merging.unblock, merging.unblock]))
    def block(self, which: int, deed: Callable[..., None]) -> None:
        deed(user=self.user, organization=self.body(which), reason="Looked at")

    @rule(which=WHICH, into=WHICH)
    def merge(self, which: int, into: int) -> None:
        one, other = self.body(which), self.body(into)
        quietly(lambda: merging.merge(user=self.user, organization=one, into=other))

    # --- What always holds ----------------------------------------------------------------------------------------
    def look(self) -> tuple[Roll, Freeze | None]:
        letter, frozen = Letter.objects.get(pk=self.letter.pk), freezing.in_force(self.letter)
        return roll.roll(letter, self.version(), frozen, "en"), frozen

    @invariant()
    def who_is_listed_has_signed_and_is_proven(self) -> None:
        found, frozen = self.look()
        listed = [entry for group in found.groups for entry in group.entries] + found.people
        vouched = [*found.late, *found.earlier, *([] if frozen else listed)]
        rows = {str(one.pk): one for one in Signature.objects.select_related("organization")}
        for entry in vouched:
            body = rows[entry.id].organization
            assert body is None or body.state == "proven"
        for entry in [*listed, *found.late, *found.earlier]:
            row = rows[entry.id]
            assert row.withdrawn_at is None
            assert GAVE & set(row.events.values_list("verb", flat=True))
        assert all(rows[entry.id].state == "signed" for entry in [*found.late, *([] if frozen else listed)])

    @invariant()
    def nobody_stands_twice_and_every_count_is_the_length_of_its_list(self) -> None:
        found, _frozen = self.look()
        bodies_ = [entry for group in found.groups for entry in group.entries]
        everybody: list[Entry] = [
            *bodies_, *found.people, *found.late, *found.earlier, *found.withdrawn, *found.struck
        ]  # fmt: skip
        ids = [entry.id for entry in everybody]
        assert len(ids) == len(set(ids))
        assert found.organizations == len(bodies_)
        owners = dict(Signature.objects.values_list("pk", "organization"))
        shown: list[Any] = [
            owners[pk] for pk in owners if str(pk) in {one.id for one in [*bodies_, *found.late]}
        ]
        assert len(shown) == len(set(shown)) + (shown.count(None) or 1) - 1
        assert all(entry.name == "" for entry in found.withdrawn if entry.kind == roll.PERSON)

    @invariant()
    def what_was_frozen_never_changes_and_every_one_of_it_is_accounted_for(self) -> None:
        for one in Freeze.objects.all():
            known = (versions.canonical(one.signatories), one.names_sha256, one.text_sha256, one.at)
            assert self.fixed.setdefault(one.pk, known) == known
            assert versions.digest(one.signatories) == one.names_sha256
            assert {record["version"] for record in one.signatories} == {one.version.number}
        found, frozen = self.look()
        shown = [entry for group in found.groups for entry in group.entries] + found.people
        told = {entry.id for entry in [*shown, *found.withdrawn, *found.struck]}
        assert {record["id"] for record in (frozen.signatories if frozen else [])} <= told

    @invariant()
    def no_event_is_lost(self) -> None:
        now: list[Any] = list(
            SignatureEvent.objects.order_by("id").values_list("id", "signature", "verb", "version")
        )
        assert now[: len(self.events)] == self.events
        self.events = now
        latest = {pk: verb for _id, pk, verb, _version in now if verb != "moved"}
        after = {"signed": GAVE, "withdrawn": {"withdrawn"}, "refused": {"refused", "cancelled"}}
        for pk, state in Signature.objects.exclude(state__in=("waiting", "unconfirmed")).values_list(
            "pk", "state"
        ):
            assert latest[pk] in after[state]


@pytest.mark.django_db
def test_a_letter_under_any_order_of_deeds() -> None:
    quick = settings(
        max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Letters, settings=quick)
