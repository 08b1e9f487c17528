"""What staff do with an open letter as a whole: what each deed says before it is done, and what does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tocsin.core import audit
from tocsin.core.errors import Refusal
from tocsin.insights.open_letter_path import Sight, draft_digest
from tocsin.letters import addressed, compare, delivering, freezing, inviting, making, roll, states, versions
from tocsin.letters.models import Freeze, Letter, Response
from tocsin.officials.ways import PRINT, SANDBOX

REASON, NOTE, NOTHING = "reason", "note", ""
WAYS = {
    "email": gettext_lazy("By email"),
    PRINT: gettext_lazy("By hand, on paper: no address is known"),
    SANDBOX: gettext_lazy("Kept for demonstration: goes nowhere"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page before the deed shows. `problems`: why it cannot be done now; then there is no button."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    recipients: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """`asks`: what must be written; `final`: it cannot be undone."""

    title: str | Promise
    button: str | Promise
    say: Callable[[Sight], Said]
    do: Callable[[User, Sight, str], str]
    asks: str = NOTHING
    final: bool = False


# --- Sharing and putting up -----------------------------------------------------------------------------------------
def _say_share(found: Sight) -> Said:
    n = found.counts.invited
    told = ngettext(
        "%d organization that is invited reads the text as it stands, and comments on its paragraphs.",
        "%d organizations that are invited read the text as it stands, and comment on its paragraphs.",
        n,
    )
    return Said(
        lines=[told % n if n else _("Nobody is invited yet. Whoever is invited later reads it then.")],
        problems=versions.problems(found.letter),
        texts=texts_of(found),
    )


def _share(user: User, found: Sight, _text: str) -> str:
    made = versions.share(user=user, letter=found.letter)
    return _("Version %(n)d is shown to the invited.") % {"n": made.number}


def _say_open(found: Sight) -> Said:
    lines = [_("These words cannot change any more. Every organization signs exactly them.")]
    if found.up:
        n = found.letter.signatures.filter(
            state__in=(states.SIGNED, states.WAITING), version=found.up
        ).count()
        n += found.counts.earlier
        told = ngettext(
            "%d signatory is told what changed, and asked to sign again.",
            "%d signatories are told what changed, and asked to sign again.",
            n,
        )
        lines = [
            _("This is a correction. It replaces version %(n)d.") % {"n": found.up.number},
            told % n,
            *lines,
        ]
    lines.append(
        _("The deadline is %(when)s.") % {"when": found.deadline}
        if found.deadline
        else _("There is no deadline: you freeze it by hand.")
    )
    if not found.letter.addressees.exists():
        lines.append(_("It is addressed to nobody yet."))
    if found.embargoed:
        lines.append(_("Until %(when)s only the invited see it.") % {"when": found.embargo})
    else:
        lines.append(_("It is public from now on."))
    problems = versions.problems(found.letter)
    if found.up and not problems and draft_digest(found.letter) == found.up.digest:
        problems = [_("This text is up for signing already.")]
        lines = []
    return Said(lines=lines, problems=problems, texts=texts_of(found))


def texts_of(found: Sight) -> list[dict[str, Any]]:
    """In each language, the authoritative one first: as a whole, or as it differs from what is up now."""
    before = found.up.texts if found.up else {}
    drafts = versions.texts_of(found.letter)
    first = found.letter.language
    return [
        {
            "language": code,
            "holds": code == first,
            "text": drafts[code],
            "parts": compare.compare(before.get(code, drafts[code]), drafts[code]),
            "changed": code in before and before[code] != drafts[code],
        }
        for code in sorted(drafts, key=lambda code: (code != first, code))
    ]


def _open(user: User, found: Sight, note: str) -> str:
    made = versions.put_up(user=user, letter=found.letter, note=note)
    return _("Version %(n)d is up for signing.") % {"n": made.number}


# --- Reminding ------------------------------------------------------------------------------------------------------
def _say_remind(found: Sight) -> Said:
    today = timezone.localdate()
    n = inviting.unanswered(found.letter).exclude(reminded_at__date=today).count()
    told = ngettext(
        "%d organization has neither signed nor declined, and gets one mail.",
        "%d organizations have neither signed nor declined, and get one mail each.",
        n,
    )
    problems = [] if n else [_("Everybody has answered, or was reminded today.")]
    return Said(lines=[told % n] if n else [], problems=problems)


def _remind(user: User, found: Sight, _text: str) -> str:
    n = inviting.remind(user=user, letter=found.letter)
    return ngettext("%d was reminded.", "%d were reminded.", n) % n


# --- Freezing and sending -------------------------------------------------------------------------------------------
def _say_freeze(found: Sight) -> Said:
    if found.up is None or found.letter.state != states.SIGNING:
        return Said(problems=[_("Only a letter that is up for signing can be frozen.")])
    names = roll.records(found.letter, found.up)
    people = sum(one["kind"] == roll.PERSON for one in names)
    lines = [_("%(n)d organizations and %(people)d people stand under version %(version)d.") % {
        "n": len(names) - people, "people": people, "version": found.up.number}]  # fmt: skip
    left_out = found.counts.unproven + found.counts.waiting + found.counts.earlier
    if left_out:
        told = ngettext(
            "%d is left out: its proof or second person is missing, or it signed an earlier version.",
            "%d are left out: their proof or second person is missing, or they signed an earlier version.",
            left_out,
        )
        lines.append(told % left_out)
    if found.letter.deadline and not found.overdue:
        lines.append(_("The deadline has not come yet: %(when)s.") % {"when": found.deadline})
    late = (
        _("Names that come later are listed as late.")
        if found.letter.takes_late
        else _("No name is taken after it.")
    )
    return Said(lines=[*lines, late], problems=[] if names else [_("Nobody has signed yet.")])


def _freeze(user: User, found: Sight, _text: str) -> str:
    made = freezing.freeze(user=user, letter=found.letter)
    return _("Frozen with %(n)d names. The document is being typeset.") % {"n": len(made.signatories)}


def _say_send(found: Sight) -> Said:
    if found.freeze is None or found.freeze.state != Freeze.State.MADE:
        return Said(problems=[_("The document is not ready yet.")])
    if found.freeze.sent_at:
        return Said(problems=[_("The letter has been sent already.")])
    who = [
        {"name": one.name, "office": one.office, "way": WAYS.get(one.way.channel, one.way.channel),
         "address": one.way.address}
        for one in addressed.recipients(found.letter)
    ]  # fmt: skip
    n = len(who)
    told = ngettext("The letter leaves to %d addressee.", "The letter leaves to %d addressees.", n) % n
    return Said(
        lines=[told] if who else [],
        recipients=who,
        problems=[] if who else [_("The letter is addressed to nobody yet.")],
    )


def _send(user: User, found: Sight, _text: str) -> str:
    if found.freeze is None:
        raise Refusal("making", _("The document is not ready yet."))
    n = delivering.send(user=user, freeze=found.freeze)
    return ngettext("%d message is on its way.", "%d messages are on their way.", n) % n


@transaction.atomic
def _again(user: User, found: Sight, _text: str) -> str:
    if found.freeze is None or found.freeze.state != Freeze.State.FAILED:
        raise Refusal("state", _("There is nothing to typeset again."))
    making.again(found.freeze)
    audit.record(actor=user, verb="letter.made_again", subject=f"letter {found.letter.slug}")
    return _("It is being typeset again.")


def _say_stop(found: Sight) -> Said:
    frozen = found.letter.state in (states.FROZEN, states.STOPPED)
    told = _("Nobody sees it or signs it any more. Nothing is erased. It cannot be taken up again.")
    return Said(
        lines=[] if frozen else [told],
        problems=[_("A frozen letter cannot be stopped.")] if frozen else [],
    )


def _stop(user: User, found: Sight, reason: str) -> str:
    versions.stop(user=user, letter=found.letter, reason=reason)
    return _("The letter is stopped.")


def _say_again(found: Sight) -> Said:
    failed = found.freeze is not None and found.freeze.state == Freeze.State.FAILED
    problems = [] if failed else [_("There is nothing to typeset again.")]
    return Said(lines=[_("The names and the words stay as they were frozen.")], problems=problems)


DEEDS: dict[str, Deed] = {
    "share": Deed(
        title=gettext_lazy("Share it for comments"), button=gettext_lazy("Show it to the invited"),
        say=_say_share, do=_share,
    ),
    "open": Deed(
        title=gettext_lazy("Put it up for signing"), button=gettext_lazy("Put these words up for signing"),
        say=_say_open, do=_open, asks=NOTE, final=True,
    ),
    "remind": Deed(
        title=gettext_lazy("Remind those who have not answered"), button=gettext_lazy("Remind them now"),
        say=_say_remind, do=_remind,
    ),
    "freeze": Deed(
        title=gettext_lazy("Freeze it"), button=gettext_lazy("Freeze text and names"),
        say=_say_freeze, do=_freeze, final=True,
    ),
    "send": Deed(
        title=gettext_lazy("Send it"), button=gettext_lazy("Send the letter"), say=_say_send, do=_send, final=True
    ),
    "again": Deed(
        title=gettext_lazy("Typeset it again"), button=gettext_lazy("Typeset it again"), say=_say_again, do=_again
    ),
    "stop": Deed(
        title=gettext_lazy("Stop this letter"), button=gettext_lazy("Stop it"), say=_say_stop, do=_stop,
        asks=REASON, final=True,
    ),
}  # fmt: skip


# --- Answers --------------------------------------------------------------------------------------------------------
@transaction.atomic
def enter_answer(*, user: User, letter: Letter, answer: Response) -> Response:
    answer.letter = letter
    answer.save()
    audit.record(actor=user, verb="letter.answer_entered", subject=f"letter {letter.slug}")
    return answer


@transaction.atomic
def publish_answer(*, user: User, answer: Response) -> None:
    moved = Response.objects.filter(pk=answer.pk, published_at=None).update(published_at=timezone.now())
    if not moved:
        raise Refusal("published", _("This answer is published already."))
    audit.record(actor=user, verb="letter.answer_published", subject=f"letter {answer.letter.slug}")
