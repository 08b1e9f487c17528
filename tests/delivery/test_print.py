"""Setting type: every script right, none as boxes, and a typesetter that fails says why."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import cast
from tocsin.delivery.channels.print import fonts, typeset

DAY = date(2026, 11, 22)
A4_WIDTH, MARGIN = 595.3, 70.9
"""Points; the margin is 25 mm."""
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


def boxes(path: Path) -> list[tuple[float, float, str]]:
    """Left and right edge of each word, in points."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    found = re.findall(r'<word xMin="([\d.-]+)".*? xMax="([\d.-]+)".*?>(.*?)</word>', done.stdout.decode())
    return [(float(left), float(right), word) for left, right, word in found]


def test_every_name_of_the_cast_is_set_in_letters_that_have_it(tmp_path: Path) -> None:
    names = [person.name for person in cast.EVERYONE]
    made = typeset.typeset(template="letters", data=letters(*names), output=tmp_path / "a.pdf", day=DAY)
    assert (made.pages, dict(made.marks)) == (8, {n: n for n in range(1, 9)})
    words = printed(tmp_path / "a.pdf")
    assert all(name in words for name in ("Նարեկ Սարգսյան", "Оксана Шевченко", "Đặng", "王小明", "ليلى"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_emoji_are_set_whole(tmp_path: Path) -> None:
    family, flag, thumb = "👨\u200d👩\u200d👧\u200d👦", "🇦🇲", "👍🏽"
    typeset.typeset(
        template="letters",
        data=letters(f"Sam {family} {flag} {thumb} ❤️ 🎉"),
        output=tmp_path / "a.pdf",
        day=DAY,
    )
    words = printed(tmp_path / "a.pdf")
    assert all(sign in words for sign in (family, flag, thumb, "❤", "🎉")) and "[" not in words


def test_what_no_font_has_is_named_and_not_printed_as_boxes(tmp_path: Path) -> None:
    typeset.typeset(
        template="letters", data=letters("Ann ᠮᠣᠩ \U00012000\u202e"), output=tmp_path / "a.pdf", day=DAY
    )
    assert "Ann [Mongolian] [Cuneiform]" in printed(tmp_path / "a.pdf")
    assert typeset.missing_scripts(["a ᠮ", "\U00012000", "ᠮ"]) == ["Mongolian", "Cuneiform"]


def test_what_no_line_can_hold_stays_on_the_page(tmp_path: Path) -> None:
    words = ["0f" * 32, "A" * 300, "https://example.org/" + "abc" * 60, "ههه" * 80]
    long = LETTER | {"paras": [{"t": " ".join(words), "dir": "ltr"}], "name": "Wolf" * 40}
    typeset.typeset(
        template="letters", data=letters() | {"letters": [long]}, output=tmp_path / "a.pdf", day=DAY
    )
    assert max(edge for _left, edge, _word in boxes(tmp_path / "a.pdf")) < A4_WIDTH - MARGIN + 1
    assert words[0] in printed(tmp_path / "a.pdf")


def test_each_paragraph_goes_its_own_way(tmp_path: Path) -> None:
    paras = [{"t": "سلام", "dir": "rtl"}, {"t": "Peace", "dir": "ltr"}]
    data = letters() | {"letters": [LETTER | {"paras": paras}]}
    typeset.typeset(template="letters", data=data, output=tmp_path / "a.pdf", day=DAY)
    found = {word: (left, right) for left, right, word in boxes(tmp_path / "a.pdf")}
    assert found["Peace"][0] < MARGIN + 1 and found["Dear"][0] < MARGIN + 1
    [arabic] = [edges for word, edges in found.items() if "سلام"[::-1] in word]
    assert arabic[1] > A4_WIDTH - MARGIN - 1


def test_pages_are_made_to_be_kept_and_to_be_read_aloud(tmp_path: Path) -> None:
    typeset.typeset(template="letters", data=letters("Ann"), output=tmp_path / "a.pdf", day=DAY)
    content = (tmp_path / "a.pdf").read_bytes()
    for mark in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<", b"/MarkInfo"):
        assert mark in content


def test_without_fonts_the_scripts_that_are_missing_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", ())
    assert fonts.found() == {}
    coverage = fonts.Coverage({})
    assert coverage.clean("Նարեկ and Оксана 👍🏽 🎉") == "[Armenian] and Оксана [emoji] [emoji]"


def test_a_typesetter_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(typeset.TypesetError, match="does not contain key"):
        typeset.typeset(template="letters", data={"title": "no letters"}, output=tmp_path / "a.pdf", day=DAY)


def test_words_are_never_run_as_markup(tmp_path: Path) -> None:
    evil = '#panic("x") $x$ *bold* @label \\ <mark>'
    typeset.typeset(template="letters", data=letters(evil), output=tmp_path / "a.pdf", day=DAY)
    assert evil in printed(tmp_path / "a.pdf")
