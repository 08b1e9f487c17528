"""Which letters, and what is corrected before they are sent again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.campaigns.models import Campaign
from tocsin.delivery.channels import CHANNELS
from tocsin.insights import desk
from tocsin.insights.desk import Chosen
from tocsin.insights.filters import ANY
from tocsin.insights.queue import STATE_LABELS
from tocsin.insights.views.base import ReasonForm


class LetterFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[ANY, *((state, STATE_LABELS[state]) for state in desk.DECIDABLE)],
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(),
        label=gettext_lazy("Campaign"),
        required=False,
        empty_label=gettext_lazy("Any"),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=lambda: [ANY, *((k, k) for k in CHANNELS)]
    )
    lane = forms.CharField(label=gettext_lazy("Lane"), required=False, max_length=120)
    group = forms.RegexField("^[0-9a-f]{32}$", required=False, widget=forms.HiddenInput)
    message = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> Chosen:
        data = self.cleaned_data
        campaign = data["campaign"]
        return Chosen(**{**data, "campaign": campaign.pk if campaign else None})


class FixForm(ReasonForm):
    """Both corrections may stay empty: then it is sent as it is."""

    recipient = forms.CharField(
        label=gettext_lazy("Corrected address"),
        required=False,
        max_length=320,
        help_text=gettext_lazy(
            "Empty: where it was going. Correct the official’s contact too, for later letters."
        ),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Another channel"),
        required=False,
        choices=lambda: [("", gettext_lazy("As it was")), *((kind, kind) for kind in CHANNELS)],
    )
    field_order = ["recipient", "channel", "reason"]

    def __init__(self, data: QueryDict | None, *, channels: set[str]) -> None:
        super().__init__(data)
        self.known = channels

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        channel, recipient = data.get("channel", ""), data.get("recipient", "").strip()
        kinds = {channel} if channel else self.known
        if channel and {channel} != self.known and not recipient and not CHANNELS[channel].by_hand:
            self.add_error("recipient", _("Another channel needs the address that it goes to."))
        if recipient and "email" in kinds:
            try:
                validate_email(recipient)
            except ValidationError as error:
                self.add_error("recipient", error)
        return data

    def fix(self) -> dict[str, str]:
        given = {name: str(self.cleaned_data[name]).strip() for name in ("recipient", "channel")}
        return {name: value for name, value in given.items() if value}
