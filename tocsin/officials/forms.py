"""The forms of the public pages: where somebody is, and which officials a list shows."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tocsin.core.countries import countries, country_codes
from tocsin.officials.find import Asked
from tocsin.places.areas import clean_zip
from tocsin.places.names import STATES

STATE_CHOICES = [("", _("Choose")), *STATES.items()]


class FindForm(forms.Form):
    """A person fills in the ZIP code; addresses and scripts may give the rest too."""

    zip = forms.CharField(
        label=_("ZIP code"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "postal-code", "inputmode": "numeric", "size": 10}),
    )
    address = forms.CharField(
        label=_("Street address"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    country = forms.CharField(
        label=_("Country"),
        required=False,
        widget=forms.Select({"autocomplete": "country"}, choices=CallableChoiceIterator(countries)),
    )
    state = forms.CharField(
        label=_("Your state"), required=False, max_length=2, widget=forms.Select(choices=STATE_CHOICES)
    )
    division = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def clean_country(self) -> str:
        code = self.cleaned_data["country"].upper() or "US"
        if code not in country_codes("en"):
            raise ValidationError(_("Choose your country from the list."))
        return str(code)

    def clean_zip(self) -> str:
        text = self.cleaned_data["zip"]
        return clean_zip(text) or str(text)

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"].upper())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lat, lon = (data.get(name, "") for name in ("lat", "lon"))
        data["point"] = (_degrees(lat), _degrees(lon)) if lat or lon else None
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            zip_code=data["zip"],
            address=data["address"],
            country=data["country"],
            state=data["state"],
            division=data["division"],
            point=data["point"],
        )


def _degrees(text: str) -> float:
    """What is no number lies nowhere: `locate` says so."""
    try:
        return float(text)
    except ValueError:
        return math.nan


BODIES = {
    "us-house": _("US House"),
    "us-senate": _("US Senate"),
    "us-executive": _("President and Vice President"),
    "state-executive": _("State executives"),
    "state-upper": _("State senates"),
    "state-lower": _("State houses"),
    "other": _("Other offices"),
}


class ListForm(forms.Form):
    """Which officials a list shows; every field may be empty."""

    q = forms.CharField(
        label=_("Name"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("of the United States", "State"),
        required=False,
        choices=[("", _("All")), *STATES.items()],
    )
    body = forms.ChoiceField(label=_("Body"), required=False, choices=[("", _("All")), *BODIES.items()])
    party = forms.CharField(label=_("Party"), required=False, max_length=100)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)
