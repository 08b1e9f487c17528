"""How organizations and people come to sign: by the letter's own page, or by an invitation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.content.brand import language_links
from tocsin.content.models import in_language
from tocsin.core import links
from tocsin.core.errors import Refusal
from tocsin.core.middleware import reader_language
from tocsin.core.private import View, private
from tocsin.letters import inviting, signing, states, versions
from tocsin.letters.forms import AcceptForm, PersonForm
from tocsin.letters.models import Invitation, Letter, LetterVersion
from tocsin.letters.notices import INVITED_LINK, invited_path, letter_path
from tocsin.letters.views import faces
from tocsin.organizations import members
from tocsin.organizations.forms import EnterForm

ENTER, PERSON = "enter", "person"


# --- For everybody ----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Who can sign, and how. Whatever address is given, the answer is the same."""
    letter = get_object_or_404(Letter.objects.public(), slug=slug)
    version = versions.current(letter)
    if version is None:
        raise Http404
    if request.method != "POST":
        return _ways(request, letter, version, sent=request.GET.get("sent", ""))
    way = request.POST.get("way", "")
    take = WAYS.get(way)
    if take is None:
        raise Http404
    form, refused = take(letter, request.POST)
    if form.errors or refused:
        status = 409 if refused else 422
        return _ways(request, letter, version, wrong=form, refused=refused, status=status)
    back = in_language(request.path, get_language() or "en")
    mark = "&" if "?" in back else "?"
    return HttpResponseRedirect(f"{back}{mark}sent={way}#{way}", status=303)


def _enter(letter: Letter, data: QueryDict) -> tuple[Form, str]:
    form = EnterForm(data, auto_id="enter-%s")
    if form.is_valid():
        members.send_links(form.cleaned_data["email"], letter=letter.slug)
    return form, ""


def _person(letter: Letter, data: QueryDict) -> tuple[Form, str]:
    form = PersonForm(data, auto_id="person-%s")
    version = faces.version_named(letter, data.get("version", ""))
    if not form.is_valid():
        return form, ""
    given = {name: form.cleaned_data[name] for name in ("email", "country", "affiliation")}
    try:
        signing.sign_as_person(
            letter=letter, claim=form.claim, language=get_language() or "en", version=version, **given
        )
    except Refusal as refusal:
        return form, refusal.text
    return form, ""


WAYS: dict[str, Callable[[Letter, QueryDict], tuple[Form, str]]] = {ENTER: _enter, PERSON: _person}


def _ways(
    request: HttpRequest,
    letter: Letter,
    version: LetterVersion,
    *,
    sent: str = "",
    wrong: Form | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    code, text = version.text_in(get_language() or "en")
    page = letter.supporters_page
    context = {
        **faces.facts(letter, code),
        "version": version,
        "text": text,
        "code": code,
        "takes_names": letter.takes_names(),
        "enter": wrong if isinstance(wrong, EnterForm) else EnterForm(auto_id="enter-%s"),
        "person": wrong if isinstance(wrong, PersonForm) else PersonForm(auto_id="person-%s"),
        "wrong": wrong,
        "refused": refused,
        "sent": sent if sent in WAYS else "",
        "supporters_url": page.url if page and page.live else "",
        "languages": language_links(version.languages, get_language() or "en", request.path)
        if len(version.texts) > 1
        else [],
    }
    return render(request, "letters/join.html", context, status=status)


# --- By an invitation -------------------------------------------------------------------------------------------------
def with_invitation(view: Callable[..., HttpResponse]) -> View:
    """The link came by mail, so whoever holds it may read the letter, embargo or not."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        try:
            pk = links.read(INVITED_LINK, token)
        except links.LinkError:
            return faces.link_problem(request)
        known = Invitation.objects.select_related("letter", "organization").filter(pk=pk).first()
        is_there = known and known.letter.state != states.STOPPED and known.letter.versions.exists()
        if known is None or not is_there:
            return faces.link_problem(request)
        with override(reader_language(request, known.language)):
            return view(request, known)

    return found


@private
@require_http_methods(["GET", "HEAD", "POST"])
@with_invitation
def invited(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        return _invitation(request, invitation)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _invitation(request, invitation, form=form, status=422)
    if not invitation.email:
        return faces.link_problem(request, status=410)
    try:
        given = form.cleaned_data
        member = inviting.accept(
            invitation=invitation, body=form.body, name=given["person"], title=given["title"]
        )
    except Refusal as refusal:
        invitation.refresh_from_db()
        return _invitation(request, invitation, form=form, refused=refusal.text, status=409)
    return HttpResponseRedirect(letter_path(member, invitation.letter), status=303)


@private
@require_POST
@with_invitation
def decline(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    inviting.decline(invitation)
    return HttpResponseRedirect(invited_path(invitation), status=303)


def _invitation(
    request: HttpRequest,
    invitation: Invitation,
    *,
    form: AcceptForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    letter = invitation.letter
    version = versions.current(letter) or letter.versions.latest("number")
    code, text = version.text_in(get_language() or "en")
    context: dict[str, Any] = {
        **faces.facts(letter, code),
        "invitation": invitation,
        "path": invited_path(invitation),
        "version": version,
        "text": text,
        "code": code,
        "pieces": faces.pieces(text),
        "is_drafting": version.state != states.UP,
        "takes_names": letter.takes_names(),
        "under_embargo": letter.embargo_until is not None and letter.embargo_until > timezone.now(),
        "form": form or AcceptForm.blank(invitation),
        "enter": EnterForm(auto_id="enter-%s"),
        "refused": refused,
        "languages": language_links(version.languages, get_language() or "en", request.path)
        if len(version.texts) > 1
        else [],
    }
    return render(request, "letters/invited.html", context, status=status)
