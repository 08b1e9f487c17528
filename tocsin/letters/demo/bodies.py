"""The demonstration's organizations, with the people who act for them and the proofs of who they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.utils import timezone

from tocsin.delivery import outbox
from tocsin.organizations import logos, members, proofs, registering, standing
from tocsin.organizations.models import Member, Organization, Proof
from tocsin.organizations.registering import Name

FOLDER = Path(__file__).parent
RIGHTS = "Drawn for this demonstration; anybody may show it."
DONE = "done by the demonstration itself"
Facts = dict[str, Any]
Staff = tuple[User, User]
"""Two, because a mandate needs both."""


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def register(staff: Staff) -> dict[str, Organization]:
    """By the name of their site."""
    return {facts["site"]: _organization(facts, staff) for facts in read("organizations")}


def _organization(facts: Facts, staff: Staff) -> Organization:
    site = f"{facts['site']}.example.org"
    body = registering.create(
        name=facts["name"],
        language=facts["language"],
        country=facts["country"],
        website=f"https://{site}/",
        others=[Name(text, language) for language, text in facts["others"].items()],
    )
    if "second" in facts:
        registering.change(organization=body, two_person=True, email=f"office@{site}")
    owner = _member(body, facts["owner"], standing.OWNER)
    if "second" in facts:
        _member(body, facts["second"], standing.SIGNER)
    PROOFS[facts["proof"]](owner, staff)
    if facts.get("logo"):
        _logo(body, facts["site"])
    return body


def _member(body: Organization, person: Facts, role: str) -> Member:
    """The owner whose mailbox is named so gets the link by mail, for whoever tries the demonstration."""
    language = person.get("language", body.language)
    mailbox = person.get("mailbox", "sign" if role == standing.SIGNER else "director")
    found = members.invite(
        organization=body,
        name=person["name"],
        title=person["title"],
        email=f"{mailbox}@{_host(body)}",
        role=role,
        language=language if language in dict(settings.LANGUAGES) else "en",
    )
    if "mailbox" not in person:
        outbox.cancel(ref=found.pk, reason=DONE)
    return members.join(found)


def _host(body: Organization) -> str:
    return body.website.removeprefix("https://").rstrip("/")


def _logo(body: Organization, site: str) -> None:
    path = finders.find(f"demo/logo-{site}.png")
    if path:
        upload = ContentFile(Path(path).read_bytes())
        logos.keep(organization=body, upload=upload, rights=RIGHTS)


# --- How they show who they are -----------------------------------------------------------------------------------
def _by_mail(owner: Member, staff: Staff) -> None:
    proof = proofs.ask_by_mail(member=owner, address=f"office@{_host(owner.organization)}")
    outbox.cancel(ref=proof.pk, reason=DONE)
    proofs.confirm_mail(proof)


def _by_dns(owner: Member, staff: Staff) -> None:
    """No name server answers for example.org, so the answer alone is written down here."""
    proof = proofs.ask_by_dns(member=owner)
    Proof.objects.filter(pk=proof.pk).update(state=Proof.State.PROVEN, decided_at=timezone.now())
    registering.restate(owner.organization_id)


def _by_mandate(owner: Member, staff: Staff) -> None:
    proof = _half_by_mandate(owner, staff)
    proofs.approve(user=staff[1], proof=proof)


def _half_by_mandate(owner: Member, staff: Staff) -> Proof:
    """One of two has approved it: the second look is left to whoever tries the demonstration."""
    mandate = ContentFile((FOLDER / "mandate.png").read_bytes(), name="mandate.png")
    proof = proofs.submit_mandate(member=owner, upload=mandate)
    proofs.approve(user=staff[0], proof=proof)
    return proof


PROOFS = {"mail": _by_mail, "dns": _by_dns, "mandate": _by_mandate, "pending": _half_by_mandate}
