"""What the style guide shows: every component in its states, with people and places that do not exist."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str
    srcset: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Addressee:
    name: str
    office: str
    initials: str
    portrait: Picture | None = None
    url: str | None = None


@dataclass(frozen=True)
class Occasion:
    label: str
    date: date
    days_left: int = 0
    is_past: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Tally:
    confirmed: int
    delivered: int
    goal: int
    to_go: int
    percent: int
    as_of: datetime


@dataclass(frozen=True)
class Signer:
    name: str
    place: str
    when: datetime


@dataclass(frozen=True)
class Reading:
    title: str
    url: str
    source: str = ""


@dataclass(frozen=True)
class ShareLink:
    kind: str
    name: str
    url: str


@dataclass(frozen=True)
class Share:
    url: str
    text: str
    links: tuple[ShareLink, ...]


@dataclass(frozen=True)
class Action:
    title: str
    lead: str
    kind: str
    kind_label: str
    organization: str
    url: str
    submit_label: str
    addressees: tuple[Addressee, ...]
    occasion: Occasion | None
    tally: Tally
    share: Share
    picture: Picture | None = None
    story_html: SafeString = field(default_factory=lambda: mark_safe(""))
    asks: tuple[str, ...] = ()
    salutation: str = ""
    prompts: tuple[str, ...] = ()
    closing: str = ""
    recent: tuple[Signer, ...] = ()
    read_also: tuple[Reading, ...] = ()
    closed: str | None = None
    preview: bool = False


@dataclass(frozen=True)
class Card:
    title: str
    lead: str
    url: str
    kind_label: str
    picture: Picture | None
    addressees: tuple[Addressee, ...]
    occasion: Occasion | None
    tally: Tally
    closed: bool = False


@dataclass(frozen=True)
class Letter:
    subject: str
    salutation: str
    own_words: str
    body: str
    closing: str
    signature: str


@dataclass(frozen=True)
class Delivery:
    addressee: str
    office: str
    channel_label: str
    state: str
    label: str
    explanation: str
    at: datetime
    reply: str | None = None


@dataclass(frozen=True)
class Act:
    id: int
    title: str
    url: str
    kind_label: str
    at: datetime
    state: str
    state_label: str
    counted: bool
    withdraw_url: str | None
    share: Share | None
    deliveries: tuple[Delivery, ...]
    letter: Letter | None


class SampleForm(forms.Form):
    """The fields of an action page, for show."""

    own_words = forms.CharField(label="In your own words", required=False, widget=forms.Textarea)
    body = forms.CharField(label="The rest of your letter", widget=forms.Textarea)
    name = forms.CharField(
        label="Your name", error_messages={"required": "Enter your name."},
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label="Email", help_text="We send one link to this address, so that nobody can write in your name.",
        error_messages={"invalid": "Enter an email address like name@example.org."},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip
    country = forms.ChoiceField(
        label="Country", choices=[("US", "United States"), ("AM", "Armenia"), ("FR", "France")],
        widget=forms.Select({"autocomplete": "country"}),
    )  # fmt: skip
    postal_code = forms.CharField(
        label="ZIP or postal code", required=False, widget=forms.TextInput({"autocomplete": "postal-code"})
    )
    consent_updates = forms.BooleanField(
        required=False, label="The Harbor Society may email me about this and its other campaigns."
    )
    consent_show = forms.BooleanField(
        required=False, label="My name and town may be shown on this page among those who took part."
    )
    consent_reply = forms.BooleanField(
        required=False, label="The office may answer me: my email address is given to it with my letter."
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")


NOW = datetime(2026, 11, 22, 15, 4, tzinfo=UTC)
BODY = (
    "The old lighthouse at Cape Mercy has guided boats home for a hundred and forty years. In March the port "
    "authority plans to switch it off.\n\nForty-one families fish from this harbor at night. I ask you to keep the "
    "light burning until a new one stands, and to say so before the hearing."
)

MINISTER = Addressee("Ines Halloran", "Minister of Ports", "IH", url="#addressee")
LONG_NAMED = Addressee(
    "Maximilian-Alexander Featherstonehaugh-Wolfeschlegelstein",
    "Deputy Assistant Undersecretary for Coastal Navigation, Lights and Harbor Dues", "MF",
)  # fmt: skip
MANY = (
    MINISTER, Addressee("Bo Lindqvist", "Mayor of Cape Mercy", "BL"), LONG_NAMED,
    Addressee("Aïcha Diop", "Chair, Port Authority", "AD"), Addressee("Tomás Rey", "Harbor Master", "TR"),
    Addressee("Նարե Սարոյան", "Inspector of Lights", "ՆՍ"),
)  # fmt: skip
HEARING = Occasion("Hearing of the port authority", date(2027, 3, 9), 107)

EMPTY_TALLY = Tally(0, 0, 500, 500, 0, NOW)
ONE_TALLY = Tally(1, 1, 500, 499, 1, NOW)
MANY_TALLY = Tally(4210, 3968, 5000, 790, 84, NOW)
DONE_TALLY = Tally(1_204_518, 1_190_002, 1_000_000, 0, 100, NOW)

SIGNERS = (
    Signer("Ana Petrosyan", "", NOW),
    Signer("Maximilian-Alexander Featherstonehaugh-Wolfeschlegelstein", "Saint-Rémy-en-Bouzemont", NOW),
    Signer("ليلى حداد", "بيروت", NOW),
)
SHARE = Share(
    "https://example.org/light/", "Keep the light at Cape Mercy",
    (
        ShareLink("email", "Email", "mailto:?subject=Keep%20the%20light"),
        ShareLink("whatsapp", "WhatsApp", "https://wa.me/?text=Keep%20the%20light"),
        ShareLink("bluesky", "Bluesky", "https://bsky.app/intent/compose?text=Keep%20the%20light"),
    ),
)  # fmt: skip
LETTER = Letter(
    "Keep the light at Cape Mercy", "Dear Minister Halloran,",
    "My father came home by that light for thirty years. I would like my daughter to.", BODY,
    "Sincerely,", "Ana Petrosyan",
)  # fmt: skip
PLAIN_LETTER = replace(LETTER, subject="", own_words="")
LONG_LETTER = replace(LETTER, own_words=f"{LETTER.own_words}\n\n{BODY}", body="\n\n".join([BODY] * 3))
RTL_LETTER = Letter(
    "", "معالي الوزيرة هالوران،", "عاد أبي إلى البيت بنور هذه المنارة ثلاثين عامًا.",
    "أضاءت المنارة طريق القوارب مئة وأربعين عامًا. أطلب منكم أن تبقى مضاءة إلى أن تقوم مكانها أخرى.",
    "مع التقدير،", "ليلى حداد",
)  # fmt: skip

EXPLANATIONS = {
    "held": "It waits until the organization releases the letters of this week.",
    "queued": "It is next in line and goes out within the hour.",
    "inflight": "It is being handed to the mail server of the office now.",
    "accepted": "The mail server of the office took it and gave a receipt.",
    "delivered": "The office confirmed that it has the message.",
    "bounced": "The office's mail server sent it back. The organization has been told.",
    "failed": "The office's mail server refused it, and trying again would not help.",
    "ambiguous": "The connection broke before a receipt came. We do not send twice; a person is checking.",
    "needs_person": "This office takes letters by a web form only. A person will hand it over.",
    "cancelled": "You withdrew before it was handed over.",
}
LABELS = {
    "held": "Kept", "queued": "Waiting", "inflight": "Being handed over", "accepted": "Handed over",
    "delivered": "Delivered", "bounced": "Returned", "failed": "Not delivered", "ambiguous": "Unclear",
    "needs_person": "Needs a person", "cancelled": "Not sent",
}  # fmt: skip
DELIVERIES = tuple(
    Delivery(
        MINISTER.name, MINISTER.office, "email", state, LABELS[state], explanation, NOW,
        "250 2.0.0 Ok: queued as 4XyZ" if state in {"accepted", "delivered"} else None,
    )
    for state, explanation in EXPLANATIONS.items()
)  # fmt: skip
ACT = Act(
    7, "Keep the light at Cape Mercy", "#act", "Message", NOW, "confirmed", "Confirmed", True, "#", SHARE,
    (DELIVERIES[3],), LETTER,
)  # fmt: skip

STORY = mark_safe(
    "<p>On clear nights the light at Cape Mercy is seen twenty-two miles out. It is the last thing the fleet sees "
    "when it leaves, and the first when it comes back.</p><p>The port authority calls it a saving. The harbor "
    "families call it something else, and have asked to be heard.</p><h3>What is planned</h3><p>The lamp would be "
    "switched off on March 9. Nothing is planned in its place.</p><blockquote><p>A light is a promise, and you do "
    "not cancel a promise by memo.</p></blockquote>"
)
ACTION = Action(
    title="Keep the light at Cape Mercy",
    lead="Ask the Minister of Ports to keep the lighthouse burning until a new one stands.",
    kind="message", kind_label="Message", organization="The Harbor Society", url="#action",
    submit_label="Send my message to Minister Halloran", addressees=(MINISTER,), occasion=HEARING, tally=MANY_TALLY,
    share=SHARE, story_html=STORY, salutation=LETTER.salutation, closing=LETTER.closing, recent=SIGNERS,
    asks=("Keep the light burning", "Hear the harbor families before the decision", "Publish the cost of a new light"),
    prompts=("What would you tell the Minister in person?", "Do you know somebody who fishes at night?"),
    read_also=(Reading("The hearing is open to the public", "#hearing", "Cape Mercy Courier"),),
)  # fmt: skip
CARDS = (
    Card(ACTION.title, ACTION.lead, "#one", "Message", None, (MINISTER,), HEARING, MANY_TALLY),
    Card("Open the archive of the drowned", "Sign for the right to read the old registers.", "#two", "Petition", None,
         MANY, None, EMPTY_TALLY),
    Card(f"{ACTION.title} and of every other cape between the two rivers, in all seasons and weathers", ACTION.lead * 2,
         "#three", "Message", None, (LONG_NAMED,), replace(HEARING, is_past=True), DONE_TALLY, closed=True),
)  # fmt: skip


def sample_form(prefix: str, *, errors: bool = False) -> SampleForm:
    """A form whose ids begin with `prefix`, filled with mistakes where `errors`."""
    initial = {"body": BODY, "country": "US"}
    data: dict[str, Any] | None = None
    if errors:
        data = {**initial, "email": "ana at example", "name": ""}
    return SampleForm(data, initial=initial, auto_id=f"{prefix}_%s")
