"""The mails around a letter: to the invited, to second persons, to signers of a replaced text, to people who sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tocsin.content.mails import mail
from tocsin.core import links
from tocsin.core.links import absolute
from tocsin.delivery import outbox, states
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import Purpose, Told
from tocsin.letters.models import Invitation, Letter, LetterVersion, Signature
from tocsin.letters.moments import deadline_words, moment_words
from tocsin.organizations import members
from tocsin.organizations.models import Member

PURPOSE_NAME = "letter_notice"
INVITE, REMIND, APPROVE, AGAIN, PERSON, FROZEN = "invite", "remind", "approve", "again", "person", "frozen"
INVITED_LINK, PERSON_LINK = "invited", "letter-person"
MAILS_A_DAY = 3
Values = dict[str, Any]


def put(*, kind: str, key: str, to: str, ref: UUID, language: str, **data: str) -> Message | None:
    """None where the same mail was put there before."""
    return outbox.enqueue(
        purpose=PURPOSE_NAME, channel="email", key=f"letter:{kind}:{key}", recipient=to, ref=ref,
        language=language, data={"mail": kind, **data},
    )  # fmt: skip


# --- Who gets one ---------------------------------------------------------------------------------------------------
def invite(invitation: Invitation, *, kind: str = INVITE, mark: str = "") -> int:
    """To the address of the invitation, or to all who may sign for the organization. `mark`: which reminder."""
    key = f"{invitation.pk}:{mark}"
    if invitation.organization is None:
        if not invitation.email:
            return 0
        language = invitation.language
        found = [put(kind=kind, key=key, to=invitation.email, ref=invitation.pk, language=language)]
    else:
        signers = invitation.organization.members.active().signers()
        found = [
            put(kind=kind, key=f"{key}:{one.pk}", to=one.email, ref=invitation.pk, language=one.language,
                member=str(one.pk))
            for one in signers
        ]  # fmt: skip
    return sum(one is not None for one in found)


def ask_approval(signature: Signature) -> None:
    """To everybody in the organization who may approve, but the one who asked."""
    if signature.organization is None:
        return
    for one in signature.organization.members.joined().signers().exclude(pk=signature.member_id):
        day = timezone.localdate()
        put(kind=APPROVE, key=f"{signature.pk}:{signature.version_id}:{day}:{one.pk}", to=one.email,
            ref=signature.pk, language=one.language, member=str(one.pk))  # fmt: skip


def ask_again(signature: Signature, version: LetterVersion) -> None:
    """The text was corrected: whoever signed is asked anew, by the way they signed."""
    key = f"{signature.pk}:{version.pk}"
    for to, language, member in _signers(signature):
        put(kind=AGAIN, key=f"{key}:{member}", to=to, ref=signature.pk, language=language, member=member)


def tell_frozen(signature: Signature, freeze_id: UUID) -> None:
    for to, language, member in _signers(signature):
        put(kind=FROZEN, key=f"{freeze_id}:{signature.pk}:{member}", to=to, ref=signature.pk, language=language,
            member=member)  # fmt: skip


def _signers(signature: Signature) -> list[tuple[str, str, str]]:
    if signature.organization is None:
        return [(signature.email, signature.language, "")] if signature.email else []
    who = (
        signature.organization.members.joined().signers().filter(Q(role="owner") | Q(pk=signature.member_id))
    )
    return [(one.email, one.language, str(one.pk)) for one in who]


def person_link(signature: Signature) -> bool:
    """The link by which a person confirms, reads and withdraws."""
    day = timezone.now() - timedelta(days=1)
    sent = Message.objects.for_ref(signature.pk).filter(purpose=PURPOSE_NAME, created_at__gte=day).count()
    key = f"{signature.pk}:{timezone.localdate()}:{sent}"
    ready = sent < MAILS_A_DAY
    return ready and bool(
        put(kind=PERSON, key=key, to=signature.email, ref=signature.pk, language=signature.language)
    )


# --- What it says ---------------------------------------------------------------------------------------------------
def compose(message: Message) -> Outgoing:
    values, letter, name = VALUES[message.data["mail"]](message)
    hosts = letter.host_names(message.language)
    with override(message.language):
        common = {
            "title": title_of(letter, message.language),
            "hosts": hosts,
            "deadline": deadline_words(letter),
            "embargo": moment_words(letter, letter.embargo_until) if letter.is_embargoed else "",
        }
    return mail(
        message,
        f"mail/letter_{message.data['mail']}",
        {**common, **values},
        sender_name=hosts[0] if hosts else "",
        recipient_name=name,
        reply_to=letter.contact_email,
    )


def title_of(letter: Letter, language: str) -> str:
    """Of what is up for signing, else of the newest draft that was shown."""
    version = letter.versions.filter(state="up").first() or letter.versions.order_by("number").last()
    return str(version.text_in(language)[1]["title"]) if version else letter.name


def _invited(message: Message) -> tuple[Values, Letter, str]:
    invitation = Invitation.objects.select_related("letter", "organization").get(pk=message.ref)
    member = _member(message)
    body = invitation.organization
    path = letter_path(member, invitation.letter) if member else invited_path(invitation)
    values: Values = {
        "organization": body.name_in(message.language) if body else invitation.name,
        "name": member.name if member else invitation.person,
        "link": absolute(path, lang=message.language),
        "drafting": invitation.letter.state == "drafting",
    }
    return values, invitation.letter, values["name"]


def _signed(message: Message) -> tuple[Values, Letter, str]:
    signature = Signature.objects.select_related("letter", "organization", "version", "member").get(
        pk=message.ref
    )
    member = _member(message)
    path = letter_path(member, signature.letter) if member else person_path(signature)
    values: Values = {
        "organization": signature.organization.name_in(message.language) if signature.organization else "",
        "name": member.name if member else signature.name,
        "asked_by": signature.name,
        "asked_title": signature.title,
        "confirmed": signature.state != "unconfirmed",
        "note": _note(signature.letter),
        "letter_link": absolute(signature.letter.path, lang=message.language),
        "link": absolute(path, lang=message.language),
    }
    return values, signature.letter, values["name"]


VALUES: dict[str, Callable[[Message], tuple[Values, Letter, str]]] = {
    **dict.fromkeys((INVITE, REMIND), _invited),
    **dict.fromkeys((APPROVE, AGAIN, PERSON, FROZEN), _signed),
}


def _member(message: Message) -> Member | None:
    """Raises where they have left meanwhile: then the mail does not leave either."""
    pk = message.data.get("member")
    return Member.objects.active().select_related("organization").get(pk=pk) if pk else None


def _note(letter: Letter) -> str:
    version = letter.versions.filter(state="up").first()
    return version.note if version else ""


def letter_path(member: Member, letter: Letter) -> str:
    """The letter as this member sees it, with what they can do."""
    return reverse("member_letter", args=[links.sign(members.PURPOSE, member.link), letter.slug])


def invited_path(invitation: Invitation) -> str:
    return reverse("letter_invited", args=[links.sign(INVITED_LINK, invitation.pk)])


def person_path(signature: Signature) -> str:
    return reverse("letter_person", args=[links.sign(PERSON_LINK, signature.pk)])


# --- What became of it ----------------------------------------------------------------------------------------------
def bounced(told: Sequence[Told]) -> None:
    """Owners see which of their members no mail reaches, and staff which invitation reaches nobody."""
    lost = [one.message for one in told if one.new in (states.BOUNCED, states.FAILED)]
    members.mark_bounced({UUID(pk) for one in lost if (pk := one.data.get("member"))})
    kinds = (INVITE, REMIND)
    invited = {one.ref for one in lost if one.data["mail"] in kinds}
    reached = Member.objects.active().signers().filter(organization=OuterRef("organization"), bounced_at=None)
    unreached = Invitation.objects.filter(pk__in=invited).exclude(Exists(reached))
    unreached.update(bounced_at=timezone.now())


PURPOSE = Purpose(
    name=PURPOSE_NAME,
    compose=compose,
    expires=timedelta(days=3),
    keep=timedelta(days=90),
    priority=3,
    resend_when_unsure=True,
    settled=bounced,
)
