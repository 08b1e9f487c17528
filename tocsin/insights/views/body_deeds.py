"""Deciding who an organization is. A GET asks, a POST does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.insights import bodies
from tocsin.insights.access import StaffRequest, needs
from tocsin.insights.body_forms import BlockForm, ReasonForm, ShownReasonForm, SureForm
from tocsin.insights.roles import VIEW_PERSONAL, VOUCH
from tocsin.insights.views.base import Crumb, show
from tocsin.insights.views.bodies import BODIES, ICON, here
from tocsin.organizations import mandate_files, mandates, merging, proofs, standing
from tocsin.organizations.models import Likeness, Organization, Proof

SANDBOX = "default-src 'none'; sandbox"
"""Whatever is in a mandate, it runs nothing and loads nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    title: str | Promise
    words: str | Promise
    done: str | Promise
    form: type[Any]
    do: Callable[..., Any]


PROOF_DEEDS = {
    "approve": Deed(
        title=gettext_lazy("Approve this mandate"),
        words=gettext_lazy(
            "You have read it, and found: it names the organization, it is signed by somebody who may, and it "
            "entrusts the person who uploaded it. A second person must find the same."
        ),
        done=gettext_lazy("Approved."),
        form=SureForm,
        do=lambda user, proof, reason: proofs.approve(user=user, proof=proof),
    ),
    "refuse": Deed(
        title=gettext_lazy("Refuse this proof"),
        words=gettext_lazy("It proves nothing then. The organization can try again, or another way."),
        done=gettext_lazy("Refused."),
        form=ShownReasonForm,
        do=lambda user, proof, reason: bodies.refuse(user=user, proof=proof, reason=reason),
    ),
    "end": Deed(
        title=gettext_lazy("End this proof"),
        words=gettext_lazy(
            "A domain was sold, a mandate was revoked. Without another proof its name is listed under no letter, "
            "save those that are frozen."
        ),
        done=gettext_lazy("The proof no longer holds."),
        form=ShownReasonForm,
        do=lambda user, proof, reason: bodies.end(user=user, proof=proof, reason=reason),
    ),
}
BODY_DEEDS = {
    "block": Deed(
        title=gettext_lazy("Block this organization"),
        words=gettext_lazy("It is listed nowhere and signs nothing. What it signed stays in the history."),
        done=gettext_lazy("It is blocked."),
        form=BlockForm,
        do=lambda user, body, reason: merging.block(user=user, organization=body, reason=reason),
    ),
    "unblock": Deed(
        title=gettext_lazy("Open this organization again"),
        words=gettext_lazy("It is what its proofs say, as if it had never been blocked."),
        done=gettext_lazy("It is open again."),
        form=ReasonForm,
        do=lambda user, body, reason: merging.unblock(user=user, organization=body, reason=reason),
    ),
}
VERDICTS = {
    Likeness.Verdict.DIFFERENT: (
        gettext_lazy("They are two different ones"),
        gettext_lazy("Each goes its own way, and neither is asked about the other again."),
    ),
    Likeness.Verdict.SAME: (
        gettext_lazy("They are one and the same"),
        gettext_lazy(
            "The older record stays, unless only the newer one has proven itself. The other is merged into it: its "
            "names, its people as viewers, and what it signed. This cannot be undone."
        ),
    ),
    Likeness.Verdict.FALSE: (
        gettext_lazy("The newer one is an impostor"),
        gettext_lazy("It is blocked: listed nowhere, and unable to sign."),
    ),
}


# --- Proofs ---------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@needs(VOUCH)
def proof(request: StaffRequest, proof_id: UUID, deed: str) -> HttpResponseBase:
    found = get_object_or_404(Proof.objects.select_related("organization", "asked_by"), pk=proof_id)
    asked = PROOF_DEEDS.get(deed)
    if asked is None or (deed == "approve" and found.kind != Proof.Kind.MANDATE):
        raise Http404
    return _ask(
        request,
        asked,
        lambda reason: asked.do(request.user, found, reason),
        crumbs=here(found.organization),
        back=reverse("body", args=[found.organization_id]),
        proof=found,
        approvals=found.approvals.all(),
    )


