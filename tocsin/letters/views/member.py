"""A letter as a member of an organization sees it: to comment on, to sign, to approve, to withdraw from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from tocsin.content.brand import language_links
from tocsin.core.errors import Refusal
from tocsin.core.middleware import reader_language
from tocsin.core.private import View, private
from tocsin.letters import comments, inviting, portal, signing, states, versions
from tocsin.letters.forms import CommentForm, ReasonForm, SignForm
from tocsin.letters.models import Letter, LetterVersion, Signature
from tocsin.letters.notices import letter_path
from tocsin.letters.views import faces
from tocsin.organizations import members
from tocsin.organizations.models import Member
from tocsin.organizations.views.doors import no_way_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who sits before which letter."""

    request: HttpRequest
    member: Member
    letter: Letter
    path: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be done, and where the page says so."""

    deed: str
    text: str = ""
    part: str = ""
    form: CommentForm | SignForm | None = None
    status: int = 409


def at_desk(view: Callable[..., HttpResponse]) -> View:
    """Finds member and letter by the address. A letter that is not this member's to see is not there."""

    @wraps(view)
    def found(request: HttpRequest, token: str, slug: str, **kwargs: Any) -> HttpResponse:
        member = members.member_of(token)
        if member is None:
            return no_way_in(request, token)
        letter = Letter.objects.filter(slug=slug).first()
        if letter is None or not portal.may_see(member, letter) or not letter.versions.exists():
            raise Http404
        language = reader_language(request, member.language)
        path = letter_path(member, letter)
        with override(language):
            desk = Desk(request=request, member=member, letter=letter, path=path, language=language)
            return view(desk, **kwargs)

    return found


@private
@require_safe
@at_desk
def page(desk: Desk) -> HttpResponse:
    return show(desk)


@private
@require_POST
@at_desk
def decide(desk: Desk, deed: str) -> HttpResponse:
    """Whoever presses a button behind their link reads the mail to their address, so they have joined."""
    do = DEEDS.get(deed)
    if do is None:
        raise Http404
    try:
        result = do(desk, members.join(desk.member), desk.request.POST)
    except Refusal as refusal:
        typed = CommentForm(desk.request.POST) if deed == "comment" else None
        result = Problem(deed=deed, text=refusal.text, part=desk.request.POST.get("part", ""), form=typed)
    if isinstance(result, Problem):
        desk.letter.refresh_from_db()
        return show(desk, result)
    query = desk.request.GET.urlencode()
    return HttpResponseRedirect(f"{desk.path}{'?' if query else ''}{query}#{result}", status=303)


# --- Deeds: each says where the page goes on, or what is wrong --------------------------------------------------------
Done = str | Problem


def sign(desk: Desk, member: Member, data: QueryDict) -> Done:
    form = SignForm(data, organization=member.organization.name_here)
    if not form.is_valid():
        return Problem(deed="sign", form=form, status=422)
    signing.sign(member=member, letter=desk.letter, claim=form.claim, version=_read(desk, data))
    return "sign"


def approve(desk: Desk, member: Member, data: QueryDict) -> Done:
    signing.approve(member=member, signature=_own(desk))
    return "sign"


def refuse(desk: Desk, member: Member, data: QueryDict) -> Done:
    signing.refuse(member=member, signature=_own(desk), note=ReasonForm.read(data))
    return "sign"


def withdraw(desk: Desk, member: Member, data: QueryDict) -> Done:
    signing.withdraw(member=member, signature=_own(desk), why=ReasonForm.read(data))
    return "sign"


def decline(desk: Desk, member: Member, data: QueryDict) -> Done:
    """Ends the reminders; the letter stays open to them."""
    if not member.may_sign:
        raise Refusal("role", _("Only a signer of the organization may do this."))
    for invitation in desk.letter.invitations.filter(organization=member.organization):
        inviting.decline(invitation)
    return "sign"


def comment(desk: Desk, member: Member, data: QueryDict) -> Done:
    version, language, part = _read(desk, data), data.get("language", ""), data.get("part", "")
    before = comments.part_text(version, language, part)
    if language not in version.texts or (part != comments.WHOLE and before is None):
        raise Http404
    form = CommentForm(data)
    if not form.is_valid():
        return Problem(deed="comment", part=part, form=form, status=422)
    said = comments.say(
        version=version, language=language, part=part, text=form.cleaned_data["text"],
        suggestion=form.suggested(before), member=member,
    )  # fmt: skip
    return f"comment-{said.pk}"


DEEDS: dict[str, Callable[[Desk, Member, QueryDict], Done]] = {
    "sign": sign,
    "approve": approve,
    "refuse": refuse,
    "withdraw": withdraw,
    "decline": decline,
    "comment": comment,
}


def _read(desk: Desk, data: QueryDict) -> LetterVersion:
    """The version that was on the page."""
    return faces.version_named(desk.letter, data.get("version", ""))


def _own(desk: Desk) -> Signature:
    """Only ever the organization's own: its id is not asked for."""
    found = Signature.objects.filter(letter=desk.letter, organization=desk.member.organization)
    signature = found.select_related("letter").first()
    if signature is None:
        raise Refusal("decided", _("There is nothing left to decide."))
    return signature


