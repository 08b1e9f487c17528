"""The fields that the forms of organizations share, and the choices of languages and countries."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tocsin.core.countries import countries, country_codes
from tocsin.core.fields import LINK, Line, readable, single_line
from tocsin.organizations import domains
from tocsin.organizations.models import NAME

FOUND_FIRST = ("en", "hy", "fr", "ar", "ru", "fa", "tr", "ka", "de", "es")
"""The languages of names that are asked for most; the others follow by name."""


# --- Choices ------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=16)
def language_choices(language: str) -> list[tuple[str, str]]:
    names = {str(code): name for code, name in Locale.parse(language).languages.items() if len(code) == 2}
    rest = sorted(
        (code for code in names if code not in FOUND_FIRST),
        key=lambda code: unicodedata.normalize("NFKD", names[code]).casefold(),
    )
    return [(code, names[code]) for code in (*FOUND_FIRST, *rest)]


def languages() -> list[tuple[str, str]]:
    return language_choices(get_language() or "en")


def languages_or_none() -> list[tuple[str, str]]:
    return [("", str(_("Choose"))), *languages()]


def countries_to_choose() -> list[tuple[str, str]]:
    return [("", str(_("Choose"))), *countries()]


# --- Fields -------------------------------------------------------------------------------------------------------
def has_letters(text: str) -> None:
    if not any(unicodedata.category(char).startswith("L") for char in text):
        raise ValidationError(_("Enter the name in letters."), code="letters")


def no_link(text: str) -> None:
    """A name goes into mails to people who do not know the sender."""
    if LINK.search(text) or "@" in text:
        raise ValidationError(_("Enter a name, not an address."), code="link")


def known_country(code: str) -> None:
    if code not in country_codes("en"):
        raise ValidationError(_("Choose the country from the list."), code="country")


def known_language(code: str) -> None:
    if code not in dict(language_choices("en")):
        raise ValidationError(_("Choose the language from the list."), code="language")


def language_field(**more: Any) -> forms.CharField:
    make = languages if more.get("required", True) else languages_or_none
    return forms.CharField(
        validators=[known_language], widget=forms.Select(choices=CallableChoiceIterator(make)), **more
    )


def country_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        validators=[known_country],
        widget=forms.Select({"autocomplete": "country"}, choices=CallableChoiceIterator(countries_to_choose)),
        error_messages={"required": _("Choose the country.")},
        **more,
    )


def name_field(**more: Any) -> Line:
    return Line(autocomplete="organization", validators=(has_letters, no_link), max_length=NAME, **more)


def email_field(*, own: bool, **more: Any) -> forms.CharField:
    return forms.CharField(
        max_length=320,
        validators=[readable, single_line],
        widget=forms.EmailInput({"autocomplete": "email" if own else "off", "dir": "ltr"}),
        **more,
    )


def website_field() -> forms.URLField:
    return forms.URLField(
        label=_("Website"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Its domain is the quickest way to prove that you act for it. As in www.example.org."),
        widget=forms.TextInput({"autocomplete": "url", "inputmode": "url", "dir": "ltr"}),
        error_messages={"invalid": _("Enter the address of the website, as in www.example.org.")},
    )


def clean_website(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise ValidationError(_("Enter a web address that starts with https://."), code="scheme")
    if url and not domains.website_host(url):
        raise ValidationError(_("Enter the address of the website, as in www.example.org."), code="host")
    return url
