"""How far a message is in its sender's own words, and what to say to somebody who writes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.actions import states
from tocsin.actions.models import Submission
from tocsin.offices import sketch
from tocsin.offices.book_text import OTHER
from tocsin.offices.clusters import ALIKE
from tocsin.offices.models import Wording

FEW_WORDS = 8
"""An opening shorter than this says too little to be told from the others."""
Kind = Wording.Kind
KIND_WORDS = {
    Kind.OWN.value: Kind.OWN.label,
    Kind.EDITED.value: Kind.EDITED.label,
    OTHER: gettext_lazy("Another text, sent by several people"),
    Kind.TEMPLATE.value: Kind.TEMPLATE.label,
}
"""In the order in which they are read. OTHER is of the kind `own` and has a group."""


@dataclass(frozen=True, slots=True)
class Measured:
    kind: str
    likeness: int
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Shares:
    """How many messages are of each kind; `unmeasured` have only just come."""

    template: int = 0
    edited: int = 0
    own: int = 0
    alike: int = 0
    unmeasured: int = 0

    @property
    def measured(self) -> int:
        return self.template + self.edited + self.own + self.alike

    @property
    def rows(self) -> list[tuple[str, str, int, int]]:
        """Kind, words, number, percent: own words first. Other texts only where there are any."""
        counts = {kind: int(getattr(self, kind)) for kind in KIND_WORDS}
        return [
            (kind, str(KIND_WORDS[kind]), n, round(100 * n / self.measured) if self.measured else 0)
            for kind, n in counts.items()
            if n or kind != OTHER
        ]


def measure(own_words: str, body: str, suggested: str) -> Measured:
    text = f"{own_words}\n\n{body}"
    found, given = sketch.groups(text), sketch.groups(suggested)
    share = sketch.likeness(found, given)
    kind = Kind.EDITED if share >= ALIKE else Kind.OWN
    if sketch.words(text) == sketch.words(suggested):
        kind = Kind.TEMPLATE
    return Measured(kind, int(100 * share), sketch.pack(sketch.sketch(found)))


def measure_submission(submission: Submission) -> Measured:
    """Against the text that was suggested for the letter this person wrote."""
    words: Mapping[str, Any] = submission.version.words
    thanks = bool(submission.body_thanks and not submission.body)
    suggested = words.get("thank_suggested" if thanks else "suggested") or ""
    return measure(submission.own_words, submission.body or submission.body_thanks, suggested)


def advice(own_words: str, body: str, suggested: str) -> list[str]:
    """Plain sentences for somebody who is writing; none where the message is their own already."""
    own, said = sketch.words(own_words), measure(own_words, body, suggested)
    if said.kind == Kind.OWN:
        return []
    if not own and said.kind == Kind.TEMPLATE:
        return [
            _(
                "So far this is the suggested text, word for word. The office will count it with all the same."
            ),
            _("One sentence of your own is enough: who you are, or why it matters where you live."),
        ]
    if 0 < len(own) < FEW_WORDS:
        return [_("A little more helps: what have you seen or lived through yourself?")]
    if not own:
        return [
            _(
                "You have changed the suggested text. A sentence about yourself at the beginning is read first."
            )
        ]
    return []


def shares(campaign_id: int) -> Shares:
    confirmed = Submission.objects.filter(campaign_id=campaign_id, state=states.CONFIRMED)
    alike = Q(wording__kind=Kind.OWN, wording__cluster__isnull=False)
    found = (
        confirmed.values_list("wording__kind")
        .annotate(n=Count("pk"), alike=Count("pk", filter=alike))
        .order_by()
    )
    counts = {kind or "unmeasured": n - others for kind, n, others in found}
    return Shares(**counts, alike=sum(others for _kind, _n, others in found))


def by_day(campaign_id: int) -> list[tuple[str, int, int]]:
    """Day, messages in own words, messages measured."""
    found = (
        Wording.objects.filter(submission__campaign_id=campaign_id, submission__state=states.CONFIRMED)
        .values_list("submission__confirmed_at__date")
        .annotate(own=Count("pk", filter=Q(kind=Kind.OWN, cluster=None)), n=Count("pk"))
        .order_by("submission__confirmed_at__date")
    )
    return [(str(day), own, total) for day, own, total in found]
