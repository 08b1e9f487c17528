"""What two do at the same moment."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from tests.letters import scene
from tests.letters.look import ask, history, person, state, two
from tests.organizations import scene as bodies
from tests.organizations.deeds import at_once, mails, staff
from tocsin.letters import signing
from tocsin.letters.models import Letter, Signature
from tocsin.organizations import members, merging
from tocsin.organizations.models import Organization

pytestmark = pytest.mark.django_db
ANNA, BERTA = scene.CLAIM, replace(scene.CLAIM, name="Berta Example")


@pytest.fixture
def letter(db: None) -> Letter:
    found = scene.letter()
    scene.up(found)
    return found


@pytest.fixture
def body(db: None) -> Organization:
    return bodies.organization("River Watch")


# --- At the same moment ---------------------------------------------------------------------------------------------
ROUNDS = range(5)


def ready(number: int = 0) -> Letter:
    letter = scene.letter(f"round-{number}", addressed=False)
    scene.up(letter)
    return letter


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_approve_once() -> None:
    body = bodies.organization()
    anna, berta = two(body)
    clara = bodies.member(body, "Clara")
    for number in ROUNDS:
        asked = scene.sign(ready(number), anna)
        ended = at_once(
            partial(signing.approve, member=berta, signature=asked),
            partial(signing.approve, member=clara, signature=asked),
        )
        assert sorted(ended) == ["decided", "done"]
        assert history(asked) == ["requested", "approved"]


@pytest.mark.django_db(transaction=True)
def test_approving_while_the_asker_leaves_is_before_or_too_late() -> None:
    body = bodies.organization()
    _anna, berta = two(body)
    for number in ROUNDS:
        asker = bodies.member(body, f"Clara{number}")
        asked = scene.sign(ready(number), asker)
        approved, left = at_once(
            partial(signing.approve, member=berta, signature=asked),
            partial(members.end, by=asker, member=asker),
        )
        assert left == "done"
        assert (approved, state(asked), history(asked)) in [
            ("done", "signed", ["requested", "approved"]),
            ("decided", "refused", ["requested", "cancelled"]),
        ]


@pytest.mark.django_db(transaction=True)
def test_signing_while_two_records_become_one_is_not_lost() -> None:
    kept, user = bodies.organization("River Watch"), staff()
    for number, name in enumerate(("Lake House", "Mountain Bread", "Tall Pines", "Quiet Street")):
        letter, gone = ready(number), bodies.organization(name)
        who = bodies.member(gone)
        signed, merged = at_once(
            partial(scene.sign, letter, who),
            partial(merging.merge, user=user, organization=gone, into=kept),
        )
        assert merged == "done"
        held = [row.organization_id for row in letter.signatures.all()]
        assert (signed, held) in [("done", [kept.pk]), ("role", [])]


@pytest.mark.django_db(transaction=True)
def test_eight_of_one_organization_at_once_sign_once() -> None:
    letter, body = ready(), bodies.organization()
    who = [bodies.member(body, f"Anna{n}") for n in range(8)]
    ended = at_once(*[partial(scene.sign, letter, one) for one in who])
    assert ended == ["done"] * 8
    assert history(Signature.objects.get()) == ["signed"]


@pytest.mark.django_db(transaction=True)
def test_one_person_at_once_is_one_and_gets_three_mails_at_most() -> None:
    letter = ready()
    Letter.objects.update(takes_people=True)
    assert at_once(*[lambda: ask(letter)] * 6) == ["done"] * 6
    assert person().state == "unconfirmed"
    assert len(mails("person")) == 3
