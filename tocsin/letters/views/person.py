"""Behind the link that a person who signs for themselves was mailed: what is published, confirming, withdrawing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods

from tocsin.core import links
from tocsin.core.countries import country_name
from tocsin.core.errors import Refusal
from tocsin.core.middleware import reader_language
from tocsin.core.private import private
from tocsin.letters import signing, states, versions
from tocsin.letters.forms import ReasonForm
from tocsin.letters.models import Signature
from tocsin.letters.notices import PERSON_LINK, person_path
from tocsin.letters.views import faces

CONFIRM, WITHDRAW, NOT_ME = "confirm", "withdraw", "not_me"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what will happen; only POST, with `decision`, does it."""
    try:
        pk = links.read(PERSON_LINK, token)
    except links.LinkError:
        return faces.link_problem(request)
    people = Signature.objects.people().select_related("letter", "version")
    signature = people.exclude(letter__state=states.STOPPED).filter(pk=pk).first()
    if signature is None:
        return faces.link_problem(request)
    with override(reader_language(request, signature.language)):
        return _decide(request, signature) if request.method == "POST" else _show(request, signature)


def _decide(request: HttpRequest, signature: Signature) -> HttpResponse:
    decision = request.POST.get("decision", "")
    try:
        if decision == CONFIRM:
            read = faces.version_named(signature.letter, request.POST.get("version", ""))
            signing.confirm_person(signature, version=read)
        elif decision == WITHDRAW:
            signing.withdraw(signature=signature, member=None, why=ReasonForm.read(request.POST))
        elif decision == NOT_ME:
            signing.withdraw(signature=signature, member=None)
    except Refusal as refusal:
        signature.refresh_from_db()
        return _show(request, signature, refused=refusal.text, status=409)
    return HttpResponseRedirect(person_path(signature), status=303)


def _show(
    request: HttpRequest, signature: Signature, *, refused: str = "", status: int = 200
) -> HttpResponse:
    letter = signature.letter
    version = versions.current(letter) or signature.version
    language = get_language() or "en"
    code, text = version.text_in(language)
    is_corrected = signature.state in (states.SIGNED, states.UNCONFIRMED) and signature.version != version
    context: dict[str, Any] = {
        **faces.facts(letter, code),
        "signature": signature,
        "country": country_name(signature.country, language),
        "version": version,
        "text": text,
        "code": code,
        "pieces": faces.pieces(text),
        "is_corrected": is_corrected,
        "change": faces.change_between(signature.version, version, code) if is_corrected else None,
        "takes_names": letter.takes_names(),
        "is_public": letter.is_public(),
        "refused": refused,
    }
    return render(request, "letters/person.html", context, status=status)
