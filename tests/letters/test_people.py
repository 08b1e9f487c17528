"""People who sign for themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.letters import scene
from tests.letters.look import ask, history, look, names, person, up
from tests.organizations import scene as bodies
from tests.organizations.deeds import mails, refused
from tocsin.letters import freezing, notices, signing, versions
from tocsin.letters.models import Letter, Signature, SignatureEvent
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


# --- People ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def open_letter(letter: Letter) -> Letter:
    Letter.objects.filter(pk=letter.pk).update(takes_people=True)
    return Letter.objects.get(pk=letter.pk)


def test_a_person_stands_only_once_they_have_answered_our_mail(open_letter: Letter) -> None:
    ask(open_letter)
    assert look(open_letter).people == []
    [mail] = mails("person")
    assert (mail.recipient, mail.ref, mail.language) == ("pat@example.org", person().pk, "fr")
    signing.confirm_person(person())
    signing.confirm_person(person())
    [entry] = look(open_letter).people
    assert (entry.name, entry.title, entry.affiliation, entry.country) == (
        "Pat Example",
        "Teacher",
        "A School",
        "FR",
    )
    assert history(person()) == ["confirmed"]
    assert look(open_letter).organizations == 0


def test_a_letter_of_organizations_takes_no_people(letter: Letter) -> None:
    with refused("people"):
        ask(letter)


def test_the_same_address_again_changes_nothing_and_is_told_the_same(open_letter: Letter) -> None:
    ask(open_letter)
    signing.confirm_person(person())
    ask(open_letter, "PAT@example.org", name="Somebody Else")
    assert (person().name, person().state) == ("Pat Example", "signed")
    assert len(mails("person")) == 2


def test_three_mails_a_day_to_one_address(open_letter: Letter) -> None:
    for _ in range(5):
        ask(open_letter)
    assert len(mails("person")) == notices.MAILS_A_DAY == 3
    assert Signature.objects.count() == 1


def test_an_address_that_was_emptied_with_time_still_gets_its_link(open_letter: Letter) -> None:
    ask(open_letter)
    signing.confirm_person(person())
    Signature.objects.update(email="")
    ask(open_letter)
    assert [mail.recipient for mail in mails("person")] == ["pat@example.org"] * 2


def test_a_person_who_took_their_name_off_is_named_no_more(open_letter: Letter) -> None:
    scene.signed(open_letter, "Amber")
    ask(open_letter)
    signing.confirm_person(person())
    freezing.freeze(user=None, letter=open_letter)
    signing.withdraw(signature=person(), member=None, why="It is not safe for me")
    found = look(open_letter)
    [entry] = found.withdrawn
    assert (entry.kind, entry.name, entry.other, entry.title, entry.affiliation, entry.country) == (
        "person", "", "", "", "", "",
    )  # fmt: skip
    assert "Pat" not in str(found)
    assert SignatureEvent.objects.filter(note__contains="safe").count() == 0


def test_a_stranger_does_not_bring_back_a_person_who_took_their_name_off(open_letter: Letter) -> None:
    scene.signed(open_letter, "Amber")
    ask(open_letter)
    signing.confirm_person(person())
    freezing.freeze(user=None, letter=open_letter)
    signing.withdraw(signature=person(), member=None)
    ask(open_letter)
    assert (look(open_letter).people, len(look(open_letter).withdrawn)) == ([], 1)
    assert Signature.objects.withdrawn().count() == 1
    signing.confirm_person(person())
    assert (names(look(open_letter).people), look(open_letter).withdrawn) == (["Pat Example"], [])


def test_a_person_signs_the_corrected_text_by_their_link(open_letter: Letter) -> None:
    ask(open_letter)
    signing.confirm_person(person())
    scene.write(open_letter, "Other words.")
    versions.put_up(user=None, letter=open_letter, note="A date")
    assert (look(open_letter).people, names(look(open_letter).earlier)) == ([], ["Pat Example"])
    signing.confirm_person(person(), version=up(open_letter))
    assert (names(look(open_letter).people), look(open_letter).earlier) == (["Pat Example"], [])


def test_who_confirms_words_that_were_replaced_reads_the_new_ones_first(open_letter: Letter) -> None:
    ask(open_letter)
    scene.write(open_letter, "Other words.")
    versions.put_up(user=None, letter=open_letter, note="A date")
    with refused("version"):
        signing.confirm_person(person())
    assert look(open_letter).people == []
