"""What is asked of those who comment on, sign and join a letter: little, each with its own clear error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import Refusal
from tocsin.core.fields import Line, Text, clean_email, person_name
from tocsin.letters.models import Invitation
from tocsin.letters.signing import Claim
from tocsin.organizations.form_fields import country_field, email_field
from tocsin.organizations.forms import ComingForm
from tocsin.organizations.models import NAME, Member

MAX_TEXT, MAX_SUGGESTION, MAX_WHY = 3_000, 6_000, 500


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


class AcceptForm(ComingForm):
    """Whoever was invited by mail registers the organization they act for."""

    @classmethod
    def blank(cls, invitation: Invitation) -> AcceptForm:
        known = {"name": invitation.name, "person": invitation.person, "language": invitation.language}
        return cls(initial=known)


class PersonForm(NamedForm):
    """A person who signs for themselves, knowing that the name is published."""

    affiliation = Line(
        autocomplete="organization",
        max_length=NAME,
        required=False,
        label=_("Affiliation"),
        help_text=_("Where you work or teach. It is shown to say who you are; it does not sign."),
    )
    country = country_field(label=_("Country"), help_text="")
    email = email_field(
        own=True,
        label=_("Email"),
        help_text=_("We send one link to this address. It is never shown."),
        error_messages={"required": _("Enter your email address.")},
    )
    consent = forms.BooleanField(
        label=_("My name, title, affiliation and country may be published under this letter"),
        error_messages={"required": _("Your name can be under the letter only if it may be published.")},
    )

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    @property
    def claim(self) -> Claim:
        return Claim(name=self.cleaned_data["name"], title=self.cleaned_data["title"])
