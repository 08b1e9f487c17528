"""The letters on a member's page: to comment on, to sign, to approve, and those that were signed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from tocsin.letters import carrying, signing, states
from tocsin.letters.models import Letter, LetterVersion, Signature
from tocsin.letters.notices import letter_path, title_of
from tocsin.organizations import members, merging, portal
from tocsin.organizations.models import Member

COMMENT, SIGN, APPROVE, WAIT, AGAIN, SIGNED, WITHDRAWN, CLOSED = (
    "comment", "sign", "approve", "wait", "again", "signed", "withdrawn", "closed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One letter, as this member finds it; `task` is what they can do now."""

    letter: Letter
    title: str
    url: str
    task: str
    signature: Signature | None
    version: LetterVersion | None


def register() -> None:
    portal.PARTS.append(letters_part)
    members.ENDED.append(signing.member_ended)
    merging.MOVED.append(carrying.carry)


def letters_part(member: Member) -> portal.Part | None:
    return portal.Part("letters/member_part.html", {"lines": lines_for(member)})


def lines_for(member: Member) -> list[Line]:
    """What needs this member first."""
    rank = {APPROVE: 0, AGAIN: 1, SIGN: 2, COMMENT: 3, WAIT: 4}
    found = [line_for(member, letter) for letter in visible_to(member)]
    return sorted(found, key=lambda line: rank.get(line.task, 9))


def visible_to(member: Member) -> list[Letter]:
    """Those it is invited to or hosts, those it signed, and those that anybody may join now."""
    body = member.organization_id
    own = Q(invitations__organization=body) | Q(hosts__organization=body) | Q(signatures__organization=body)
    public = Q(pk__in=Letter.objects.public().filter(by_invitation=False, state=states.SIGNING))
    shown = Letter.objects.filter(own | public).exclude(state=states.STOPPED).distinct()
    return [letter for letter in shown.order_by("deadline", "pk") if letter.versions.exists()]


def may_see(member: Member, letter: Letter) -> bool:
    return any(letter.pk == one.pk for one in visible_to(member)) or letter.is_public()


def line_for(member: Member, letter: Letter) -> Line:
    version = letter.versions.filter(state=states.UP).first() or letter.versions.order_by("number").last()
    signature = (
        Signature.objects.filter(letter=letter, organization=member.organization)
        .select_related("version", "member")
        .first()
    )
    return Line(
        letter=letter,
        title=title_of(letter, member.language),
        url=letter_path(member, letter),
        task=task_for(member, letter, version, signature),
        signature=signature,
        version=version,
    )


def task_for(
    member: Member, letter: Letter, version: LetterVersion | None, signature: Signature | None
) -> str:
    if version is None or version.state != states.UP:
        return COMMENT
    if signature is None or signature.state in (states.REFUSED, states.WITHDRAWN):
        gone = signature is not None and signature.state == states.WITHDRAWN
        return SIGN if letter.takes_names() and member.may_sign else WITHDRAWN if gone else CLOSED
    if signature.version_id != version.pk:
        return AGAIN if letter.takes_names() and member.may_sign else CLOSED
    if signature.state == states.WAITING:
        return APPROVE if member.may_sign and not signing.has_asked(signature, member) else WAIT
    return SIGNED