# --- What is shown ----------------------------------------------------------------------------------------------------
def show(desk: Desk, problem: Problem | None = None) -> HttpResponse:
    line = portal.line_for(desk.member, desk.letter)
    current = line.version
    version = _asked_for(desk, current)
    code, text = version.text_in(desk.language)
    beside = desk.request.GET.get("beside", "")
    twin = version.texts.get(beside) if beside != code else None
    takes = version.state == states.COMMENTS and version.number == _newest(desk.letter)
    found = faces.pieces(text, twin)
    faces.with_comments(found, version, code, takes=takes)
    whole = CommentForm(auto_id="whole-%s") if takes else None
    whole = _bound(problem, comments.WHOLE) or whole
    _mark(found, problem)
    context = {
        **faces.facts(desk.letter, desk.language),
        **_standing(desk, line, problem),
        "path": desk.path,
        "home": members.path_of(desk.member),
        "version": version,
        "is_current": current is not None and version.pk == current.pk,
        "text": text,
        "pieces": found,
        "whole": whole,
        "whole_said": faces.comments_on(version, code).get(comments.WHOLE, []),
        "takes_comments": takes,
        "code": code,
        "beside": beside if twin else "",
        "others": [one for one in version.languages if one != code],
        "versions": list(desk.letter.versions.order_by("-number")),
        "change": faces.change_between(faces.before(version), version, code),
        "problem": problem,
        "languages": language_links(version.languages, desk.language, desk.path)
        if len(version.texts) > 1
        else [],
    }
    status = problem.status if problem else 200
    return render(desk.request, "letters/member_letter.html", context, status=status)


def _asked_for(desk: Desk, current: LetterVersion | None) -> LetterVersion:
    number = desk.request.GET.get("version", "")
    if number:
        return faces.version_named(desk.letter, number)
    return current or desk.letter.versions.latest("number")


def _newest(letter: Letter) -> int:
    found = versions.newest(letter)
    return found.number if found else 0


def _standing(desk: Desk, line: portal.Line, problem: Problem | None) -> dict[str, Any]:
    """Where the organization stands with the letter, and what this member can do about it."""
    member, letter, signature = desk.member, desk.letter, line.signature
    asker = signature.member_id if signature and signature.state == states.WAITING else member.pk
    others = member.organization.members.joined().signers().exclude(pk=asker)
    asked = signature.version if signature and line.task == portal.AGAIN else None
    can_sign = line.task in (portal.SIGN, portal.AGAIN) and _is_asked(member, letter)
    return {
        "member": member,
        "organization": member.organization,
        "signature": signature,
        "task": line.task,
        "can_sign": can_sign,
        "form": _sign_form(desk, problem, signature) if can_sign else None,
        "current": line.version,
        "approvers": list(others),
        "approver_names": ", ".join(one.name for one in others),
        "may_sign": member.may_sign,
        "invitation": letter.invitations.filter(organization=member.organization).first(),
        "owners": list(member.organization.members.joined().owners().exclude(pk=member.pk)),
        "since_signed": faces.change_between(asked, line.version, line.version.text_in(desk.language)[0])
        if asked and line.version
        else None,
        "takes_names": letter.takes_names(),
        "is_public": letter.is_public(),
        "under_embargo": letter.embargo_until is not None and letter.embargo_until > timezone.now(),
    }


def _is_asked(member: Member, letter: Letter) -> bool:
    """Whether the letter is open to this organization: to anybody, or by invitation."""
    body = member.organization
    hosts, invited = letter.hosts.filter(organization=body), letter.invitations.filter(organization=body)
    return not letter.by_invitation or hosts.exists() or invited.exists()


def _sign_form(desk: Desk, problem: Problem | None, signature: Signature | None) -> SignForm:
    """After a refusal what was typed stays, but the promise is made anew: the words may be others now."""
    if problem and isinstance(problem.form, SignForm):
        return problem.form
    sent = desk.request.POST if problem and problem.deed == "sign" else {}
    if sent:
        given = {name: sent.get(name, "") for name in ("name", "title", "authority")}
        return SignForm.blank(desk.member, **given, show_signer="show_signer" in sent)
    known = {"authority": signature.authority} if signature and signature.member_id == desk.member.pk else {}
    return SignForm.blank(desk.member, **known)


def _mark(found: list[faces.Piece], problem: Problem | None) -> None:
    """The part where something went wrong stands open, with what was typed."""
    for number, piece in enumerate(found):
        if piece.form and problem and problem.deed == "comment" and piece.id == problem.part:
            piece.is_open = True
            piece.form = _bound(problem, piece.id, auto_id=f"c{number}-%s") or piece.form


def _bound(problem: Problem | None, part: str, auto_id: str = "whole-%s") -> CommentForm | None:
    if problem and isinstance(problem.form, CommentForm) and problem.part == part:
        problem.form.auto_id = auto_id
        return problem.form
    return None
