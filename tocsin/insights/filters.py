"""Which actions to show. The same form serves the list and the export."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tocsin.actions import states
from tocsin.actions.models import Submission, SubmissionQuerySet
from tocsin.campaigns.models import Campaign
from tocsin.core.email import email_hash
from tocsin.delivery.models import Message
from tocsin.insights.queue import STATE_LABELS

ANY = ("", _("Any"))
INDEXED_STATES = (
    (states.PENDING, states.VOID),
    (states.REPEAT, states.WITHDRAWN, states.EXPIRED),
)


class ActionFilter(forms.Form):
    """Every field may stay empty. Who may not see personal data cannot search by it either."""

    q = forms.CharField(
        label=_("Name or email"),
        required=False,
        max_length=200,
        help_text=_("A whole email address, or part of a name"),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(), label=_("Campaign"), required=False, empty_label=_("Any")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *Submission.State.choices])
    since = forms.DateField(
        label=pgettext_lazy("first day", "From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("last day", "To"), required=False, widget=forms.DateInput({"type": "date"})
    )
    area = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=8,
        help_text=_("US-NJ, or a country like AM"),
        widget=forms.TextInput({"autocomplete": "off", "list": "areas"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[ANY, *settings.LANGUAGES])
    source = forms.CharField(label=_("Source"), required=False, max_length=60)
    own_words = forms.ChoiceField(
        label=_("Own words"), required=False, choices=[ANY, ("yes", _("Yes")), ("no", _("No"))]
    )
    delivery = forms.ChoiceField(label=_("Message"), required=False, choices=[ANY, *STATE_LABELS.items()])

    def __init__(self, *args: Any, personal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not personal:
            del self.fields["q"]

    def clean_area(self) -> str:
        return str(self.cleaned_data["area"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return data

    def queryset(self) -> SubmissionQuerySet:
        """Newest first: identifiers grow with time. Call it on a valid form."""
        found = Submission.objects.select_related("campaign").order_by("-id")
        for part in self._parts():
            found = found.filter(part)
        return found

    def _parts(self) -> list[Q]:
        data = self.cleaned_data
        tests = {
            "campaign": Q(campaign=data["campaign"]),
            "state": Q(state=data["state"]),
            "since": Q(created_at__gte=midnight(data["since"])),
            "until": Q(created_at__lt=midnight(data["until"], 1)),
            "area": Q(area=data["area"]),
            "language": Q(language=data["language"]),
            "source": Q(source=data["source"]),
            "own_words": ~Q(own_words="") if data["own_words"] == "yes" else Q(own_words=""),
            "delivery": Q(Exists(_messages(data["delivery"]))),
        }
        parts = [test for name, test in tests.items() if data[name]]
        return [*parts, person(data["q"])] if data.get("q") else parts

    def summary(self) -> dict[str, str]:
        """What was asked, for the audit trail: of a search for a person only that there was one."""
        asked = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return {**asked, "q": "a person"} if "q" in asked else asked


def midnight(day: date | None, later: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=later), time(), UTC) if day else None


def _messages(state: str) -> Any:
    return Message.objects.filter(ref=OuterRef("pk"), purpose="action", state=state)


def person(text: str) -> Q:
    """A whole address finds all spellings of that mailbox, by its hash; anything else is part of a name."""
    words = text.strip()
    if "@" not in words:
        return Q(name__icontains=words)
    key = email_hash(words)
    campaigns = list(Campaign.objects.values_list("pk", flat=True))
    known = Q(state=states.CONFIRMED, campaign_id__in=campaigns, email_hash=key)
    for group in INDEXED_STATES:
        known |= Q(state__in=group, email_hash=key)
    return known
