"""The public data this site has loaded: how old, how many, and what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.core import datasets
from tocsin.insights.access import StaffRequest, needs
from tocsin.insights.roles import VIEW_FIGURES
from tocsin.insights.views.base import show
from tocsin.officials import freshness


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    known = datasets.all_sets()
    rows = [(age, known.get(age.name)) for age in freshness.of(*freshness.LABELS)]
    running = any(age.percent is not None for age, _entry in rows)
    return show(
        request,
        "data.html",
        title=_("Public data"),
        icon="table",
        rows=rows,
        running=running,
        refreshed=settings.DATA_REFRESH,
    )
