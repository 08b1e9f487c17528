"""Where an open letter stands on its way, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tocsin.content.models import HomePage
from tocsin.content.templatetags.tocsin_tags import longdate
from tocsin.delivery import states as delivery
from tocsin.delivery.models import Message
from tocsin.letters import delivering, freezing, inviting, states, versions
from tocsin.letters.models import Comment, Freeze, Letter, LetterPage, LetterVersion

WRITE, COMMENTS, SIGNING, FROZEN, DELIVERED, ANSWERED = (
    "write", "comments", "signing", "frozen", "delivered", "answered",
)  # fmt: skip
STEPS: dict[str, str | Promise] = {
    WRITE: pgettext_lazy("step of a letter", "Write"),
    COMMENTS: pgettext_lazy("step of a letter", "Comments"),
    SIGNING: pgettext_lazy("step of a letter", "Signing"),
    FROZEN: pgettext_lazy("step of a letter", "Frozen"),
    DELIVERED: pgettext_lazy("step of a letter", "Delivered"),
    ANSWERED: pgettext_lazy("step of a letter", "Answered"),
}
NOT_ARRIVED = (delivery.NEEDS_PERSON, delivery.FAILED, delivery.BOUNCED, delivery.AMBIGUOUS, delivery.HELD)


class Step(NamedTuple):
    """`deed`: whether it must still be confirmed by who runs letters, and is no mere link."""

    label: str | Promise
    url: str
    deed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    organizations: int
    people: int
    waiting: int
    unproven: int
    earlier: int
    late: int
    withdrawn: int
    invited: int
    unanswered: int
    bounced: int
    comments: int
    answers: int
    unpublished: int
    undelivered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A letter as its desk sees it. `up`: the version that is up; `freeze`: of that version."""

    letter: Letter
    newest: LetterVersion | None
    up: LetterVersion | None
    freeze: Freeze | None
    counts: Counts

    @property
    def place(self) -> str:
        return place_of(self)

    @property
    def label(self) -> str | Promise:
        stopped = self.letter.state == states.STOPPED
        return self.letter.get_state_display() if stopped else STEPS[self.place]

    @property
    def deadline(self) -> str:
        return when(self.letter, self.letter.deadline)

    @property
    def embargo(self) -> str:
        return when(self.letter, self.letter.embargo_until)

    @property
    def frozen_at(self) -> str:
        return when(self.letter, self.freeze.at) if self.freeze else ""

    @property
    def embargoed(self) -> bool:
        until = self.letter.embargo_until
        return until is not None and until > timezone.now()

    @property
    def overdue(self) -> bool:
        ended = self.letter.deadline is not None and self.letter.deadline <= timezone.now()
        return ended and self.letter.state == states.SIGNING


def when(letter: Letter, moment: datetime | None) -> str:
    """In the letter's own time zone, with its name: signers and staff sit in many."""
    if moment is None:
        return ""
    local = timezone.localtime(moment, letter.zone)
    return f"{longdate(local.date())}, {local:%H:%M} ({letter.time_zone})"


def draft_digest(letter: Letter) -> str:
    """Of the words as editors have them now; a version of the same words has the same."""
    return versions.digest([letter.language, versions.texts_of(letter)])


def sight(letter: Letter) -> Sight:
    up, frozen = versions.current(letter), freezing.in_force(letter)
    newest = versions.newest(letter)
    return Sight(
        letter=letter, newest=newest, up=up, freeze=frozen, counts=counts_of(letter, newest, up, frozen)
    )


def counts_of(
    letter: Letter, newest: LetterVersion | None, up: LetterVersion | None, freeze: Freeze | None
) -> Counts:
    signatures, invitations = letter.signatures.all(), letter.invitations.all()
    standing = signatures.standing().filter(version=up)
    answers = letter.responses.all()
    undelivered = Message.objects.for_ref(freeze.pk).filter(state__in=NOT_ARRIVED) if freeze else None
    return Counts(
        organizations=standing.organizations().count(),
        people=standing.people().count(),
        waiting=signatures.filter(state=states.WAITING).count(),
        unproven=signatures.unproven().count(),
        earlier=signatures.standing().exclude(version=up).count() if up else 0,
        late=standing.filter(late=True).count(),
        withdrawn=signatures.withdrawn().count(),
        invited=invitations.count(),
        unanswered=inviting.unanswered(letter).count(),
        bounced=invitations.exclude(bounced_at=None).filter(accepted_at=None).count(),
        comments=open_comments(letter).count() if newest else 0,
        answers=answers.count(),
        unpublished=answers.filter(published_at=None).count(),
        undelivered=undelivered.filter(purpose=delivering.PURPOSE_NAME).count() if undelivered else 0,
    )


