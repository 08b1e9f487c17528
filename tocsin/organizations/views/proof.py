"""Proof of control: the three ways, and the page that a message to the domain's address leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.content.brand import language_links
from tocsin.core import links
from tocsin.core.countries import country_name
from tocsin.core.errors import Refusal
from tocsin.core.private import private
from tocsin.organizations import proofs, standing
from tocsin.organizations.forms import AddressForm, MandateForm
from tocsin.organizations.models import Member, Organization, Proof
from tocsin.organizations.views import telling
from tocsin.organizations.views.doors import (
    FORBIDDEN,
    INVALID,
    METHODS,
    REFUSED,
    address,
    for_joined,
    go,
    problem,
    refuse,
    show,
)

DAYS = 14
"""How long the link in the message to the domain's address can be answered."""


# --- The page of a member -----------------------------------------------------------------------------------------
@for_joined
def page(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    if request.GET.get("text") == "mandate":
        return show(request, member, token, "mandate", mandate_of(member))
    return shown(request, member, token)


@for_joined
def ask(request: HttpRequest, member: Member, token: str, kind: str) -> HttpResponse:
    if kind not in WAYS:
        raise Http404
    if request.method != "POST":
        return go(request, "member_proof", token)
    return WAYS[kind](request, member, token)


def by_mail(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    form = AddressForm(request.POST, domain=domain_of(member.organization)[0])
    if not form.is_valid():
        return shown(request, member, token, mail_form=form, status=INVALID)
    try:
        proofs.ask_by_mail(member=member, address=form.cleaned_data["local"])
    except Refusal as refusal:
        return shown(request, member, token, mail_form=form, status=refuse(form, refusal, "local"))
    return go(request, "member_proof", token, part="mail", done="mail")


def by_dns(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    try:
        proofs.ask_by_dns(member=member)
    except Refusal as refusal:
        return dns_refused(request, member, token, refusal.text, refusal.code)
    return go(request, "member_proof", token, part="dns")


def check_dns(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    proof = pending(member.organization, Proof.Kind.DNS)
    if proof is None or not member.is_owner:
        return by_dns(request, member, token)
    try:
        found = proofs.check_dns(proof)
    except Refusal as refusal:
        return dns_refused(request, member, token, refusal.text, refusal.code)
    if not found:
        text = _("The entry is not there yet. It can take an hour until it is seen everywhere.")
        return dns_refused(request, member, token, text, "dns")
    return go(request, "member_proof", token, done="proven")


def dns_refused(request: HttpRequest, member: Member, token: str, text: str, code: str) -> HttpResponse:
    status = FORBIDDEN if code == "owner" else REFUSED
    return shown(request, member, token, dns_refusal=text, status=status)


def by_mandate(request: HttpRequest, member: Member, token: str) -> HttpResponse:
    form = MandateForm(request.POST, request.FILES, auto_id="mandate_%s")
    if not form.is_valid():
        return shown(request, member, token, mandate_form=form, status=INVALID)
    try:
        proofs.submit_mandate(member=member, upload=form.cleaned_data["file"])
    except ValidationError as error:
        form.add_error("file", error)
        return shown(request, member, token, mandate_form=form, status=INVALID)
    except Refusal as refusal:
        return shown(request, member, token, mandate_form=form, status=refuse(form, refusal, "file"))
    return go(request, "member_proof", token, part="mandate", done="mandate")


WAYS: dict[str, Callable[[HttpRequest, Member, str], HttpResponse]] = {
    "mail": by_mail,
    "dns": by_dns,
    "check": check_dns,
    "mandate": by_mandate,
}


def domain_of(organization: Organization) -> tuple[str, str]:
    """The domain that can be proven, or nothing and why not."""
    try:
        return proofs.site_domain(organization), ""
    except Refusal as refusal:
        return "", refusal.text


def pending(organization: Organization, kind: str) -> Proof | None:
    return organization.proofs.filter(kind=kind, state=Proof.State.PENDING).first()


def shown(
    request: HttpRequest,
    member: Member,
    token: str,
    *,
    mail_form: AddressForm | None = None,
    mandate_form: Form | None = None,
    dns_refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    organization = member.organization
    domain, no_domain = domain_of(organization)
    dns = pending(organization, Proof.Kind.DNS)
    context: dict[str, Any] = {
        "words": telling.words_of(organization),
        "domain": domain,
        "no_domain": no_domain,
        "mail_form": mail_form or AddressForm(domain=domain, initial={"local": "info"}),
        "mail": pending(organization, Proof.Kind.MAIL),
        "days": DAYS,
        "dns": dns,
        "record": proofs.record_of(dns) if dns else None,
        "dns_refusal": dns_refusal,
        "mandate_form": mandate_form or MandateForm(auto_id="mandate_%s"),
        "mandate": pending(organization, Proof.Kind.MANDATE),
        "approvers": standing.APPROVERS,
        "ways": {kind: address(request, "member_prove", token, kind) for kind in WAYS},
        "history": organization.proofs.exclude(state=Proof.State.PENDING),
    }
    return show(request, member, token, "proof", context, status=status)


def mandate_of(member: Member) -> dict[str, Any]:
    organization = member.organization
    return {
        "country": country_name(organization.country, "en"),
        "signers": organization.members.joined().signers(),
        "today": timezone.localdate(),
    }


# --- The page that the message leads to ---------------------------------------------------------------------------
@private
@require_http_methods(METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who asks and what it means; POST with `decision` decides, once."""
    proof = proofs.proof_of(token)
    if proof is None:
        return problem(request, "invalid")
    if proof.state == Proof.State.PENDING and is_old(token):
        return problem(request, "expired")
    if request.method == "POST" and proof.state == Proof.State.PENDING:
        return decide(request, proof)
    return answered(request, proof)


def is_old(token: str) -> bool:
    try:
        links.read(proofs.LINK, token, max_age=timedelta(days=DAYS))
    except links.LinkExpired:
        return True
    return False


def decide(request: HttpRequest, proof: Proof) -> HttpResponse:
    decision = request.POST.get("decision", "")
    done = False
    if decision == "confirm":
        done = proofs.confirm_mail(proof)
    elif decision == "deny":
        done = proofs.deny_mail(proof)
    if decision and not done:
        proof.refresh_from_db()
        return answered(request, proof, status=REFUSED)
    return HttpResponseRedirect(request.get_full_path(), status=303)


def answered(request: HttpRequest, proof: Proof, status: int = 200) -> HttpResponse:
    codes = [code for code, _name in settings.LANGUAGES]
    context = {
        "proof": proof,
        "organization": proof.organization,
        "days": DAYS,
        "moved": status == REFUSED,
        "languages": language_links(codes, get_language() or "en", request.path),
    }
    return render(request, "organizations/prove.html", context, status=status)
