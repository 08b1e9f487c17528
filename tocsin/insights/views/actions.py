"""The list of actions, one action, its end, and the export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.actions import compose, states
from tocsin.actions.models import Submission
from tocsin.core import audit
from tocsin.delivery.models import Message
from tocsin.insights import columns, deeds, exports, paging, queue, trail
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.filters import ActionFilter
from tocsin.insights.roles import END_ACTIONS, EXPORT_ACTIONS, VIEW_ACTIONS, VIEW_AUDIT, VIEW_PERSONAL
from tocsin.insights.views.base import ACTIONS, ReasonForm, show
from tocsin.insights.views.messages import deeds_for
from tocsin.places.names import STATES as US_STATES
from tocsin.supporters.models import Consent

PAGE_KEYS = ("before", "after")
SHOWN_ALREADY = frozenset({"created_at", "confirmed_at", "state", "campaign", "name", "own_words"})


@require_safe
@needs(VIEW_ACTIONS)
def index(request: StaffRequest) -> HttpResponseBase:
    personal = may(request.user, VIEW_PERSONAL)
    form = ActionFilter(request.GET, personal=personal)
    page, problem = _page(request, form)
    specs = columns.allowed(personal=personal, listed=True)
    if personal and page.rows:
        audit.record(actor=request.user, verb="actions.listed", subject="actions", filter=form.summary())
    query = {name: str(value) for name, value in request.GET.items() if value and name not in PAGE_KEYS}
    return show(
        request,
        "actions.html",
        title=_("Actions"),
        icon="list-ul",
        form=form,
        specs=specs,
        rows=[(row, columns.state(row), [(spec, spec.value(row)) for spec in specs]) for row in page.rows],
        asked=bool(query),
        older=_link(query, before=page.older),
        newer=_link(query, after=page.newer),
        problem=problem,
        export=f"{reverse('actions_export')}?{urlencode(query)}" if may(request.user, EXPORT_ACTIONS) else "",
        areas=US_STATES.items(),
    )


def _page(request: HttpRequest, form: ActionFilter) -> tuple[paging.Page, str]:
    nothing = paging.Page([], None, None)
    if not form.is_valid():
        return nothing, _("Please correct the filter.")
    try:
        return paging.page(form.queryset(), **{key: _key(request.GET.get(key)) for key in PAGE_KEYS}), ""
    except paging.TooBroad:
        return nothing, _(
            "This search takes too long. Choose a campaign, a shorter time, or a whole email address."
        )


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _link(query: dict[str, str], **key: UUID | None) -> str:
    found = {name: str(value) for name, value in key.items() if value}
    return f"?{urlencode({**query, **found})}" if found else ""


@require_safe
@needs(VIEW_ACTIONS)
def detail(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    found = Submission.objects.select_related("campaign", "version", "supporter")
    submission = get_object_or_404(found, pk=pk)
    personal = may(request.user, VIEW_PERSONAL)
    if personal:
        audit.record(actor=request.user, verb="action.read", subject=submission.pk)
    specs = columns.allowed(personal=personal)
    return show(
        request,
        "action.html",
        title=submission.name if personal else _("Action"),
        icon="list-ul",
        crumbs=(ACTIONS,),
        submission=submission,
        state=columns.state(submission),
        place=columns.place(submission),
        facts=[(spec, spec.value(submission)) for spec in specs if spec.name not in SHOWN_ALREADY],
        letter=compose.letter(submission) if personal else None,
        thanks=compose.letter(submission, stance="thank") if personal and submission.body_thanks else None,
        consents=Consent.objects.filter(act=pk).select_related("text"),
        sent=_messages(pk),
        may_audit=may(request.user, VIEW_AUDIT),
        history=trail.about(pk),
        may_end=may(request.user, END_ACTIONS) and submission.state in (states.PENDING, states.CONFIRMED),
    )


def _messages(pk: UUID) -> list[dict[str, Any]]:
    found = Message.objects.for_ref(pk).prefetch_related("receipts").order_by("id")
    return [
        {"message": message, "state": queue.STATE_LABELS[message.state], "deeds": deeds_for(message)}
        for message in found
    ]


@require_http_methods(["GET", "POST"])
@needs(END_ACTIONS)
def end(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    submission = get_object_or_404(Submission, pk=pk)
    back = reverse("action_detail", args=[pk])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        after = deeds.end_action(actor=request.user, submission_id=pk, reason=form.cleaned_data["reason"])
        _tell_end(request, after)
        return redirect(back)
    pending = submission.state == states.PENDING
    return show(
        request,
        "confirm.html",
        title=_("Void this action") if pending else _("Withdraw this action"),
        icon="list-ul",
        crumbs=(ACTIONS, (back, _("Action"))),
        status=422 if form.errors else 200,
        form=form,
        words=_("It ends here and can no longer be confirmed.")
        if pending
        else _(
            "It no longer counts, and messages that have not left will not be sent. This cannot be undone."
        ),
        button=_("Void it") if pending else _("Withdraw it"),
        back=back,
    )


def _tell_end(request: StaffRequest, after: str | None) -> None:
    if after:
        messages.success(
            request, _("Done. The action is now: %(state)s.") % {"state": columns.STATE_WORDS[after]}
        )
    else:
        messages.error(request, _("Nothing was changed: this action had already ended."))


@require_http_methods(["GET", "POST"])
@needs(EXPORT_ACTIONS)
@reauthentication_required
def export(request: StaffRequest) -> HttpResponseBase:
    """Says what will be in the file; a POST sends it. Both need a fresh proof of who is asking."""
    personal = may(request.user, VIEW_PERSONAL)
    form = ActionFilter(request.GET, personal=personal)
    if request.method == "POST" and form.is_valid():
        return exports.export(
            actor=request.user,
            found=form.queryset(),
            asked=form.summary(),
            personal=personal,
            bom="bom" in request.POST,
        )
    return show(
        request,
        "export.html",
        title=_("Export"),
        icon="download",
        crumbs=(ACTIONS,),
        form=form,
        asked=form.summary() if form.is_valid() else {},
        specs=columns.allowed(personal=personal),
        back=f"{reverse('actions_index')}?{request.GET.urlencode()}",
    )
