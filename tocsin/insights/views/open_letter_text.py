"""The words of an open letter: its versions, how two of them differ, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.open_letter_path import open_comments
from tocsin.insights.roles import VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import show
from tocsin.insights.views.open_letters import ICON, crumbs
from tocsin.letters import comments, compare
from tocsin.letters.models import Comment, Letter, LetterVersion

CHANGE = "letters.change_letter"


@dataclass(slots=True, kw_only=True)
class Passage:
    """One part of the text in one language, with what was said of it."""

    language: str
    part: str
    kind: str
    text: str
    said: list[dict[str, Any]] = field(default_factory=list)


@require_safe
@needs(VIEW_FIGURES)
def changes(request: StaffRequest, pk: int) -> HttpResponseBase:
    """All versions, and one compared with another: by default the newest with the one before it."""
    letter = get_object_or_404(Letter, pk=pk)
    found = {version.number: version for version in letter.versions.select_related("made_by")}
    numbers = sorted(found)
    new = _number(request, "new", found, numbers[-1] if numbers else 0)
    old = _number(request, "old", found, max((n for n in numbers if n < new), default=new))
    return show(
        request,
        "open_letter_changes.html",
        title=_("Versions"),
        icon=ICON,
        crumbs=crumbs(letter),
        letter=letter,
        versions=[found[number] for number in reversed(numbers)],
        old=found.get(old),
        new=found.get(new),
        texts=_compared(found[old], found[new]) if numbers else [],
        may_know=may(request.user, VIEW_PERSONAL),
    )


def _number(request: StaffRequest, name: str, known: dict[int, LetterVersion], otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) in known else otherwise


def _compared(old: LetterVersion, new: LetterVersion) -> list[dict[str, Any]]:
    empty: dict[str, Any] = {"body": []}
    return [
        {
            "language": code,
            "holds": code == new.authoritative,
            "gone": code not in new.texts,
            "parts": compare.compare(old.texts.get(code, empty), new.texts.get(code, empty)),
            "changed": old.texts.get(code) != new.texts.get(code),
        }
        for code in [*new.languages, *(code for code in old.languages if code not in new.texts)]
    ]


@require_safe
@needs(VIEW_FIGURES)
def desk(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _desk(request, get_object_or_404(Letter, pk=pk))


def _desk(
    request: StaffRequest, letter: Letter, *, at: Comment | None = None, refused: str = "", status: int = 200
) -> HttpResponseBase:
    """The comments on one version; `at` is the one about which something was refused."""
    found = {version.number: version for version in letter.versions.all()}
    chosen = at.version.number if at else _number(request, "version", found, max(found, default=0))
    version, personal = found.get(chosen), may(request.user, VIEW_PERSONAL)
    if version and personal:
        audit.record(actor=request.user, verb="letter.people_read", subject=f"letter {letter.slug}")
    return show(
        request,
        "open_letter_comments.html",
        title=_("Comments"),
        icon=ICON,
        crumbs=crumbs(letter),
        status=status,
        letter=letter,
        version=version,
        versions=sorted(found),
        elsewhere=_elsewhere(letter, chosen),
        passages=_passages(version) if version else [],
        may_decide=request.user.has_perm(CHANGE),
        may_know=personal,
        at=at.pk if at else None,
        refused=refused,
        typed=request.POST.get("answer", ""),
    )


def _elsewhere(letter: Letter, chosen: int) -> list[int]:
    """Versions on which other comments are still open."""
    found = open_comments(letter).exclude(version__number=chosen).order_by("version__number")
    return list(found.values_list("version__number", flat=True).distinct())


def _passages(version: LetterVersion) -> list[Passage]:
    """Those of which something was said, in reading order, the authoritative language first."""
    said = version.comments.select_related("organization").order_by("created_at")
    found: dict[tuple[str, str], Passage] = {}
    for code in version.languages:
        for part, kind, text in _parts(version.texts[code]):
            found[code, part] = Passage(language=code, part=part, kind=kind, text=text)
    for comment in said:
        place = found.get((comment.language, comment.part)) or found[version.authoritative, comments.WHOLE]
        runs = list(compare.runs(place.text, comment.suggestion)) if comment.suggestion else []
        place.said.append({"comment": comment, "runs": runs})
    return [passage for passage in found.values() if passage.said]


def _parts(text: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (comments.WHOLE, "whole", ""),
        *((name, name, text[name]) for name in comments.FIELDS[:-1]),
        *((part["id"], part["kind"], part["text"]) for part in text["body"]),
        (comments.FIELDS[-1], comments.FIELDS[-1], text[comments.FIELDS[-1]]),
    ]


DEEDS: dict[str, Callable[..., None]] = {
    "take": comments.take,
    "decline": comments.decline,
    "settle": comments.settle,
}


@require_POST
@needs(VIEW_FIGURES)
def decide(request: StaffRequest, pk: int, comment_id: UUID) -> HttpResponseBase:
    """Which of the three is the button that was pressed."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    comment = get_object_or_404(
        Comment.objects.select_related("version__letter"), pk=comment_id, version__letter_id=pk
    )
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        return redirect("open_letter_comments", pk)
    try:
        deed(user=request.user, comment=comment, answer=request.POST.get("answer", "")[:2000])
    except Refusal as refusal:
        status = 422 if refusal.code == "answer" else 409
        return _desk(request, comment.version.letter, at=comment, refused=refusal.text, status=status)
    messages.success(request, DONE[request.POST["deed"]]())
    return redirect(f"{reverse('open_letter_comments', args=[pk])}?version={comment.version.number}")


DONE = {
    "take": lambda: _("Taken over into the draft."),
    "decline": lambda: _("Declined. Your answer is shown to those who are invited."),
    "settle": lambda: _("Settled."),
}
