"""Setting type: every script right, none as boxes, and a typesetter that fails says why."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import cast
from tocsin.delivery.channels.print import fonts, typeset

DAY = date(2026, 11, 22)
LETTER: dict[str, Any] = {
    **{"n": 1, "name": "Anahit Petrosyan", "place": "", "dir": "ltr", "lang": "en", "subject": "The river"},
    **{"date": "", "salutation": "Dear Senator,", "closing": "Sincerely,", "paras": []},
}


def letters(*names: str) -> dict[str, Any]:
    common = {
        "title": "T",
        "official": "O",
        "organization": "R",
        "lang": "en",
        "paper": "a4",
        "day": [2026, 11, 22],
    }
    found = [LETTER | {"n": n, "name": name} for n, name in enumerate(names, start=1)]
    return common | {"address": ["1 River Street"], "letters": found}


def printed(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_every_name_of_the_cast_is_set_in_letters_that_have_it(tmp_path: Path) -> None:
    names = [person.name for person in cast.EVERYONE]
    made = typeset.typeset(template="letters", data=letters(*names), output=tmp_path / "a.pdf", day=DAY)
    assert (made.pages, dict(made.marks)) == (8, {n: n for n in range(1, 9)})
    words = printed(tmp_path / "a.pdf")
    assert all(name in words for name in ("Նարեկ Սարգսյան", "Оксана Шевченко", "Đặng", "王小明", "ليلى"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_what_no_font_has_is_named_and_not_printed_as_boxes(tmp_path: Path) -> None:
    typeset.typeset(
        template="letters", data=letters("Ann 🎉🎉 ᠮᠣᠩ\u202e"), output=tmp_path / "a.pdf", day=DAY
    )
    assert "Ann [emoji] [Mongolian]" in printed(tmp_path / "a.pdf")
    assert typeset.missing_scripts(["a 🎉", "🎉", "ᠮ"]) == ["emoji", "Mongolian"]


def test_without_fonts_the_scripts_that_are_missing_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", ())
    assert fonts.found() == {}
    coverage = fonts.Coverage({})
    assert coverage.clean("Նարեկ and Оксана") == "[Armenian] and Оксана"


def test_a_typesetter_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(typeset.TypesetError, match="does not contain key"):
        typeset.typeset(template="letters", data={"title": "no letters"}, output=tmp_path / "a.pdf", day=DAY)


def test_words_are_never_run_as_markup(tmp_path: Path) -> None:
    evil = '#panic("x") $x$ *bold* @label \\ <mark>'
    typeset.typeset(template="letters", data=letters(evil), output=tmp_path / "a.pdf", day=DAY)
    assert evil in printed(tmp_path / "a.pdf")
