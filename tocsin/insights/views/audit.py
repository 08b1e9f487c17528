"""What staff did, to read and to take away."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.core import audit, csvsafe
from tocsin.insights.access import StaffRequest, needs
from tocsin.insights.roles import VIEW_AUDIT
from tocsin.insights.trail import TrailFilter
from tocsin.insights.views.base import show

MOST = 100_000


@require_safe
@needs(VIEW_AUDIT)
def index(request: StaffRequest) -> HttpResponseBase:
    form = TrailFilter(request.GET)
    entries, more = form.page() if form.is_valid() else ([], None)
    query = {name: value for name, value in request.GET.items() if value and name != "before"}
    return show(
        request,
        "audit.html",
        title=_("What staff did"),
        icon="history",
        form=form,
        entries=entries,
        asked=bool(query),
        older=f"?{urlencode({**query, 'before': more.isoformat()})}" if more else "",
        newest=f"?{urlencode(query)}" if "before" in request.GET else "",
        csv=f"csv/?{urlencode(query)}",
    )


@require_safe
@needs(VIEW_AUDIT)
def as_csv(request: StaffRequest) -> HttpResponseBase:
    form = TrailFilter(request.GET)
    if not form.is_valid():
        raise Http404
    audit.record(actor=request.user, verb="audit.exported", subject="audit")
    rows = ([e.at.isoformat(), e.who, e.what, e.subject, e.detail] for e in islice(form.entries(), MOST))
    head = ["at", "who", "what", "subject", "detail"]
    return csvsafe.response(f"audit-{timezone.now():%Y-%m-%d}", csvsafe.lines(head, rows))
