"""What is asked of those who comment on, sign and join a letter: little, each with its own clear error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from tocsin.core.countries import countries, country_codes
from tocsin.core.errors import Refusal
from tocsin.core.fields import Line, Text, clean_email, person_name, readable
from tocsin.letters.models import Invitation
from tocsin.letters.signing import Claim
from tocsin.organizations import domains
from tocsin.organizations.models import NAME, Member

MAX_TEXT, MAX_SUGGESTION, MAX_WHY = 3_000, 6_000, 500
LANGUAGES = ("en", "hy", "fr", "ar", "ru", "uk", "de", "es", "it", "el", "tr", "fa", "ka", "he")
"""In which an organization's name may be written, by what their readers call them."""


def languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code in LANGUAGES]


def country_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Select(
            {"autocomplete": "country"},
            choices=CallableChoiceIterator(lambda: [("", _("Choose one")), *countries()]),
        ),
        error_messages={"required": _("Choose a country.")},
    )


def email_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address.")},
        **kwargs,
    )


def known_country(code: str) -> str:
    if code not in country_codes("en"):
        raise ValidationError(_("Choose a country from the list."), code="invalid")
    return code


def valid_email(text: str) -> str:
    readable(text)
    return clean_email(text)


class NamedForm(forms.Form):
    """A person, as they want to be named."""

    name = Line(
        autocomplete="name",
        max_length=200,
        label=_("Your name"),
        validators=(person_name,),
        error_messages={"required": _("Enter your name.")},
    )
    title = Line(
        autocomplete="organization-title",
        max_length=200,
        required=False,
        label=_("Your title"),
        help_text=_("As in “Executive Director”"),
    )


class SignForm(NamedForm):
    """A signer names title and authority, and says that they may."""

    authority = Line(
        autocomplete="off",
        max_length=300,
        label=_("On what ground may you sign?"),
        help_text=_("As in “by decision of the board of November 3”, or “as its director”. Not published."),
        error_messages={"required": _("Say on what ground you may sign.")},
    )
    show_signer = forms.BooleanField(
        required=False, initial=True, label=_("Show my name and title beside the organization’s name")
    )
    entitled = forms.BooleanField(
        error_messages={"required": _("Confirm that you may sign for the organization.")}
    )

    def __init__(self, *args: Any, organization: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entitled"].label = _("I am entitled to sign for %(organization)s") % {
            "organization": organization
        }

    @classmethod
    def blank(cls, member: Member, **given: Any) -> SignForm:
        """Filled in with what is known of the signer; the promise they make anew each time."""
        initial = {"name": member.name, "title": member.title, **given, "entitled": False}
        return cls(initial=initial, organization=member.organization.name)

    @property
    def claim(self) -> Claim:
        given = self.cleaned_data
        return Claim(**{name: given[name] for name in ("name", "title", "authority", "show_signer")})


class CommentForm(forms.Form):
    """Of one part of the text: what somebody thinks, how it should read, or both."""

    text = Text(rows=3, max_length=MAX_TEXT, required=False, label=_("Your comment"))
    suggestion = Text(
        rows=4,
        max_length=MAX_SUGGESTION,
        required=False,
        label=_("How it should read"),
        help_text=_("Change the words right here; the difference is shown. Left as it is: no suggestion."),
    )

    def suggested(self, before: str | None) -> str:
        """Empty where the words were left as they are."""
        after = str(self.cleaned_data.get("suggestion", "")).replace("\r\n", "\n").strip()
        return "" if after == (before or "").strip() else after


class ReasonForm(forms.Form):
    """Why a name is taken off, or not given."""

    why = Text(rows=3, max_length=MAX_WHY, required=False, label=_("Why"))

    @classmethod
    def read(cls, data: QueryDict) -> str:
        form = cls(data)
        if not form.is_valid():
            raise Refusal("why", " ".join(map(str, form["why"].errors)))
        return str(form.cleaned_data["why"]).strip()


class AcceptForm(NamedForm):
    """Whoever was invited by mail registers the organization they act for."""

    organization = Line(
        autocomplete="organization",
        max_length=NAME,
        label=_("Name of your organization"),
        help_text=_("In full, as your organization writes it"),
        error_messages={"required": _("Enter the name of your organization.")},
    )
    language = forms.CharField(
        label=_("Language of this name"), widget=forms.Select(choices=CallableChoiceIterator(languages))
    )
    country = country_field(_("Country"))
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Its domain is the quickest way to prove who you are."),
        widget=forms.TextInput({"autocomplete": "url", "dir": "ltr", "inputmode": "url"}),
        error_messages={"invalid": _("Enter an address like www.example.org.")},
    )
    field_order = ("organization", "language", "country", "website", "name", "title")

    def clean_language(self) -> str:
        code: str = self.cleaned_data["language"]
        if code not in LANGUAGES:
            raise ValidationError(_("Choose a language from the list."), code="invalid")
        return code

    def clean_country(self) -> str:
        return known_country(self.cleaned_data["country"])

    def clean_website(self) -> str:
        text: str = self.cleaned_data["website"]
        if text and not domains.website_host(text):
            raise ValidationError(_("Enter an address like www.example.org."), code="invalid")
        return text

    @classmethod
    def blank(cls, invitation: Invitation) -> AcceptForm:
        initial = {
            "organization": invitation.name,
            "name": invitation.person,
            "language": invitation.language,
        }
        return cls(initial=initial)


class EnterForm(forms.Form):
    """The address by which somebody acts for an organization that is here already."""

    email = email_field(label=_("Your email"), help_text=_("The one by which you act for your organization"))

    def clean_email(self) -> str:
        return valid_email(self.cleaned_data["email"])


class PersonForm(NamedForm):
    """A person who signs for themselves, knowing that the name is published."""

    affiliation = Line(
        autocomplete="organization",
        max_length=NAME,
        required=False,
        label=_("Affiliation"),
        help_text=_("Where you work or teach. It is shown to say who you are; it does not sign."),
    )
    country = country_field(_("Country"))
    email = email_field(
        label=_("Email"),
        help_text=_("We send one link to this address. It is never shown."),
    )
    consent = forms.BooleanField(
        label=_("My name, title, affiliation and country may be published under this letter"),
        error_messages={"required": _("Your name can be under the letter only if it may be published.")},
    )

    def clean_country(self) -> str:
        return known_country(self.cleaned_data["country"])

    def clean_email(self) -> str:
        return valid_email(self.cleaned_data["email"])

    @property
    def claim(self) -> Claim:
        return Claim(name=self.cleaned_data["name"], title=self.cleaned_data["title"])
