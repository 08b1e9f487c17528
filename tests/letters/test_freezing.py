"""The moment at which text and names become what they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.letters import scene
from tests.organizations import scene as bodies
from tests.organizations.deeds import at_once, mails, refused
from tocsin.core.models import AuditEntry
from tocsin.letters import freezing, roll, signing, versions
from tocsin.letters.models import Freeze, Letter, Signature
from tocsin.letters.moments import deadline_words
from tocsin.organizations.models import Member

pytestmark = pytest.mark.django_db


def ready(*names: str, **fields: Any) -> Letter:
    letter = scene.letter(addressed=False, **fields)
    scene.up(letter)
    for name in names:
        scene.signed(letter, name)
    return letter


def look(letter: Letter) -> roll.Roll:
    version = versions.current(letter)
    assert version is not None
    return roll.roll(letter, version, freezing.in_force(letter), "en")


def listed(found: roll.Roll) -> list[str]:
    return [entry.name for group in found.groups for entry in group.entries]


def test_text_and_names_are_fixed_with_their_digests() -> None:
    letter = ready("Amber", "Birch")
    frozen = freezing.freeze(user=None, letter=letter)
    version = versions.current(letter)
    assert version is not None
    assert (frozen.organizations, frozen.people, frozen.version) == (2, 0, version)
    assert frozen.text_sha256 == versions.digest([version.authoritative, version.texts])
    assert frozen.names_sha256 == versions.digest(Freeze.objects.get().signatories)
    assert AuditEntry.objects.get(verb="letter.frozen").detail == {"version": 1, "names": 2}
    letter.refresh_from_db()
    assert (letter.state, freezing.in_force(letter), freezing.latest(letter)) == ("frozen", frozen, frozen)


def test_what_the_frozen_names_say_is_what_was_true_then() -> None:
    letter = ready("Amber")
    body = Signature.objects.get().organization
    assert body is not None
    freezing.freeze(user=None, letter=letter)
    type(body).objects.filter(pk=body.pk).update(name="Another Name", country="FR")
    Signature.objects.update(name="Somebody Else", title="None")
    [entry] = look(letter).groups[0].entries
    assert (entry.name, entry.country, entry.signer, entry.title) == (
        "Amber",
        "AM",
        "Anna Example",
        "Director",
    )


def test_what_cannot_be_frozen() -> None:
    letter = scene.letter(addressed=False)
    with refused("state"):
        freezing.freeze(user=None, letter=letter)
    scene.up(letter)
    with refused("empty"):
        freezing.freeze(user=None, letter=letter)
    scene.signed(letter)
    freezing.freeze(user=None, letter=letter)
    with refused("frozen"):
        freezing.freeze(user=None, letter=letter)
    assert Freeze.objects.count() == 1


# --- By the clock ---------------------------------------------------------------------------------------------------
def test_a_letter_is_frozen_once_its_deadline_has_passed_and_not_before() -> None:
    now = timezone.now()
    early, late = ready("Amber", slug="a"), ready("Birch", slug="b")
    Letter.objects.filter(pk=early.pk).update(deadline=now - timedelta(seconds=1))
    Letter.objects.filter(pk=late.pk).update(deadline=now + timedelta(minutes=5))
    assert (freezing.freeze_due(), freezing.freeze_due()) == (1, 0)
    assert Freeze.objects.get().letter == early


def test_what_the_clock_leaves_alone() -> None:
    past = timezone.now() - timedelta(days=1)
    ready("Amber", slug="a", freezes_itself=False)
    ready(slug="b")
    ready("Cedar", slug="c")
    Letter.objects.filter(slug="c").update(state="stopped")
    ready("Dogwood", slug="d")
    Letter.objects.exclude(slug="d").update(deadline=past)
    assert freezing.freeze_due() == 0
    assert dict(Letter.objects.values_list("slug", "state")) == {
        "a": "signing",
        "b": "signing",
        "c": "stopped",
        "d": "signing",
    }


@pytest.mark.parametrize(
    ("local", "zone", "instant", "words"),
    [
        ((2026, 3, 29, 3, 30), "Europe/Paris", (2026, 3, 29, 1, 30), "March 29, 2026, 03:30 (Paris time)"),
        ((2026, 3, 28, 23, 0), "Europe/Paris", (2026, 3, 28, 22, 0), "March 28, 2026, 23:00 (Paris time)"),
        ((2026, 10, 25, 23, 0), "Europe/Paris", (2026, 10, 25, 22, 0), "October 25, 2026, 23:00 (Paris time)"),
        ((2026, 2, 9, 0, 30), "Asia/Yerevan", (2026, 2, 8, 20, 30), "February 9, 2026, 00:30 (Yerevan time)"),
        ((2026, 11, 1, 12, 0), "America/New_York", (2026, 11, 1, 17, 0), "November 1, 2026, 12:00 (New York time)"),
    ],
)  # fmt: skip
def test_a_deadline_is_a_moment_whatever_the_clocks_of_its_zone_do(
    local: tuple[int, ...], zone: str, instant: tuple[int, ...], words: str
) -> None:
    there = datetime(*local, tzinfo=ZoneInfo(zone))  # type: ignore[misc, arg-type]
    moment = datetime(*instant, tzinfo=UTC)  # type: ignore[misc, arg-type]
    letter = Letter.objects.create(
        name="Letter", slug="letter", deadline=there, time_zone=zone, state="signing"
    )
    letter.refresh_from_db()
    assert letter.deadline == moment
    assert letter.takes_names(moment - timedelta(seconds=1))
    assert not letter.takes_names(moment)
    assert deadline_words(letter) == words


def test_before_the_embargo_ends_it_is_not_public() -> None:
    moment = timezone.now()
    letter = ready("Amber", embargo_until=moment)
    letter.refresh_from_db()
    before = moment - timedelta(seconds=1)
    assert (letter.is_public(before), letter.is_public(moment)) == (False, True)
    assert list(Letter.objects.public(before)) == []
    assert list(Letter.objects.public(moment)) == [letter]


# --- Whom it is told to ---------------------------------------------------------------------------------------------
def test_everybody_under_it_is_told_once_where_it_stands() -> None:
    letter = ready("Amber", "Birch")
    gone = Signature.objects.get(organization__name="Birch")
    frozen = freezing.freeze(user=None, letter=letter)
    signing.withdraw(signature=gone, member=gone.member)
    assert [freezing.tell_signers(frozen.pk) for _ in range(2)] == [2, 2]
    assert [mail.recipient for mail in mails("frozen")] == ["anna.amber@example.org"]


# --- At the same moment ---------------------------------------------------------------------------------------------
ROUNDS = range(12)


def people(*names: str) -> list[Member]:
    return [bodies.member(bodies.organization(name)) for name in names]


def letter_of(number: int, *signers: Member) -> Letter:
    """One letter for each round, under which these have signed."""
    letter = ready(slug=f"round-{number}")
    for signer in signers:
        scene.sign(letter, signer)
    return letter


@pytest.mark.django_db(transaction=True)
def test_of_two_who_freeze_at_once_one_is_told_that_it_is_frozen() -> None:
    [amber] = people("Amber")
    for number in ROUNDS:
        letter = letter_of(number, amber)
        ended = at_once(*[partial(freezing.freeze, user=None, letter=letter)] * 2)
        assert sorted(ended) == ["done", "frozen"]
        assert letter.freezes.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_at_the_moment_of_freezing_is_before_or_after_and_never_lost() -> None:
    amber, birch = people("Amber", "Birch")
    for number in ROUNDS:
        letter = letter_of(number, amber, birch)
        gone = letter.signatures.get(member=amber)
        ended = at_once(
            partial(freezing.freeze, user=None, letter=letter),
            partial(signing.withdraw, signature=gone, member=amber),
        )
        gone.refresh_from_db()
        frozen, found = letter.freezes.get(), look(letter)
        assert ended == ["done", "done"]
        assert gone.withdrawn_at is not None
        is_in = str(gone.pk) in {record["id"] for record in frozen.signatories}
        assert is_in == (gone.withdrawn_at > frozen.at)
        assert (listed(found), [one.name for one in found.withdrawn]) == (["Birch"], ["Amber"])
        assert list(gone.events.values_list("verb", flat=True)) == ["signed", "withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_a_name_at_the_moment_of_freezing_is_in_it_or_late() -> None:
    amber, birch = people("Amber", "Birch")
    for number in ROUNDS:
        letter = letter_of(number, amber)
        ended = at_once(
            partial(freezing.freeze, user=None, letter=letter),
            partial(scene.sign, letter, birch),
        )
        assert ended == ["done", "done"]
        found, signature = look(letter), letter.signatures.get(member=birch)
        late = [one.name for one in found.late]
        assert (listed(found), late, signature.late) in [
            (["Amber", "Birch"], [], False),
            (["Amber"], ["Birch"], True),
        ]


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_staff_who_move_the_deadline() -> None:
    [amber] = people("Amber")
    now = timezone.now()
    for number in ROUNDS:
        letter = letter_of(number, amber)
        this = Letter.objects.filter(pk=letter.pk)
        this.update(deadline=now - timedelta(minutes=1))
        at_once(freezing.freeze_due, partial(this.update, deadline=now + timedelta(days=1)))
        letter.refresh_from_db()
        assert (letter.state, letter.freezes.count()) in [("frozen", 1), ("signing", 0)]
