"""The form of an action page: few fields, in the order of a conversation, each with its own clear error."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tocsin.actions.steps import Place
from tocsin.core.countries import countries, country_codes
from tocsin.core.fields import (
    EMPTY_LETTER,
    Line,
    Shared,
    Text,
    clean_email,
    letter_text,
    person_name,
    readable,
)
from tocsin.places.areas import clean_zip
from tocsin.places.names import STATES

MAX_OWN_WORDS, MAX_BODY, MAX_NAME = 2_000, 6_000, 100
PLACE_DETAILS = ("address", "state", "division")
PLACE = ("country", "postal_code", *PLACE_DETAILS)
LETTERS = frozenset({"body", "body_thanks"})
PRESS_ONLY = frozenset({"body"})
DETAILS = ("title", "given_name", "family_name", "street", "city")
"""What an office that takes messages by Communicating With Congress wants to know of a constituent."""
TITLES = ("Mr.", "Mrs.", "Miss", "Ms.", "Dr.")


def states() -> list[tuple[str, str]]:
    return [("", str(_("Choose your state"))), *sorted(STATES.items(), key=lambda pair: pair[1])]


def titles() -> list[tuple[str, str]]:
    return [("", str(_("Choose one"))), *((title, title) for title in TITLES)]


class PlaceForm(forms.Form):
    """Where a supporter lives: no more than finding their officials takes."""

    country = forms.CharField(
        label=_("Country"),
        initial="US",
        widget=forms.Select({"autocomplete": "country"}, choices=CallableChoiceIterator(countries)),
        error_messages={"required": _("Choose your country.")},
    )
    postal_code = Line(
        autocomplete="postal-code", max_length=20, required=False, label=_("ZIP or postal code")
    )
    address = Line(autocomplete="street-address", max_length=300, required=False, label=_("Street address"))
    state = forms.CharField(
        required=False,
        label=pgettext_lazy("of the United States", "State"),
        widget=forms.Select(choices=CallableChoiceIterator(states)),
    )
    division = forms.CharField(required=False, max_length=150, widget=forms.HiddenInput)

    def clean_country(self) -> str:
        code: str = self.cleaned_data["country"]
        if code not in country_codes("en"):
            raise ValidationError(_("Choose your country from the list."), code="invalid")
        return code

    def clean_postal_code(self) -> str:
        text: str = self.cleaned_data["postal_code"]
        if self.cleaned_data.get("country") != "US":
            return text
        if not text:
            raise ValidationError(_("Enter your ZIP code."), code="required")
        digits = clean_zip(text)
        if digits is None:
            raise ValidationError(_("Enter a ZIP code of five digits, like 07030."), code="invalid")
        return digits

    def clean_state(self) -> str:
        code: str = self.cleaned_data["state"]
        if code and code not in STATES:
            raise ValidationError(_("Choose your state from the list."), code="invalid")
        return code

    @property
    def place(self) -> Place:
        """What a valid form says of the place."""
        return Place(**{name: self.cleaned_data.get(name, "") for name in PLACE})


class ActionForm(PlaceForm):
    """What every action asks. `consents` maps each kind to the exact words that are shown and stored."""

    own_words = Text(
        rows=4,
        max_length=MAX_OWN_WORDS,
        required=False,
        label=_("In your own words"),
    )
    body = Text(
        rows=12,
        max_length=MAX_BODY,
        label=_("The rest of your letter"),
        error_messages={"required": EMPTY_LETTER},
    )
    body_thanks = Text(
        rows=9,
        max_length=MAX_BODY,
        label=_("Your thank-you"),
        error_messages={"required": EMPTY_LETTER},
    )
    name = Line(
        autocomplete="name",
        max_length=MAX_NAME,
        label=_("Your name"),
        validators=(person_name,),
        error_messages={"required": _("Enter your name.")},
    )
    title = forms.CharField(
        label=_("Title"),
        widget=forms.Select({"autocomplete": "honorific-prefix"}, choices=CallableChoiceIterator(titles)),
        error_messages={"required": _("Choose how the office may address you.")},
    )
    given_name = Line(
        autocomplete="given-name",
        max_length=50,
        label=_("First name"),
        validators=(person_name,),
        error_messages={"required": _("Enter your first name.")},
    )
    family_name = Line(
        autocomplete="family-name",
        max_length=50,
        label=_("Last name"),
        validators=(person_name,),
        error_messages={"required": _("Enter your last name.")},
    )
    street = Line(
        autocomplete="address-line1",
        max_length=100,
        label=_("Street and number"),
        error_messages={"required": _("Enter your street and number.")},
    )
    city = Line(
        autocomplete="address-level2",
        max_length=60,
        label=_("City"),
        error_messages={"required": _("Enter your city.")},
    )
    email = forms.CharField(
        max_length=254,
        label=_("Email"),
        help_text=_("We send one link to this address, so that nobody can write in your name."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
        error_messages={"required": _("Enter your email address.")},
    )
    consent_updates = forms.BooleanField(required=False)
    consent_show = forms.BooleanField(required=False)
    consent_reply = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        sends: bool,
        letters: frozenset[str] = PRESS_ONLY,
        details: bool = False,
        place_known: bool = False,
        consents: dict[str, str],
        **kwargs: Any,
    ) -> None:
        """`letters`: which of `body` and `body_thanks` are written. `details`: the office asks who its
        constituent is. `place_known`: it is carried, not asked."""
        super().__init__(*args, **kwargs)
        for name in LETTERS - (letters if sends else frozenset()):
            del self.fields[name]
        for name in ("name",) if details else DETAILS:
            del self.fields[name]
        if not sends or details:
            del self.fields["consent_reply"]
        if not sends:
            self.relabel("own_words", _("Why you sign, in your own words"))
        if place_known:
            self.carry(*PLACE)
        else:
            for name in PLACE_DETAILS:
                del self.fields[name]
        for kind, words in consents.items():
            if f"consent_{kind}" in self.fields:
                self.relabel(f"consent_{kind}", words)

    def relabel(self, name: str, label: Any) -> None:
        self.fields[name] = copy(self.fields[name])
        self.fields[name].label = label

    def carry(self, *names: str) -> None:
        for name in names:
            self.fields[name] = copy(self.fields[name])
            self.fields[name].widget = forms.HiddenInput()

    def clean_email(self) -> str:
        text: str = self.cleaned_data["email"]
        readable(text)
        return clean_email(text)

    def clean_title(self) -> str:
        text: str = self.cleaned_data["title"]
        if text not in TITLES:
            raise ValidationError(_("Choose how the office may address you."), code="invalid")
        return text

    def clean(self) -> dict[str, Any]:
        """Whoever gave the two names apart signs with both."""
        data = super().clean() or self.cleaned_data
        if data.get("given_name") and data.get("family_name"):
            data["name"] = f"{data['given_name']} {data['family_name']}"
        return data

    def clean_body(self) -> str:
        return letter_text(self.cleaned_data["body"])

    def clean_body_thanks(self) -> str:
        return letter_text(self.cleaned_data["body_thanks"])

    @property
    def consented(self) -> list[str]:
        """The kinds of consent that were given."""
        return [
            k.removeprefix("consent_")
            for k, given in self.cleaned_data.items()
            if k.startswith("consent_") and given
        ]


def _in_order(fields: dict[str, forms.Field], *first: str) -> Shared:
    return Shared({name: fields[name] for name in dict.fromkeys((*first, *fields))})


ActionForm.base_fields = _in_order(
    ActionForm.base_fields,
    *("own_words", "body", "body_thanks", "title", "given_name", "family_name", "name"),
    *("street", "city", "email"),
)
PlaceForm.base_fields = _in_order(PlaceForm.base_fields)
