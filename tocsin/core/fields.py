"""The fields of the public forms, and what they refuse: each with its own clear error."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from email_validator import EmailNotValidError, validate_email

LINK = re.compile(r"https?:|www\.|://", re.IGNORECASE)
JOINERS = "\u200c\u200d"
EMPTY_LETTER = _("The letter is empty. Write at least one sentence.")


def readable(text: str) -> None:
    """Refuses what was not valid UTF-8, and the invisible characters that turn text around."""
    if "\ufffd" in text or "\x00" in text:
        raise ValidationError(
            _("Some characters could not be read. Please type them again."), code="unreadable"
        )


def single_line(text: str) -> None:
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"} and char not in JOINERS:
            raise ValidationError(_("Please write this on one line, in letters."), code="control")


def person_name(text: str) -> None:
    if not any(unicodedata.category(char).startswith("L") for char in text):
        raise ValidationError(_("Enter your name in letters."), code="letters")
    if LINK.search(text) or "@" in text:
        raise ValidationError(_("Enter a name, not an address."), code="link")


def clean_email(text: str) -> str:
    """The address as it will be written to: valid, with its domain in lower-case ASCII."""
    try:
        found = validate_email(
            text, check_deliverability=False, test_environment=True, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise ValidationError(_("Enter an email address like name@example.org."), code="invalid") from None
    return f"{found.local_part}@{found.ascii_domain}"


def letter_text(text: str) -> str:
    if not text.strip():
        raise ValidationError(EMPTY_LETTER, code="required")
    return text


class Length(MaxLengthValidator):
    """Counts as the browser does: a line end is one character, though it is sent as two."""

    def clean(self, x: object) -> int:
        return len(str(x).replace("\r\n", "\n"))


class Text(forms.CharField):
    """A longer text, kept to the letter: no trimming, no change of line ends."""

    widget = forms.Textarea

    def __init__(self, *, rows: int, max_length: int, **kwargs: Any) -> None:
        super().__init__(
            strip=False,
            validators=[readable, Length(max_length)],
            widget=forms.Textarea({"rows": rows, "dir": "auto", "maxlength": max_length}),
            **kwargs,
        )


class Line(forms.CharField):
    def __init__(self, *, autocomplete: str, validators: tuple[Any, ...] = (), **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": autocomplete, "dir": "auto"})
        super().__init__(validators=[readable, single_line, *validators], widget=widget, **kwargs)


class Shared(dict[str, forms.Field]):
    """Fields that all forms of a class share: Django would copy each of them for every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)
