"""The forms of the pages of organizations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tocsin.core.fields import Line, clean_email, person_name, readable, single_line
from tocsin.organizations.form_fields import (
    clean_website,
    country_field,
    email_field,
    language_field,
    name_field,
    website_field,
)
from tocsin.organizations.models import NAME, Member, Organization, OtherName
from tocsin.organizations.opening import Body
from tocsin.organizations.registering import Name

SPARE_ROWS, MOST_NAMES = 2, 30

NAME_KINDS = (
    (OtherName.Kind.NAME, _("Full name")),
    (OtherName.Kind.SHORT, _("Short form")),
    (OtherName.Kind.FORMER, _("Former name")),
)


# --- Forms --------------------------------------------------------------------------------------------------------
class BodyForm(forms.Form):
    """What an organization says of itself in any case."""

    name = name_field(
        label=_("Name of the organization"),
        help_text=_("In full, as the organization writes it, in its own language and script."),
        error_messages={"required": _("Enter the name of the organization.")},
    )
    language = language_field(label=_("Language of this name"))
    country = country_field(label=_("Country"), help_text=_("Where it is registered or works."))
    website = website_field()
    registration = Line(
        label=_("Registration"),
        autocomplete="off",
        required=False,
        max_length=200,
        help_text=_("The register and the number in it, if it has one."),
    )

    def clean_website(self) -> str:
        return clean_website(self.cleaned_data["website"])


class ComingForm(BodyForm):
    """And who acts for it."""

    person = Line(
        label=_("Your name"),
        autocomplete="name",
        validators=(person_name,),
        max_length=200,
        error_messages={"required": _("Enter your name.")},
    )
    title = Line(
        label=_("Your title"),
        autocomplete="organization-title",
        max_length=200,
        help_text=_("As in “Executive Director”."),
        error_messages={"required": _("Enter your title in the organization.")},
    )

    @property
    def body(self) -> Body:
        return Body(**{name: self.cleaned_data[name] for name in Body._fields})


class RegisterForm(ComingForm):
    email = email_field(
        own=True,
        label=_("Your email"),
        help_text=_("Your link goes to this address. It is never shown in public."),
        error_messages={"required": _("Enter your email address.")},
    )

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class EnterForm(forms.Form):
    email = email_field(
        own=True, label=_("Your email"), error_messages={"required": _("Enter your email address.")}
    )

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class ProfileForm(BodyForm):
    email = email_field(own=False, label=_("Public email"), required=False)
    phone = Line(
        label=_("Public phone"),
        autocomplete="tel",
        required=False,
        max_length=60,
        help_text=_("With the country’s prefix. Shown to everybody."),
    )
    two_person = forms.BooleanField(
        label=_("A second person approves what one person signs"),
        required=False,
        help_text=_(
            "A signature then counts only once another owner or signer of the organization has approved it."
        ),
    )

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""


class OtherNameForm(forms.Form):
    """A row without a name is no name."""

    name = name_field(label=_("Name"), required=False)
    language = language_field(label=_("Language"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=NAME_KINDS, required=False)


class OtherNameForms(forms.BaseFormSet[OtherNameForm]):
    def names(self) -> list[Name]:
        return [
            Name(row["name"], row["language"], row["kind"] or OtherName.Kind.NAME)
            for row in self.cleaned_data
            if row.get("name")
        ]


Rows: Any = forms.formset_factory(
    OtherNameForm, formset=OtherNameForms, extra=SPARE_ROWS, max_num=MOST_NAMES, validate_max=True
)


def name_rows(organization: Organization, data: Any = None) -> OtherNameForms:
    known = list(organization.other_names.values("name", "language", "kind"))
    rows: OtherNameForms = Rows(data, initial=known, prefix="names")
    return rows


class LogoForm(forms.Form):
    file = forms.FileField(
        label=_("Picture file"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. It is drawn anew, at most 640 by 320 dots."),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Choose the file of the logo."), "empty": _("This file is empty.")},
    )
    rights = Line(
        label=_("Who owns the logo, and where it may be shown"),
        autocomplete="off",
        max_length=NAME,
        help_text=_("As in “Our own; on letters that we signed, on the web and on paper”."),
        error_messages={"required": _("Say who owns the logo and where it may be shown.")},
    )
    confirmed = forms.BooleanField(
        label=_("We may give this logo to be shown as written above"),
        error_messages={"required": _("Confirm that you may give this logo to be shown.")},
    )


class InviteForm(forms.Form):
    name = Line(
        label=_("Name"),
        autocomplete="off",
        validators=(person_name,),
        max_length=200,
        error_messages={"required": _("Enter the name of the person.")},
    )
    title = Line(label=_("Title"), autocomplete="off", required=False, max_length=200)
    email = email_field(
        own=False, label=_("Email"), error_messages={"required": _("Enter their email address.")}
    )
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial=Member.Role.SIGNER)
    language = forms.ChoiceField(label=_("Language of our mails to them"), choices=settings.LANGUAGES)

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices)


class AddressForm(forms.Form):
    """The part before the @; a whole address is taken too, and judged by the rules of proof."""

    local = forms.CharField(
        label=_("Address at your domain"),
        max_length=320,
        validators=[readable, single_line],
        widget=forms.TextInput(
            {"autocomplete": "off", "dir": "ltr", "list": "usual", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Enter the address, as in info.")},
    )

    def __init__(self, *args: Any, domain: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domain = domain

    def clean_local(self) -> str:
        text = self.cleaned_data["local"]
        return clean_email(text if "@" in text else f"{text}@{self.domain}")


class MandateForm(forms.Form):
    file = forms.FileField(
        label=_("The signed mandate"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB, without a password."),
        widget=forms.FileInput({"accept": "application/pdf,image/png,image/jpeg"}),
        error_messages={"required": _("Choose the file of the mandate."), "empty": _("This file is empty.")},
    )
