"""What staff fill in about an organization."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.core.countries import countries
from tocsin.core.fields import Line, clean_email, person_name
from tocsin.insights.filters import ANY
from tocsin.insights.views.base import ReasonForm
from tocsin.organizations import domains
from tocsin.organizations.models import NAME, Organization

__all__ = [
    "AddForm",
    "BlockForm",
    "BodyFilter",
    "IntoForm",
    "OwnerForm",
    "ReasonForm",
    "ShownReasonForm",
    "SureForm",
]


class BodyFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Name or website"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("In any script and spelling"),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[ANY, *Organization.State.choices]
    )


class SureForm(forms.Form):
    """Asks nothing: the button alone."""


class ShownReasonForm(ReasonForm):
    """A reason that the organization itself reads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The organization reads this.")


class BlockForm(ReasonForm):
    """Kept with the organization, where it is shorter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["maxlength"] = NAME

    def clean_reason(self) -> str:
        text = str(self.cleaned_data["reason"])
        if len(text) > NAME:
            raise ValidationError(_("At most %(n)d characters, please.") % {"n": NAME})
        return text


class IntoForm(forms.Form):
    """Which one it is merged into, of those that a search found."""

    into = forms.ModelChoiceField(
        Organization.objects.none(), error_messages={"required": gettext_lazy("Choose one of them.")}
    )

    def __init__(self, body: Organization, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Organization.objects.there().exclude(pk=body.pk)  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """An organization by hand. It is proven like any other."""

    name = Line(label=gettext_lazy("Name"), max_length=NAME, autocomplete="off")
    language = forms.ChoiceField(label=gettext_lazy("Language of the name"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=countries)
    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, max_length=300, assume_scheme="https"
    )
    registration = Line(
        label=gettext_lazy("Register and number"), required=False, max_length=200, autocomplete="off"
    )

    def clean_website(self) -> str:
        url = str(self.cleaned_data["website"])
        if url and domains.website_host(url) is None:
            raise ValidationError(_("Enter the address of a website."))
        return url


class OwnerForm(forms.Form):
    """Whom the organization is entrusted to; the mail that they answer makes them its owner."""

    name = Line(label=gettext_lazy("Name"), max_length=200, autocomplete="off", validators=(person_name,))
    title = Line(label=gettext_lazy("Title"), required=False, max_length=200, autocomplete="off")
    email = forms.CharField(
        label=gettext_lazy("Email"), max_length=320, widget=forms.EmailInput({"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        return clean_email(str(self.cleaned_data["email"]).strip())
