"""The list of names: in the reader's language, in the letter's order."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.letters import freezing, roll, versions
from tocsin.letters.alphabet import collation
from tocsin.letters.models import Letter, LetterVersion, Signature
from tocsin.organizations import registering
from tocsin.organizations.registering import Name

pytestmark = pytest.mark.django_db


def arranged(code: str, *names: str) -> list[str]:
    return sorted(names, key=lambda name: collation(name, code))


ALPHABETS = [
    ("en", ["Amber", "Årgang", "Azure", "Éclat", "Edge", "“Free” Press", "Łódź House", "Lyre", "Øre", "Zeta"]),
    ("hy", ["Արև", "Բաց դուռ", "«Գետ» ՀԿ", "Եվա", "Երևան", "Զանգ", "Ծաղիկ", "Հույս", "Ձայն", "Ֆիլմ", "Amber"]),
    ("ru", ["Арка", "Ель", "Ёлка", "Живой", "Искра", "«Йога»", "Каре", "Щит", "Эхо", "Яхта", "Amber", "Արև"]),
    ("ar", ["البيت", "أمل", "بذرة", "تراث", "جسر", "حرية", "سلام", "نور", "وطن", "يد", "Amber"]),
    ("en", ["amber", "AMBER HOUSE", "Amber street", "Арка", "Արև", "جسر"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "names"), ALPHABETS)
def test_by_the_alphabet_of_the_reader(code: str, names: list[str]) -> None:
    assert arranged(code, *reversed(names)) == names


def test_the_marks_and_quotes_of_a_name_do_not_move_it() -> None:
    for names in permutations(["Eclat A", "Éclat B", "«Eclat» C", "(Eclat) D"]):
        assert arranged("en", *names) == ["Eclat A", "Éclat B", "«Eclat» C", "(Eclat) D"]


def look(letter: Letter, code: str = "en") -> roll.Roll:
    version = versions.current(letter)
    assert version is not None
    return roll.roll(letter, version, freezing.in_force(letter), code)


def listed(found: roll.Roll) -> list[str]:
    return [entry.name for group in found.groups for entry in group.entries]


def ready(**fields: Any) -> Letter:
    letter = scene.letter(addressed=False, **fields)
    scene.up(letter)
    return letter


def age(letter: Letter, *names: str) -> None:
    """As if they had signed in this order, a day after each other."""
    for days, name in enumerate(reversed(names)):
        moment = timezone.now() - timedelta(days=days)
        Signature.objects.filter(letter=letter, organization__name=name).update(signed_at=moment)


@pytest.mark.parametrize("frozen", [False, True])
def test_hosts_first_then_the_alphabet_or_the_date(frozen: bool) -> None:
    letter = ready()
    signed = {name: scene.signed(letter, name) for name in ("Amber", "Birch", "Cedar", "Dogwood")}
    for name in ("Dogwood", "Birch"):
        scene.host(letter, signed[name].organization)  # type: ignore[arg-type]
    age(letter, "Cedar", "Birch", "Amber", "Dogwood")
    [lambda: None, lambda: freezing.freeze(user=None, letter=letter)][frozen]()
    letter.refresh_from_db()

    def order(**fields: Any) -> list[str]:
        for name, value in fields.items():
            setattr(letter, name, value)
        return listed(look(letter))

    assert order(order="alphabet", hosts_first=True) == ["Dogwood", "Birch", "Amber", "Cedar"]
    assert order(order="date", hosts_first=True) == ["Dogwood", "Birch", "Cedar", "Amber"]
    assert order(order="date", hosts_first=False) == ["Cedar", "Birch", "Amber", "Dogwood"]
    assert order(order="alphabet", hosts_first=False) == ["Amber", "Birch", "Cedar", "Dogwood"]


def test_by_country_in_the_alphabet_of_the_reader() -> None:
    letter = ready(by_country=True)
    for name, country in (("Amber", "US"), ("Birch", "AM"), ("Cedar", "DE"), ("Dogwood", "AM")):
        scene.signed(letter, name, country=country)
    found = look(letter)
    assert [(group.country, [one.name for one in group.entries]) for group in found.groups] == [
        ("AM", ["Birch", "Dogwood"]),
        ("DE", ["Cedar"]),
        ("US", ["Amber"]),
    ]
    assert (found.countries, found.organizations) == (3, 4)
    assert [group.country for group in look(letter, "fr").groups] == ["DE", "AM", "US"]


@pytest.mark.parametrize("frozen", [False, True])
def test_names_in_the_language_of_the_reader_and_in_their_own(frozen: bool) -> None:
    letter = ready()
    signature = scene.signed(letter, "Հայաստանի գետեր", language="hy")
    assert signature.organization is not None
    others = [Name("Rivers of Armenia", "en"), Name("RA", "en", "short"), Name("No language")]
    registering.change(organization=signature.organization, others=others)
    [lambda: None, lambda: freezing.freeze(user=None, letter=letter)][frozen]()
    shown = {code: look(letter, code).groups[0].entries[0] for code in ("en", "hy", "fr")}
    assert [(one.name, one.other) for one in shown.values()] == [
        ("Rivers of Armenia", "Հայաստանի գետեր"),
        ("Հայաստանի գետեր", ""),
        ("Հայաստանի գետեր", ""),
    ]


def test_a_signer_who_does_not_want_to_be_shown_is_not() -> None:
    letter = ready()
    who = bodies.member(bodies.organization("Amber"))
    scene.sign(letter, who, roll_claim(show_signer=False))
    [entry] = look(letter).groups[0].entries
    assert (entry.signer, entry.title) == ("", "")
    [record] = freezing.freeze(user=None, letter=letter).signatories
    assert (record["signer"], record["title"]) == ("", "")


def roll_claim(**fields: Any) -> Any:
    return type(scene.CLAIM)(name="Anna Example", title="Director", **fields)


def test_late_names_stand_in_the_order_they_came() -> None:
    letter = ready()
    scene.signed(letter, "Amber")
    freezing.freeze(user=None, letter=letter)
    letter.refresh_from_db()
    for name in ("Cedar", "Birch", "Dogwood"):
        scene.signed(letter, name)
    age(letter, "Dogwood", "Cedar", "Birch")
    assert [entry.name for entry in look(letter).late] == ["Dogwood", "Cedar", "Birch"]


def test_every_count_is_the_length_of_its_list() -> None:
    letter = ready()
    for n in range(5):
        scene.signed(letter, f"Body {chr(65 + n) * 5}", country=("AM", "FR")[n % 2])
    found = look(letter)
    assert (found.organizations, found.countries) == (len(listed(found)), 2) == (5, 2)
    assert LetterVersion.objects.count() == 1


def test_three_hundred_letters_of_a_name_stand_whole() -> None:
    letter = ready()
    name = "Ա" * 300
    scene.signed(letter, name, language="hy")
    assert listed(look(letter)) == [name]
    assert freezing.freeze(user=None, letter=letter).signatories[0]["names"] == {"hy": name}
