"""Who stands under an open letter and who does not, the history of each name, and the list to take away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.core import audit, csvsafe
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.open_letter_path import groups_of
from tocsin.insights.roles import EXPORT_ACTIONS, VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import show
from tocsin.insights.views.open_letters import ICON, crumbs
from tocsin.letters import signing, versions
from tocsin.letters.models import Letter, Signature
from tocsin.organizations.models import OtherName

SIZE = 100
COLOURS = {"standing": "good", "late": "good", "withdrawn": "bad", "not": "off"}
EVENTS = {
    signing.REQUESTED: gettext_lazy("Asked for; a second person must approve"),
    signing.SIGNED: gettext_lazy("Signed"),
    signing.APPROVED: gettext_lazy("Approved by a second person"),
    signing.REFUSED: gettext_lazy("Refused by the second person"),
    signing.WITHDRAWN: gettext_lazy("Withdrawn"),
    signing.MOVED: gettext_lazy("Moved to the organization it was merged into"),
    signing.CONFIRMED: gettext_lazy("Confirmed by mail"),
    signing.CANCELLED: gettext_lazy("Cancelled: whoever asked has left"),
}
COLUMNS = (
    "name", "kind", "other_names", "language", "country", "website", "status", "version", "signed_at",
    "withdrawn_at", "withdrawn_why", "late", "signer", "title", "authority", "signer_shown", "email",
    "organization_email", "organization_phone", "proof",
)  # fmt: skip


def grouped(letter: Letter) -> QuerySet[Any]:
    """Each signature with the name of the `group` it belongs to."""
    groups = groups_of(versions.current(letter))
    chosen = Case(
        *(When(test, then=Value(name)) for name, (_label, test) in groups.items()), default=Value("not")
    )
    return letter.signatures.annotate(group=chosen)


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest, pk: int) -> HttpResponseBase:
    letter = get_object_or_404(Letter, pk=pk)
    personal, words = may(request.user, VIEW_PERSONAL), request.GET.get("q", "").strip()[:200]
    groups = groups_of(versions.current(letter))
    counts = dict(grouped(letter).values_list("group").annotate(n=Count("pk")).order_by())
    group = request.GET.get("group", "")
    found = grouped(letter).select_related("organization", "version", "member")
    if group in groups:
        found = found.filter(group=group)
    if words:
        found = found.filter(_named(words, personal=personal))
    page = Paginator(found.order_by("-signed_at", "-created_at", "pk"), SIZE).get_page(
        request.GET.get("page")
    )
    if personal and page:
        audit.record(actor=request.user, verb="letter.people_read", subject=f"letter {letter.slug}")
    return show(
        request,
        "open_letter_signatories.html",
        title=_("Signatories"),
        icon=ICON,
        crumbs=crumbs(letter),
        letter=letter,
        groups=[
            (name, label, counts.get(name, 0)) for name, (label, _test) in groups.items() if counts.get(name)
        ],
        group=group if group in groups else "",
        total=sum(counts.values()),
        q=words,
        page=page,
        rows=[(one, groups[one.group][0], COLOURS.get(one.group, "warn")) for one in page],
        may_know=personal,
        may_export=personal and may(request.user, EXPORT_ACTIONS),
    )


def _named(words: str, *, personal: bool) -> Q:
    body = Q(organization__name__icontains=words) | Q(organization__pk__in=_other_names(words))
    return body | Q(name__icontains=words) if personal else body


def _other_names(words: str) -> QuerySet[Any, Any]:
    return OtherName.objects.filter(name__icontains=words).values("organization")


@require_safe
@needs(VIEW_FIGURES)
def detail(request: StaffRequest, pk: int, signature_id: UUID) -> HttpResponseBase:
    """Everything that happened to one name; nothing of it can be erased."""
    letter = get_object_or_404(Letter, pk=pk)
    found = get_object_or_404(
        grouped(letter).select_related("organization", "version", "member", "approved_by"), pk=signature_id
    )
    personal = may(request.user, VIEW_PERSONAL)
    if personal:
        audit.record(actor=request.user, verb="letter.signature_read", subject=f"signature {found.pk}")
    name = str(found.organization) if found.organization else found.name if personal else _("A person")
    label = groups_of(versions.current(letter))[found.group][0]
    events = found.events.select_related("version", "member")
    return show(
        request,
        "open_letter_signature.html",
        title=name,
        icon=ICON,
        crumbs=(*crumbs(letter), (reverse("open_letter_signatories", args=[pk]), _("Signatories"))),
        letter=letter,
        signature=found,
        label=label,
        colour=COLOURS.get(found.group, "warn"),
        events=[(event, EVENTS.get(event.verb, event.verb)) for event in events],
        may_know=personal,
    )


@require_http_methods(["GET", "POST"])
@needs(EXPORT_ACTIONS)
@needs(VIEW_PERSONAL)
@reauthentication_required
def export(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Says what will be in the file; a POST sends it."""
    letter = get_object_or_404(Letter, pk=pk)
    if request.method == "POST":
        audit.record(actor=request.user, verb="letter.export", subject=f"letter {letter.slug}")
        content = csvsafe.lines(COLUMNS, _lines(request.user, letter), bom="bom" in request.POST)
        return csvsafe.response(f"signatories-{letter.slug}", content)
    return show(
        request,
        "open_letter_export.html",
        title=_("Export the signatories"),
        icon="download",
        crumbs=(*crumbs(letter), (reverse("open_letter_signatories", args=[pk]), _("Signatories"))),
        columns=COLUMNS,
        count=letter.signatures.count(),
        back=reverse("open_letter_signatories", args=[pk]),
    )


def _lines(user: User, letter: Letter) -> Iterator[list[object]]:
    sent = 0
    found = grouped(letter).select_related("organization", "version", "member").order_by("created_at", "pk")
    try:
        for one in found.prefetch_related("organization__other_names").iterator(chunk_size=500):
            yield _line(one, one.group)
            sent += 1
    finally:
        audit.record(actor=user, verb="letter.exported", subject=f"letter {letter.slug}", rows=sent)


def _line(one: Signature, status: str) -> list[object]:
    body, member = one.organization, one.member
    return [
        body.name if body else one.name,
        "organization" if body else "person",
        " | ".join(body.all_names[1:]) if body else "",
        body.language if body else one.language,
        body.country if body else one.country,
        body.website if body else "",
        status,
        one.version.number,
        one.signed_at.isoformat(timespec="seconds") if one.signed_at else "",
        one.withdrawn_at.isoformat(timespec="seconds") if one.withdrawn_at else "",
        one.withdrawn_why,
        "yes" if one.late else "",
        one.name,
        one.title,
        one.authority,
        "yes" if one.show_signer else "no",
        member.email if member else one.email,
        body.email if body else "",
        body.phone if body else "",
        body.proven_by if body else "",
    ]
