"""What a campaign offers beside the message, and what Congress wants to know of it: the choices, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from tocsin.campaigns import targeting

ALSO: dict[str, str | Promise] = {
    "webform": _("The official’s own web form, with the text ready to copy"),
    "phone": _("A call, with a script"),
    "print": _("The delivery book, handed over on paper"),
    "social": _("A post on social media"),
}
"""The ways that a person goes by hand; their keys are kinds of channels."""

TOPICS = (
    "Agriculture and Food",
    "Animals",
    "Armed Forces and National Security",
    "Arts, Culture, Religion",
    "Civil Rights and Liberties, Minority Issues",
    "Commerce",
    "Congress",
    "Crime and Law Enforcement",
    "Economics and Public Finance",
    "Education",
    "Emergency Management",
    "Energy",
    "Environmental Protection",
    "Families",
    "Finance and Financial Sector",
    "Foreign Trade and International Finance",
    "Government Operations and Politics",
    "Health",
    "Housing and Community Development",
    "Immigration",
    "International Affairs",
    "Labor and Employment",
    "Law",
    "Native Americans",
    "Public Lands and Natural Resources",
    "Science, Technology, Communications",
    "Social Sciences and History",
    "Social Welfare",
    "Sports and Recreation",
    "Taxation",
    "Transportation and Public Works",
    "Water Resources Development",
)
"""The policy areas of the Library of Congress, in its own words: offices file messages by them."""


class ListField(forms.TypedMultipleChoiceField):
    """Several of some choices, kept as a list in a JSON column."""

    def __init__(self, choices: Sequence[tuple[str, str | Promise]], widget: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=widget, required=False, coerce=str, empty_value=[], **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data or ())


class CampaignForm(WagtailAdminModelForm):
    """The editor's form: lists are ticked, not typed."""

    also = ListField(
        list(ALSO.items()),
        forms.CheckboxSelectMultiple,
        label=_("also offer"),
        help_text=_("Ways that a supporter goes by hand. They are never counted as sent by us."),
    )
    topics = ListField(
        [(topic, topic) for topic in TOPICS],
        forms.CheckboxSelectMultiple,
        label=_("topics"),
        help_text=_("For offices in Congress: the first one is what they file the message under."),
    )


def bills_of(text: str) -> str:
    """The bills named, once each and parted by spaces; one that is no bill is said."""
    found = dict.fromkeys(text.replace(",", " ").split())
    for bill in found:
        targeting.bill_id(bill)
    return " ".join(found)
