"""Open letters: all of them, and the desk of one: where it is, what comes next, what in it needs somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.content.models import HomePage
from tocsin.core.errors import Refusal
from tocsin.delivery.models import Message
from tocsin.insights import deeds as message_deeds
from tocsin.insights import open_letter_path as path
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.open_letter_deeds import DEEDS, NOTE, REASON, Deed, enter_answer, publish_answer
from tocsin.insights.open_letter_forms import AnswerForm, AskForm, NoteForm
from tocsin.insights.open_letter_needs import needs_of
from tocsin.insights.open_letter_path import Sight, Step
from tocsin.insights.roles import EXPORT_ACTIONS, RUN_LETTERS, SETTLE_MESSAGES, VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import Crumb, ReasonForm, show
from tocsin.insights.views.messages import DEEDS as MESSAGE_DEEDS
from tocsin.insights.views.messages import deeds_for
from tocsin.letters import delivering, files, states, versions
from tocsin.letters.models import Freeze, Letter, LetterPage, Response

OPEN_LETTERS: Crumb = ("/admin/letters/", gettext_lazy("Open letters"))
ICON = "edit"


def home_of(letter: Letter) -> str:
    return reverse("open_letter", args=[letter.pk])


def crumbs(letter: Letter) -> tuple[Crumb, ...]:
    return (OPEN_LETTERS, (home_of(letter), letter.name))


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    rows = [(found, needs_of(found)) for found in map(path.sight, Letter.objects.all())]
    return show(
        request,
        "open_letters.html",
        title=str(OPEN_LETTERS[1]),
        icon=ICON,
        open=[row for row in rows if row[0].letter.state != states.STOPPED],
        stopped=[row for row in rows if row[0].letter.state == states.STOPPED],
        may_add=request.user.has_perm("letters.add_letter"),
    )


@require_safe
@needs(VIEW_FIGURES)
def detail(request: StaffRequest, pk: int) -> HttpResponseBase:
    letter = get_object_or_404(Letter, pk=pk)
    found, runs = path.sight(letter), may(request.user, RUN_LETTERS)
    step = path.next_step(found)
    return show(
        request,
        "open_letter.html",
        title=letter.name,
        icon=ICON,
        crumbs=(OPEN_LETTERS,),
        letter=letter,
        sight=found,
        needs=needs_of(found),
        steps=list(path.STEPS.items()),
        step=step if step and (runs or not step.deed) else None,
        deeds=_offered(found, step) if runs else [],
        problems=[] if letter.state in (states.STOPPED, states.FROZEN) else versions.problems(letter),
        pages=_pages(letter),
        newest_differs=_differs(found),
        standings=_standings(request, letter, found.freeze),
        answers=letter.responses.select_related("addressee__person"),
        may_edit=request.user.has_perm("letters.change_letter"),
        may_export=may(request.user, EXPORT_ACTIONS) and may(request.user, VIEW_PERSONAL),
        may_run=runs,
    )


def _offered(found: Sight, step: Step | None) -> list[tuple[str, Deed]]:
    """What else may be done now, besides the next step; what is no use now is not offered."""
    usual = {
        states.DRAFTING: ("share", "open", "stop"),
        states.SIGNING: ("share", "open", "remind", "freeze", "stop"),
        states.FROZEN: ("open",),
        states.STOPPED: (),
    }
    chosen = step.url if step else ""
    names = [name for name in usual[found.letter.state] if path.deed_url(found.letter, name) != chosen]
    differs = _differs(found)
    return [(name, DEEDS[name]) for name in names if differs or name not in ("share", "open") or not found.up]


def _differs(found: Sight) -> bool:
    """Whether editors have written something since the newest version was taken."""
    if found.newest is None or versions.problems(found.letter):
        return False
    return path.draft_digest(found.letter) != found.newest.digest


def _pages(letter: Letter) -> list[dict[str, Any]]:
    pages = LetterPage.objects.filter(letter=letter).select_related("locale").order_by("pk")
    homes = HomePage.objects.exclude(locale__in=[page.locale_id for page in pages]).select_related("locale")
    found = [{"page": page, "language": page.locale, "holds": page.locale.language_code == letter.language}
             for page in pages]  # fmt: skip
    missing = [{"page": None, "language": home.locale, "home": home,
                "holds": home.locale.language_code == letter.language} for home in homes]  # fmt: skip
    return [*found, *missing]


def _standings(request: StaffRequest, letter: Letter, freeze: Freeze | None) -> list[dict[str, Any]]:
    sent = {m.data["official"]["slug"]: m for m in delivering.messages(freeze)} if freeze else {}
    settles = may(request.user, SETTLE_MESSAGES)
    return [
        {
            "standing": one,
            "message": message,
            "deeds": deeds_for(message) if message and settles else [],
            "colour": "good" if one.is_handed_over else "bad" if one.state in path.NOT_ARRIVED else "warn",
        }
        for one in delivering.standings(letter, freeze)
        for message in [sent.get(one.slug)]
    ]


# --- What is done with a letter as a whole --------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@needs(RUN_LETTERS)
def decide(request: StaffRequest, pk: int, deed: str) -> HttpResponseBase:
    """A GET says what it will do, a POST does it."""
    letter, asked = get_object_or_404(Letter, pk=pk), DEEDS.get(deed)
    if asked is None:
        raise Http404
    found = path.sight(letter)
    form = _form(asked, found, request.POST if request.method == "POST" else None)
    status, refused = 422 if form.errors else 200, ""
    if form.is_valid():
        try:
            done = asked.do(request.user, found, form.cleaned_data.get(asked.asks, ""))
        except Refusal as refusal:
            status, refused = 409, refusal.text
        else:
            messages.success(request, done)
            return redirect(home_of(letter))
    return show(
        request,
        "open_letter_ask.html",
        title=str(asked.title),
        icon=ICON,
        crumbs=crumbs(letter),
        status=status,
        form=form,
        deed=asked,
        said=asked.say(found),
        refused=refused,
        back=home_of(letter),
    )


def _form(deed: Deed, found: Sight, data: Any) -> Any:
    if deed.asks == REASON:
        return ReasonForm(data)
    if deed.asks == NOTE:
        return NoteForm(data, needed=found.up is not None)
    return AskForm(data)


# --- The document, and what became of it ----------------------------------------------------------------------------
@require_safe
@needs(VIEW_FIGURES)
def download(request: StaffRequest, pk: int, freeze_id: UUID, name: str) -> HttpResponseBase:
    """For a look before it leaves: also while the embargo holds."""
    freeze = get_object_or_404(Freeze.objects.select_related("letter"), pk=freeze_id, letter_id=pk)
    try:
        file = files.open_file(freeze, name)
    except LookupError:
        raise Http404 from None
    except files.ChangedError:
        messages.error(
            request, _("%(file)s is no longer what was frozen, so it is not given out.") % {"file": name}
        )
        return redirect(home_of(freeze.letter))
    kind = files.TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    answer = FileResponse(
        file, content_type=kind, as_attachment=True, filename=f"{freeze.letter.slug}-{name}"
    )
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def settle(request: StaffRequest, pk: int, message_id: UUID, deed: str) -> HttpResponseBase:
    """About the message to one addressee: sent again, handed over, taken back."""
    letter, asked = get_object_or_404(Letter, pk=pk), MESSAGE_DEEDS.get(deed)
    mine = letter.freezes.values("pk")
    message = get_object_or_404(Message, pk=message_id, purpose=delivering.PURPOSE_NAME, ref__in=mine)
    if asked is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if asked.do(actor=request.user, message_id=message.pk, reason=form.cleaned_data["reason"]):
            messages.success(request, str(asked.done))
        else:
            messages.error(request, _("Nothing was changed: the message has moved on in the meantime."))
        return redirect(home_of(letter))
    by_hand = asked.do is message_deeds.accept
    return show(
        request,
        "confirm.html",
        title=str(asked.title),
        icon=ICON,
        crumbs=crumbs(letter),
        status=422 if form.errors else 200,
        form=form,
        words=_("Only when the office has it: say who took it, and when.") if by_hand else LETTER_WORDS[deed],
        message=message,
        message_state=delivering.words_of(message)[0],
        button=asked.title,
        back=home_of(letter),
    )


LETTER_WORDS = {
    "again": gettext_lazy("It gets a fresh start. If the office already has it, it will have it twice."),
    "cancel": gettext_lazy("It will not be sent. The letter’s page says so."),
}


@require_http_methods(["GET", "POST"])
@needs(RUN_LETTERS)
def answer(request: StaffRequest, pk: int) -> HttpResponseBase:
    """What an addressee answered; it is shown once it is published."""
    letter = get_object_or_404(Letter, pk=pk)
    form = AnswerForm(letter, request.POST if request.method == "POST" else None)
    if form.is_valid():
        enter_answer(user=request.user, letter=letter, answer=form.save(commit=False))
        messages.success(request, _("The answer is kept. Nobody else sees it before you publish it."))
        return redirect(home_of(letter))
    return show(
        request,
        "open_letter_answer.html",
        title=_("Enter an answer"),
        icon=ICON,
        crumbs=crumbs(letter),
        status=422 if form.errors else 200,
        form=form,
        back=home_of(letter),
    )


@require_http_methods(["GET", "POST"])
@needs(RUN_LETTERS)
def publish(request: StaffRequest, pk: int, answer_id: UUID) -> HttpResponseBase:
    found = get_object_or_404(Response.objects.select_related("letter"), pk=answer_id, letter_id=pk)
    refused = ""
    if request.method == "POST":
        try:
            publish_answer(user=request.user, answer=found)
        except Refusal as refusal:
            refused = refusal.text
        else:
            messages.success(request, _("The answer stands on the letter’s page."))
            return redirect(home_of(found.letter))
    return show(
        request,
        "open_letter_publish.html",
        title=_("Publish the answer"),
        icon=ICON,
        crumbs=crumbs(found.letter),
        status=409 if refused else 200,
        answer=found,
        refused=refused,
        back=home_of(found.letter),
    )
