"""Whom a campaign would address, with names, before anything is published."""

from __future__ import annotations

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tocsin.actions import steps
from tocsin.actions.steps import Place
from tocsin.campaigns.addressed import Addressed, addressed
from tocsin.campaigns.models import Campaign
from tocsin.insights.access import StaffRequest, needs
from tocsin.insights.roles import VIEW_FIGURES
from tocsin.insights.views.base import CAMPAIGNS, show
from tocsin.insights.views.campaigns import home_of
from tocsin.officials.roster import Holder
from tocsin.places import ocd
from tocsin.places.areas import clean_zip
from tocsin.places.locate import Located

Words = str | Promise
STANCES: dict[str, Words] = {
    "press": gettext_lazy("gets the message"),
    "thank": gettext_lazy("gets the thank-you"),
}
POSITIONS: dict[str, Words] = {
    "supports": gettext_lazy("has signed the bill"),
    "has-not": gettext_lazy("has not signed the bill"),
    "cannot": gettext_lazy("sits in the other chamber"),
    "unknown": gettext_lazy("no list of cosponsors is loaded"),
    "": "",
}


class TryForm(forms.Form):
    zip_code = forms.CharField(
        label=gettext_lazy("ZIP code"),
        max_length=20,
        error_messages={"required": gettext_lazy("Enter a ZIP code.")},
    )

    def clean_zip_code(self) -> str:
        digits = clean_zip(self.cleaned_data["zip_code"])
        if digits is None:
            raise forms.ValidationError(_("Enter a ZIP code of five digits, like 07030."))
        return digits


@require_http_methods(["GET", "POST"])
@needs(VIEW_FIGURES)
def targets(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A POST tries one ZIP code, so that none stands in an address; nothing is stored."""
    campaign = get_object_or_404(Campaign, pk=pk)
    everybody = addressed(campaign)
    form = TryForm(request.POST if request.method == "POST" else None)
    located = (
        steps.find(Place(postal_code=form.cleaned_data["zip_code"]), everybody.needs)
        if form.is_valid()
        else None
    )
    tried = addressed(campaign, located.divisions) if located else None
    return show(
        request,
        "targets.html",
        title=_("Who is addressed"),
        icon="group",
        crumbs=(CAMPAIGNS, (home_of(campaign), campaign.name)),
        status=422 if form.errors else 200,
        campaign=campaign,
        found=everybody,
        found_lines=_lines(everybody),
        form=form,
        tried=tried,
        tried_lines=_lines(tried) if tried else [],
        place=_place(located) if located else "",
        may_edit=request.user.has_perm("campaigns.change_campaign"),
    )


def _lines(found: Addressed) -> list[tuple[Holder, Words, Words]]:
    return [(target.holder, STANCES[target.stance], POSITIONS[target.position]) for target in found.targets]


def _place(located: Located) -> str:
    """What is known of the ZIP code that was tried."""
    if located.division:
        return ocd.name_of(located.division)
    if located.candidates:
        names = ", ".join(ocd.short_name(division) for division in located.candidates)
        return _(
            "This ZIP code lies in one of several districts: %(names)s. The supporter is asked which."
        ) % {"names": names}
    return _("Nothing is known of this ZIP code. The supporter is asked for the state and the district.")
