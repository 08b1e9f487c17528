"""Whom an action addresses, as data beside its page: `/<slug>/targets.json` and `.csv`, for `?zip=` or `?division=`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tocsin.actions import published, steps
from tocsin.actions.steps import Place
from tocsin.campaigns.addressed import COLUMNS, Addressed, addressed, as_data
from tocsin.campaigns.models import Campaign
from tocsin.core import csvsafe
from tocsin.core.middleware import chosen_language
from tocsin.places import ocd

SHARED_SECONDS = 2


@require_safe
def targets_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _shared(request, JsonResponse(as_data(_found(request, slug))))


@require_safe
def targets_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    rows = _found(request, slug).rows()
    return _shared(request, csvsafe.response(f"{slug}-targets", csvsafe.lines(COLUMNS, rows)))


def _found(request: HttpRequest, slug: str) -> Addressed:
    page = published.find(slug, chosen_language(request))
    if page is None:
        raise Http404
    campaign = Campaign.objects.get(pk=page.campaign_id)
    return addressed(
        campaign, divisions_of(request.GET.get("zip", ""), request.GET.get("division", ""), page.needs)
    )


def divisions_of(zip_code: str, division: str, needs: frozenset[str]) -> tuple[str, ...]:
    """What a ZIP code or a division lies in; nothing where neither tells."""
    if division:
        return (division, *ocd.parents(division)) if ocd.state_of(division) else ()
    return steps.find(Place(postal_code=zip_code[:20]), needs).divisions if zip_code and needs else ()


def _shared(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Only what is the same for everybody is shared."""
    if request.GET.get("zip") or request.GET.get("division"):
        patch_cache_control(response, private=True, no_store=True)
    else:
        response.headers["Cache-Control"] = f"public, s-maxage={SHARED_SECONDS}, max-age=0"
    return response
