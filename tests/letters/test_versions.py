"""From the draft to the text that is signed: what was up for signing never changes, and a correction asks anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.letters import scene
from tests.organizations import scene as bodies
from tests.organizations.deeds import at_once, mails, refused, staff
from tocsin.letters import freezing, inviting, roll, signing, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Freeze, Letter, LetterVersion, Signature, SignatureEvent

pytestmark = pytest.mark.django_db
NOTE = "A wrong date was put right."


@pytest.fixture
def letter(db: None) -> Letter:
    return scene.letter()


def correct(letter: Letter, *words: str, note: str = NOTE) -> LetterVersion:
    scene.write(letter, *words or ("Other words.",))
    return versions.put_up(user=None, letter=letter, note=note)


def names(found: list[roll.Entry]) -> list[str]:
    return [entry.name for entry in found]


def standing(letter: Letter, freeze: Freeze | None = None) -> list[str]:
    version = versions.current(letter)
    assert version is not None
    return [one.name for group in roll.roll(letter, version, freeze, "en").groups for one in group.entries]


def earlier(letter: Letter) -> list[str]:
    version = versions.current(letter)
    assert version is not None
    return names(roll.roll(letter, version, None, "en").earlier)


# --- Taking a version -----------------------------------------------------------------------------------------------
def test_the_same_words_are_one_version_and_other_words_the_next(letter: Letter) -> None:
    first = versions.share(user=None, letter=letter)
    assert versions.share(user=None, letter=letter) == first
    scene.write(letter, "Other words.")
    second = versions.share(user=None, letter=letter)
    assert (first.number, second.number, second.state) == (1, 2, "comments")
    assert versions.current(letter) is None
    assert versions.newest(letter) == second
    letter.refresh_from_db()
    assert letter.state == "drafting"


def test_what_was_shared_is_what_is_put_up(letter: Letter) -> None:
    shared = versions.share(user=None, letter=letter)
    assert scene.up(letter) == shared
    letter.refresh_from_db()
    assert (letter.state, letter.opened_at is None) == ("signing", False)


def test_the_words_are_those_of_the_newest_draft_published_or_not(letter: Letter) -> None:
    page = letter.pages.get().get_latest_revision_as_object()
    page.body = [("quote", "  Only a draft. "), ("paragraph", "  ")]
    page.save_revision()
    [part] = scene.up(letter).texts["en"]["body"]
    assert (part["kind"], part["text"]) == ("quote", "Only a draft.")


def test_the_digest_is_of_the_authoritative_language_and_every_word(letter: Letter) -> None:
    version = scene.up(letter)
    assert version.digest == versions.digest(["en", version.texts])
    assert versions.canonical({"b": "Ժ", "a": [1, None]}) == '{"a":[1,null],"b":"Ժ"}'.encode()


def test_without_a_text_in_its_authoritative_language_there_is_no_version() -> None:
    letter = scene.letter(languages=("hy",), language="en")
    with refused("text"):
        scene.up(letter)
    scene.write(letter, "")
    with refused("text"):
        versions.share(user=None, letter=letter)
    assert letter.versions.count() == 0


def test_the_authoritative_language_comes_first_and_stands_in_for_what_is_missing() -> None:
    version = scene.up(scene.letter(languages=("en", "hy", "fr"), language="hy"))
    assert version.languages == ["hy", "en", "fr"]
    assert version.text_in("ru")[0] == "hy"
    assert version.text_in("fr")[0] == "fr"


# --- Correcting -----------------------------------------------------------------------------------------------------
def test_a_correction_needs_a_note_and_other_words(letter: Letter) -> None:
    first = scene.up(letter)
    with refused("same"):
        versions.put_up(user=None, letter=letter, note=NOTE)
    with refused("note"):
        correct(letter, note="  ")
    assert list(letter.versions.values_list("number", "state")) == [(1, "up")]
    second = correct(letter)
    first.refresh_from_db()
    assert (first.state, second.number, second.note) == ("replaced", 2, NOTE)
    assert first.replaced_at == second.opened_at


def test_going_back_to_the_words_that_are_up_is_no_correction(letter: Letter) -> None:
    scene.up(letter)
    before = letter.pages.get().get_latest_revision()
    scene.write(letter, "Other words.")
    versions.share(user=None, letter=letter)
    before.publish()
    before.as_object().save_revision()
    with refused("same"):
        versions.put_up(user=None, letter=letter, note=NOTE)


def test_signers_are_asked_again_once_each_by_the_way_they_signed(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(takes_people=True)
    scene.up(letter)
    body = scene.signed(letter)
    signer = bodies.member(body.organization, "Sam", role="signer")  # type: ignore[arg-type]
    signing.sign_as_person(
        letter=letter, claim=scene.CLAIM, email="pat@example.org", country="FR", affiliation="",
        language="fr", version=versions.current(letter),  # type: ignore[arg-type]
    )  # fmt: skip
    person = Signature.objects.people().get()
    signing.confirm_person(person)
    gone = scene.signed(letter, "Women of the Lake")
    signing.withdraw(signature=gone, member=gone.member)
    correct(letter)
    owner = body.member
    assert owner is not None
    asked = {(mail.recipient, mail.ref, mail.language) for mail in mails("again")}
    assert asked == {(owner.email, body.pk, "en"), ("pat@example.org", person.pk, "fr")}
    assert signer.email not in {mail.recipient for mail in mails("again")}
    correct(letter, "Third words.")
    assert len(mails("again")) == 4


def test_who_signed_before_stands_under_the_earlier_version_until_they_sign_anew(letter: Letter) -> None:
    scene.up(letter)
    one, _two = scene.signed(letter, "River Watch"), scene.signed(letter, "Women of the Lake")
    correct(letter)
    assert (standing(letter), earlier(letter)) == ([], ["River Watch", "Women of the Lake"])
    assert one.member is not None
    scene.sign(letter, one.member)
    assert (standing(letter), earlier(letter)) == (["River Watch"], ["Women of the Lake"])
    frozen = freezing.freeze(user=None, letter=letter)
    assert [record["id"] for record in frozen.signatories] == [str(one.pk)]
    assert [record["version"] for record in frozen.signatories] == [2]


def test_nobody_signs_words_that_were_replaced_while_they_were_reading(letter: Letter) -> None:
    first = scene.up(letter)
    who = bodies.member(bodies.organization())
    correct(letter)
    with refused("version"):
        signing.sign(member=who, letter=letter, claim=scene.CLAIM, version=first)


def test_asked_or_refusing_anew_an_organization_still_stands_under_what_it_signed(letter: Letter) -> None:
    scene.up(letter)
    body = bodies.organization("River Watch")
    asker, second = bodies.member(body, "Anna"), bodies.member(body, "Berta")
    scene.sign(letter, asker)
    type(body).objects.filter(pk=body.pk).update(two_person=True)
    correct(letter)
    waiting = scene.sign(letter, asker)
    assert (waiting.state, waiting.version.number) == ("waiting", 2)
    assert (standing(letter), earlier(letter)) == ([], ["River Watch"])
    signing.refuse(member=second, signature=waiting, note="Not this")
    assert (standing(letter), earlier(letter)) == ([], ["River Watch"])
    signing.withdraw(signature=waiting, member=second)
    assert (standing(letter), earlier(letter)) == ([], [])


def test_a_frozen_letter_is_opened_again_only_by_other_words(letter: Letter) -> None:
    scene.up(letter)
    one = scene.signed(letter)
    frozen = freezing.freeze(user=None, letter=letter)
    with refused("same"):
        versions.put_up(user=None, letter=letter, note=NOTE)
    correct(letter)
    letter.refresh_from_db()
    assert (letter.state, freezing.in_force(letter)) == ("signing", None)
    assert freezing.latest(letter) == frozen
    assert one.member is not None
    assert scene.sign(letter, one.member).late is False
    second = freezing.freeze(user=None, letter=letter)
    assert [len(one.signatories) for one in (frozen, second)] == [1, 1]


def test_no_correction_after_the_deadline_because_nobody_could_sign_it(letter: Letter) -> None:
    scene.up(letter)
    Letter.objects.filter(pk=letter.pk).update(deadline=timezone.now() - timedelta(minutes=1))
    with refused("deadline"):
        correct(letter)
    Letter.objects.filter(pk=letter.pk).update(deadline=timezone.now() + timedelta(minutes=1))
    assert correct(letter).number == 2


# --- Whom it is shown to --------------------------------------------------------------------------------------------
def test_who_was_invited_before_there_was_a_text_hears_when_there_is_one_and_when_it_can_be_signed(
    letter: Letter,
) -> None:
    inviting.invite(user=None, letter=letter, organizations=[], guests=[Guest("Lake", "lake@example.org")])
    assert mails("invite") == []
    versions.share(user=None, letter=letter)
    assert len(mails("invite")) == 1
    versions.share(user=None, letter=letter)
    assert len(mails("invite")) == 1
    scene.up(letter)
    assert [mail.recipient for mail in mails("invite")] == ["lake@example.org"] * 2
    correct(letter)
    assert len(mails("invite")) == 2


# --- Stopping -------------------------------------------------------------------------------------------------------
def test_a_letter_is_stopped_but_not_once_it_is_frozen(letter: Letter) -> None:
    scene.up(letter)
    one = scene.signed(letter)
    versions.stop(user=staff(), letter=letter, reason="Not now")
    with refused("stopped"):
        versions.put_up(user=None, letter=letter)
    with refused("state"):
        freezing.freeze(user=None, letter=letter)
    assert one.member is not None
    other = bodies.member(bodies.organization("Women of the Lake"))
    with refused("closed"):
        scene.sign(letter, other)
    frozen = scene.letter("other", addressed=False)
    scene.up(frozen)
    scene.sign(frozen, one.member)
    freezing.freeze(user=None, letter=frozen)
    with refused("state"):
        versions.stop(user=staff("bob"), letter=frozen, reason="Too late")


# --- What the database itself refuses -------------------------------------------------------------------------------
CHANGES: list[tuple[type[Any], dict[str, Any]]] = [
    (LetterVersion, {"texts": {}}),
    (LetterVersion, {"digest": "0" * 64}),
    (LetterVersion, {"number": 9}),
    (LetterVersion, {"authoritative": "hy"}),
    (LetterVersion, {"note": "Something else"}),
    (SignatureEvent, {"verb": "withdrawn"}),
    (SignatureEvent, {"note": "Nothing happened"}),
    (Freeze, {"signatories": []}),
    (Freeze, {"names_sha256": "0" * 64}),
    (Freeze, {"text_sha256": "0" * 64}),
    (Freeze, {"at": timezone.now()}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES)
def test_what_was_said_is_never_changed(letter: Letter, model: type[Any], change: dict[str, Any]) -> None:
    scene.up(letter)
    scene.signed(letter)
    freezing.freeze(user=None, letter=letter)
    for deed in (lambda: model.objects.update(**change), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert model.objects.filter(**change).count() == 0
    assert model.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_who_signs_while_the_text_is_corrected_signs_one_of_the_two(round_: int) -> None:
    letter = scene.letter(addressed=False)
    first = scene.up(letter)
    who = bodies.member(bodies.organization())
    scene.write(letter, "Other words.")
    signed, corrected = at_once(
        lambda: signing.sign(member=who, letter=letter, claim=scene.CLAIM, version=first),
        lambda: versions.put_up(user=None, letter=letter, note=NOTE),
    )
    assert corrected == "done"
    assert (signed, Signature.objects.count(), len(mails("again"))) in [("done", 1, 1), ("version", 0, 0)]
