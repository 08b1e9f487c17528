"""What staff fill in about an open letter."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from tocsin.core.fields import Text, clean_email
from tocsin.insights.views.base import ReasonForm
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Letter, Response
from tocsin.organizations import names, standing
from tocsin.organizations.models import Organization, OrganizationQuerySet

LINES = 500
FOUND = 50
IN_ITS_ZONE = ("deadline", "embargo_until")

__all__ = [
    "AnswerForm",
    "AskForm",
    "CorrectForm",
    "GuestsForm",
    "KnownForm",
    "NoteForm",
    "ReasonForm",
    "RulesForm",
]


class AskForm(forms.Form):
    """Asks nothing: the button alone."""


class NoteForm(forms.Form):
    """What changed and why; `needed` where it is a correction."""

    note = Text(label=gettext_lazy("What changed and why"), rows=3, max_length=1000, required=False)

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required = needed
        note.help_text = _("Shown to everybody beside the changes.")
        note.error_messages["required"] = _("Say what changed and why.")


class RulesForm(WagtailAdminModelForm):
    """Deadline and embargo are written in the letter's own time zone, as they are shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter: Letter = self.instance
        for name in IN_ITS_ZONE:
            moment = getattr(letter, name)
            if name in self.fields and moment is not None:
                self.initial[name] = timezone.make_naive(moment, letter.zone)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        name = data.get("time_zone", "")
        if name in available_timezones():
            for field in IN_ITS_ZONE:
                data[field] = in_zone(data.get(field), ZoneInfo(name))
        return data


def in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """What was typed, read as a time of that zone rather than of the reader's."""
    return timezone.make_naive(moment).replace(tzinfo=zone) if moment else None


class GuestsForm(forms.Form):
    """Many at once, a line each."""

    guests = forms.CharField(
        label=gettext_lazy("Whom to invite"),
        max_length=200_000,
        help_text=gettext_lazy(
            "One on each line: the organization’s name, a comma, an email address. "
            "A person’s name may follow after another comma."
        ),
        widget=forms.Textarea({"rows": 7, "dir": "auto", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write at least one line.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)

    def clean_guests(self) -> list[Guest]:
        lines = [
            (n, line)
            for n, line in enumerate(self.cleaned_data["guests"].splitlines(), start=1)
            if line.strip()
        ]
        if len(lines) > LINES:
            raise ValidationError(_("At most %(n)d lines at once.") % {"n": LINES})
        found: dict[str, Guest] = {}
        wrong = []
        for n, line in lines:
            try:
                guest = guest_of(line)
            except ValidationError as error:
                wrong.append(_("Line %(n)d: %(problem)s") % {"n": n, "problem": " ".join(error.messages)})
                continue
            found.setdefault(guest.email.casefold(), guest)
        if wrong:
            raise ValidationError(wrong)
        return list(found.values())

    def everybody(self) -> list[Guest]:
        return [one._replace(language=self.cleaned_data["language"]) for one in self.cleaned_data["guests"]]


def guest_of(line: str) -> Guest:
    """A tab or a semicolon does as well as a comma; a name with commas stands in quotation marks."""
    mark = next((mark for mark in "\t;" if mark in line), ",")
    parts = [part.strip() for part in next(csv.reader([line], delimiter=mark, skipinitialspace=True))]
    if len(parts) < 2 or not parts[0]:
        raise ValidationError(_("write a name, a comma and an address."))
    if len(parts[0]) > 300 or len("".join(parts[2:])) > 200:
        raise ValidationError(_("the name is too long."))
    return Guest(name=parts[0], email=clean_email(parts[1]), person=" ".join(parts[2:]))


class KnownForm(forms.Form):
    """Organizations that are here already, as a search found them."""

    organizations = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Organizations"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organizations"].queryset = may_be_invited(Organization.objects.all())  # type: ignore[attr-defined]


def may_be_invited(found: OrganizationQuerySet) -> OrganizationQuerySet:
    return found.there().exclude(state=standing.BLOCKED)


def search(words: str) -> OrganizationQuerySet:
    """By any of its names, across scripts and spellings, or by its website."""
    text = words.strip()
    found = Q(name__icontains=text) | Q(other_names__name__icontains=text) | Q(website__icontains=text)
    if keys := names.search_keys([text]):
        found |= Q(keys__overlap=sorted(keys))
    return Organization.objects.filter(pk__in=Organization.objects.filter(found).values("pk"))


class CorrectForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("Email"), max_length=320, widget=forms.EmailInput({"autocomplete": "off"})
    )

    def clean_email(self) -> str:
        return clean_email(str(self.cleaned_data["email"]).strip())


class AnswerForm(forms.ModelForm[Response]):
    """Every word is the addressee's."""

    source_url = forms.URLField(
        label=gettext_lazy("Where it can be seen"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Response
        fields = ("addressee", "received_on", "text", "signed_by", "source_url")
        widgets = {
            "received_on": forms.DateInput({"type": "date"}),
            "text": forms.Textarea({"rows": 8, "dir": "auto"}),
        }
        labels = {"addressee": gettext_lazy("Who answered")}

    def __init__(self, letter: Letter, data: Any = None) -> None:
        super().__init__(data)
        who: Any = self.fields["addressee"]
        who.queryset = letter.addressees.select_related("person")
        who.label_from_instance = lambda addressee: addressee.person.name
        who.required, who.empty_label = True, _("Choose")

    def clean_received_on(self) -> object:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day
