"""What the pages of a letter show to those who comment on it and sign it, made ready for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tocsin.letters import compare
from tocsin.letters.addressed import recipients
from tocsin.letters.comments import WHOLE, part_text
from tocsin.letters.forms import CommentForm
from tocsin.letters.models import Comment, Letter, LetterVersion

HEAD, TAIL = ("title", "lead", "salutation"), ("closing",)
Run = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, and its suggestion as a difference to the words that it is about."""

    comment: Comment
    runs: Sequence[Run]


@dataclass(slots=True)
class Piece:
    """One part of the text. `beside`: the same place in another language; `form`: where it can be commented on."""

    id: str
    kind: str
    text: str
    beside: str = ""
    said: Sequence[Said] = ()
    form: CommentForm | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One version against the one before it."""

    old: LetterVersion
    new: LetterVersion
    parts: Sequence[compare.Part] = field(default_factory=list)


def link_problem(request: HttpRequest, *, status: int = 404) -> HttpResponse:
    return render(request, "letters/member_link.html", status=status)


# --- The text ---------------------------------------------------------------------------------------------------------
def pieces(text: dict[str, Any], beside: dict[str, Any] | None = None) -> list[Piece]:
    """Every part in reading order. Translations are set beside each other by their places."""
    other = beside or {}
    body = zip_longest(text["body"], other.get("body", ()))
    return [
        *_named(HEAD, text, other),
        *(_block(part, twin) for part, twin in body),
        *_named(TAIL, text, other),
    ]


def _named(names: Sequence[str], text: dict[str, Any], other: dict[str, Any]) -> Iterator[Piece]:
    for name in names:
        if text.get(name) or other.get(name):
            yield Piece(name, name, text.get(name, ""), other.get(name, ""))


def _block(part: dict[str, str] | None, twin: dict[str, str] | None) -> Piece:
    """A translation may have a paragraph more than the text."""
    shown, kind = part or {"id": "", "text": ""}, (part or twin or {})["kind"]
    return Piece(shown["id"], kind, shown["text"], twin["text"] if twin else "")


# --- What was said of it ----------------------------------------------------------------------------------------------
def with_comments(found: Sequence[Piece], version: LetterVersion, language: str, *, takes: bool) -> None:
    """Hangs on each part what was said of it, and where the version takes comments, a form."""
    said = comments_on(version, language)
    for number, piece in enumerate(found):
        piece.said = said.get(piece.id, ()) if piece.id else ()
        if takes and piece.id:
            piece.form = CommentForm(initial={"suggestion": piece.text}, auto_id=f"c{number}-%s")


def comments_on(version: LetterVersion, language: str) -> dict[str, list[Said]]:
    """By part; those on the letter as a whole in whatever language."""
    found: dict[str, list[Said]] = {}
    for comment in version.comments.select_related("organization"):
        if comment.part == WHOLE or comment.language == language:
            found.setdefault(comment.part, []).append(_said(comment, version))
    return found


def _said(comment: Comment, version: LetterVersion) -> Said:
    before = part_text(version, comment.language, comment.part) or ""
    return Said(comment, tuple(compare.runs(before, comment.suggestion)) if comment.suggestion else ())


# --- Versions ---------------------------------------------------------------------------------------------------------
def change_between(old: LetterVersion | None, new: LetterVersion, language: str) -> Change | None:
    """None where there is nothing to compare: a first version, or a language that is new."""
    if old is None or language not in old.texts or language not in new.texts:
        return None
    return Change(old, new, compare.compare(old.texts[language], new.texts[language]))


def version_named(letter: Letter, number: str) -> LetterVersion:
    """By its number, as a page or a form gives it."""
    is_number = number.isdecimal() and len(number) < 6
    return get_object_or_404(letter.versions, number=int(number) if is_number else 0)


def before(version: LetterVersion) -> LetterVersion | None:
    earlier = LetterVersion.objects.filter(letter=version.letter_id, number__lt=version.number)
    return earlier.order_by("number").last()


def facts(letter: Letter, language: str) -> dict[str, Any]:
    """To whom, from whom."""
    return {
        "letter": letter,
        "recipients": recipients(letter),
        "hosts": letter.host_names(language),
    }
