"""Versions of one text are found, texts of strangers are not, in any script."""

from __future__ import annotations

import random

import numpy as np
import pytest
from django.forms import CharField
from django.forms import Form as PlainForm
from django.template import Context, Template

from tests.offices import letters
from tocsin.offices import sketch, wording
from tocsin.offices.clusters import cluster

ENGLISH = " ".join(f"sentence {n} speaks of matter {n * 7} and river {n * 3}." for n in range(12))
SCRIPTS = {
    "han": "我们请求您保护这条河流，因为孩子们每年夏天都在河里游泳，而且渔民没有其他生计。请您在下周投票支持。",
    "thai": "โปรดรักษาแม่น้ำของเราให้สะอาดเพราะเด็กๆว่ายน้ำที่นั่นทุกฤดูร้อนและชาวประมงไม่มีอาชีพอื่น",
    "arabic": "نرجو منكم أن تحافظوا على نظافة النهر لأن أطفال القرية يسبحون فيه كل صيف وليس للصيادين رزق آخر",
    "armenian": "Խնդրում ենք մաքուր պահել գետը, քանի որ գյուղի երեխաները ամեն ամառ լողում են այնտեղ",
}


class Form(PlainForm):
    own_words = CharField(required=False)
    body = CharField(required=False)


def sketches(texts: list[str]) -> sketch.Sketch:
    return np.stack([sketch.sketch(sketch.groups(text)) for text in texts])


def test_small_edits_stay_together_and_strangers_apart() -> None:
    dice = random.Random(7)  # noqa: S311
    words = letters.vocabulary(dice)
    template = letters.letter(dice, words, 14)
    copies = [letters.edited(dice, template, 0.1, words) for _ in range(400)]
    strangers = [letters.letter(dice, words) for _ in range(1500)]
    labels = cluster(sketches([template, *copies, *strangers]))
    assert (labels[:401] == 0).mean() >= 0.95
    alone = labels[401:] == np.arange(401, 1901)
    assert (~alone).mean() <= 0.001


def test_groups_are_those_that_a_chain_of_versions_joins() -> None:
    dice = random.Random(11)  # noqa: S311
    words = letters.vocabulary(dice)
    chain = [letters.letter(dice, words, 12)]
    for _ in range(30):
        chain.append(letters.edited(dice, chain[-1], 0.05, words))
    other = letters.letter(dice, words, 12)
    mixed = [other, *chain[::-1], other + " The end."]
    assert cluster(sketches(mixed)).tolist() == [0, *[1] * 31, 0]
    assert cluster(sketches(mixed)[:1]).tolist() == [0]
    assert cluster(sketches(mixed)[:0]).tolist() == []


@pytest.mark.parametrize("text", [ENGLISH, *SCRIPTS.values()], ids=["latin", *SCRIPTS])
def test_one_change_is_an_edit_in_any_script(text: str) -> None:
    middle = len(text) // 2
    assert wording.measure("", text, text).kind == "template"
    assert wording.measure("", text[:middle] + text[middle + 1 :], text).kind == "edited"
    assert wording.measure("", SCRIPTS["han"] + ENGLISH[::-1], text[:middle]).kind == "own"


def test_case_spaces_and_punctuation_are_no_edit() -> None:
    assert (
        wording.measure(" ", "PLEASE,  keep\r\nthe “river” clean", "Please keep the river clean.").kind
        == "template"
    )


def test_a_line_of_ones_own_makes_it_an_edit() -> None:
    assert wording.measure("I live there.", ENGLISH, ENGLISH).kind == "edited"


def test_the_likeness_of_sketches_is_that_of_the_texts() -> None:
    dice = random.Random(3)  # noqa: S311
    words = letters.vocabulary(dice)
    text = letters.letter(dice, words, 20)
    for share in (0.02, 0.05, 0.1, 0.2):
        other = letters.edited(dice, text, share, words)
        exact = sketch.likeness(sketch.groups(text), sketch.groups(other))
        one, two = sketches([text, other])
        assert abs((one == two).mean() - exact) < 0.16


def test_sketches_survive_storage() -> None:
    rows = sketches([ENGLISH, "", "one"])
    assert (sketch.unpack([sketch.pack(row) for row in rows]) == rows).all()


def test_advice_ends_where_own_words_begin() -> None:
    assert len(wording.advice("", ENGLISH, ENGLISH)) == 2
    assert len(wording.advice("I care.", ENGLISH, ENGLISH)) == 1
    assert (
        wording.advice("My brother has fished there for twenty years, before dawn.", ENGLISH, ENGLISH) == []
    )
    assert wording.advice("", "All of this is mine alone and nobody else wrote it for me.", ENGLISH) == []


def test_the_form_shows_the_advice_for_what_is_in_it() -> None:
    form = Form({"own_words": "", "body": ENGLISH})
    page = Template("{% load office_tags %}{% own_words_hint form text %}")
    assert "word for word" in page.render(Context({"form": form, "text": ENGLISH}))
    assert page.render(Context({"form": form, "text": ""})).strip() == ""