@require_safe
@needs(VOUCH)
@needs(VIEW_PERSONAL)
def mandate(request: StaffRequest, proof_id: UUID) -> HttpResponseBase:
    """The file as it was uploaded; the browser keeps it, and runs nothing in it."""
    found = get_object_or_404(Proof, pk=proof_id, kind=Proof.Kind.MANDATE)
    place = mandate_files.folder() / (found.file.rpartition("/")[2] or "-")
    if not found.file or not place.is_file():
        raise Http404
    audit.record(
        actor=request.user, verb="mandate.downloaded", subject=f"organization {found.organization_id}"
    )
    kind = mandates.Kind(found.file_kind)
    name = f"mandate-{found.pk}.{kind}"
    answer = FileResponse(place.open("rb"), content_type=kind.content_type, as_attachment=True, filename=name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


# --- Two that are alike ---------------------------------------------------------------------------------------------
def _pair(pk: int) -> Likeness:
    return get_object_or_404(Likeness.objects.select_related("organization", "other"), pk=pk)


@require_safe
@needs(VOUCH)
def alike(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Both side by side, the newer first."""
    found = _pair(pk)
    return show(
        request,
        "body_alike.html",
        title=_("One, or two?"),
        icon=ICON,
        crumbs=(BODIES,),
        likeness=found,
        why=bodies.why(found),
        sides=[bodies.side(found.organization), bodies.side(found.other)],
        verdicts=[(name, title) for name, (title, _words) in VERDICTS.items()],
    )


@require_http_methods(["GET", "POST"])
@needs(VOUCH)
def verdict(request: StaffRequest, pk: int, verdict: str) -> HttpResponseBase:
    found = _pair(pk)
    if verdict not in VERDICTS:
        raise Http404
    title, words = VERDICTS[Likeness.Verdict(verdict)]
    deed = Deed(title=title, words=words, done=_("Decided."), form=SureForm, do=merging.decide)
    return _ask(
        request,
        deed,
        lambda _reason: deed.do(user=request.user, likeness=found, verdict=verdict),
        crumbs=(BODIES, (reverse("body_alike", args=[pk]), _("One, or two?"))),
        back=reverse("body_alike", args=[pk]),
        after=BODIES[0],
        pair=[(_("The newer one"), found.organization), (_("The older one"), found.other)],
    )


# --- One organization -----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@needs(VOUCH)
def decide(request: StaffRequest, pk: UUID, deed: str) -> HttpResponseBase:
    body, asked = get_object_or_404(Organization, pk=pk), BODY_DEEDS.get(deed)
    if asked is None or body.state == standing.MERGED or bool(body.blocked) != (deed == "unblock"):
        raise Http404
    return _ask(
        request,
        asked,
        lambda reason: asked.do(request.user, body, reason),
        crumbs=here(body),
        back=reverse("body", args=[body.pk]),
        body=body,
    )


def _ask(
    request: StaffRequest,
    deed: Deed,
    do: Callable[[str], Any],
    *,
    crumbs: tuple[Crumb, ...],
    back: str,
    after: str = "",
    **context: Any,
) -> HttpResponseBase:
    form, refused = deed.form(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            do(form.cleaned_data.get("reason", ""))
        except Refusal as refusal:
            refused = refusal.text
        else:
            messages.success(request, str(deed.done))
            return HttpResponseRedirect(after or back)
    return show(
        request,
        "body_ask.html",
        title=str(deed.title),
        icon=ICON,
        crumbs=crumbs,
        status=409 if refused else 422 if form.errors else 200,
        form=form,
        deed=deed,
        refused=refused,
        back=back,
        **context,
    )