def open_comments(letter: Letter) -> QuerySet[Comment]:
    return Comment.objects.filter(version__letter=letter, state=Comment.State.OPEN)


def place_of(found: Sight) -> str:
    if found.letter.state == states.SIGNING:
        return SIGNING
    if found.letter.state != states.FROZEN:
        return COMMENTS if found.newest else WRITE
    if found.freeze is None or found.freeze.sent_at is None:
        return FROZEN
    return ANSWERED if found.counts.answers else DELIVERED


# --- The one next step --------------------------------------------------------------------------------------------
def next_step(found: Sight) -> Step | None:
    if found.letter.state == states.STOPPED:
        return None
    return NEXT[found.place](found)


def deed_url(letter: Letter, deed: str) -> str:
    return reverse("open_letter_do", args=[letter.pk, deed])


def page_url(name: str, found: Sight) -> str:
    return reverse(f"open_letter_{name}", args=[found.letter.pk])


def _write(found: Sight) -> Step:
    pages = LetterPage.objects.filter(letter=found.letter).select_related("locale").order_by("pk")
    if not pages:
        return Step(_("Write the text"), _new_page(found.letter))
    if versions.problems(found.letter):
        return Step(_("Go on writing"), reverse("wagtailadmin_pages:edit", args=[pages[0].pk]))
    return Step(_("Share it for comments"), deed_url(found.letter, "share"), deed=True)


def _new_page(letter: Letter) -> str:
    """Below the front page of its language, where there is one."""
    home = HomePage.objects.filter(locale__language_code=letter.language).first()
    given = ["letters", "letterpage", home.pk] if home else []
    return reverse("wagtailadmin_pages:add" if home else "wagtailadmin_explore_root", args=given)


def _comments(found: Sight) -> Step:
    if found.counts.comments:
        return Step(_("Answer the comments"), page_url("comments", found))
    if not found.counts.invited:
        return Step(_("Invite organizations"), page_url("invitations", found))
    return Step(_("Put it up for signing"), deed_url(found.letter, "open"), deed=True)


def _signing(found: Sight) -> Step:
    signed = found.counts.organizations + found.counts.people
    if found.overdue and signed:
        return Step(_("Freeze it"), deed_url(found.letter, "freeze"), deed=True)
    if found.counts.bounced or not found.counts.invited:
        label = _("Correct the addresses") if found.counts.bounced else _("Invite organizations")
        return Step(label, page_url("invitations", found))
    if found.counts.unanswered:
        return Step(_("Remind those who have not answered"), deed_url(found.letter, "remind"), deed=True)
    if signed:
        return Step(_("Freeze it"), deed_url(found.letter, "freeze"), deed=True)
    return Step(_("Invite organizations"), page_url("invitations", found))


def _frozen(found: Sight) -> Step:
    if found.freeze is None or found.freeze.state == Freeze.State.MAKING:
        return Step(_("Look again"), reverse("open_letter", args=[found.letter.pk]))
    if found.freeze.state == Freeze.State.FAILED:
        return Step(_("Typeset it again"), deed_url(found.letter, "again"), deed=True)
    return Step(_("Send it"), deed_url(found.letter, "send"), deed=True)


def _delivered(found: Sight) -> Step:
    return Step(_("Enter an answer"), page_url("answer", found), deed=True)


NEXT = {
    WRITE: _write,
    COMMENTS: _comments,
    SIGNING: _signing,
    FROZEN: _frozen,
    DELIVERED: _delivered,
    ANSWERED: _delivered,
}


def groups_of(up: LetterVersion | None) -> dict[str, tuple[str | Promise, Q]]:
    """The signatures by how they stand; the first that fits is shown beside each."""
    proven = Q(organization__state="proven") | Q(organization=None)
    signed = Q(state=states.SIGNED) & proven
    return {
        "withdrawn": (gettext_lazy("Withdrawn"), Q(state=states.WITHDRAWN)),
        "waiting": (gettext_lazy("Waits for a second person"), Q(state=states.WAITING)),
        "unproven": (
            gettext_lazy("Proof is missing"),
            Q(state=states.SIGNED, organization__state__in=("unproven", "held")),
        ),
        "earlier": (gettext_lazy("Signed an earlier version"), signed & ~Q(version=up)),
        "late": (gettext_lazy("Late"), signed & Q(version=up, late=True)),
        "standing": (gettext_lazy("Stands"), signed & Q(version=up, late=False)),
        "not": (
            gettext_lazy("Not under it"),
            Q(state__in=(states.REFUSED, states.UNCONFIRMED))
            | Q(state=states.SIGNED, organization__state__in=("blocked", "merged")),
        ),
    }
