"""The difference between two versions, as a reader sees it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tocsin.letters.compare import ADDED, CHANGED, REMOVED, SAME, Part, compare, is_changed, runs

BODY = (("a", "paragraph", "We ask you to act."), ("b", "paragraph", "Release is a step towards peace."))
Rows = tuple[tuple[str, str, str], ...]


def text(body: Rows = BODY, **fields: str) -> dict[str, Any]:
    given = {"title": "T", "lead": "L", "subject": "S", "salutation": "Dear Jo,", "closing": "Yours,"}
    return given | fields | {"body": [{"id": pk, "kind": kind, "text": words} for pk, kind, words in body]}


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    """The parts that are not the same, and their words with signs."""
    return [(part.state, said(part)) for part in compare(old, new) if part.state != SAME]


def said(part: Part) -> str:
    signs = {SAME: "{}", ADDED: "+{}+", REMOVED: "-{}-"}
    return "".join(signs[state].format(words) for state, words in part.runs)


def test_nothing_changed() -> None:
    assert told(text(), text()) == []
    assert not is_changed(compare(text(), text()))


def test_the_parts_stand_in_the_order_of_the_letter() -> None:
    kinds = [part.kind for part in compare(text(), text())]
    assert kinds == ["title", "subject", "lead", "salutation", "paragraph", "paragraph", "closing"]


def test_a_word_that_changed() -> None:
    new = text((("a", "paragraph", "We urge you to act."), BODY[1]))
    assert told(text(), new) == [(CHANGED, "We -ask-+urge+ you to act.")]


def test_every_part_of_the_text_is_compared() -> None:
    for name in ("title", "lead", "subject", "salutation", "closing"):
        [(state, words)] = told(text(), text(**{name: "New"}))
        assert state == CHANGED
        assert words.endswith("+New+")


def test_a_paragraph_came_and_another_went() -> None:
    new = text((BODY[0], ("c", "paragraph", "Something else entirely now.")))
    assert told(text(), new) == [
        (ADDED, "+Something else entirely now.+"),
        (REMOVED, "-Release is a step towards peace.-"),
    ]


def test_a_paragraph_that_was_typed_anew_is_compared_with_the_one_it_replaces() -> None:
    new = text((BODY[0], ("c", "paragraph", "Release is one step towards peace.")))
    assert told(text(), new) == [(CHANGED, "Release is -a-+one+ step towards peace.")]


def test_what_was_only_moved_or_became_a_quotation_is_told() -> None:
    moved = compare(text(), text((BODY[1], BODY[0])))
    assert is_changed(moved)
    assert [part.state for part in moved if part.kind == "paragraph"].count(CHANGED) == 1
    quoted = compare(text(), text((BODY[0], ("b", "quote", BODY[1][2]))))
    assert [(part.kind, part.state) for part in quoted if part.state != SAME] == [("quote", CHANGED)]


words = st.text("ab \n", max_size=12)
rows = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["paragraph", "quote"]), words), max_size=4
)
bodies = rows.map(lambda found: tuple({row[0]: row for row in found}.values()))


@given(old=words, new=words)
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    found = list(runs(old, new))
    assert "".join(piece for state, piece in found if state != ADDED) == old
    assert "".join(piece for state, piece in found if state != REMOVED) == new


@given(old=bodies, new=bodies)
def test_no_words_of_either_version_are_lost(old: Rows, new: Rows) -> None:
    parts = compare(text(old), text(new))[4:-1]
    now = [part for part in parts if part.state != REMOVED]
    assert [_words(part, ADDED) for part in now] == [row[2] for row in new]
    before = [_words(part, REMOVED) for part in parts if part.state != ADDED]
    assert sorted(before) == sorted(row[2] for row in old)
    assert is_changed(parts) == (old != new)


def _words(part: Part, side: str) -> str:
    return "".join(words for state, words in part.runs if state in (SAME, side))
