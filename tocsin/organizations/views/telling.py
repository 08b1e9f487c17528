"""What the state of an organization means to its people, and what they do first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tocsin.organizations import standing
from tocsin.organizations.form_fields import languages
from tocsin.organizations.models import Member, Organization, OtherName, Proof


class Words(NamedTuple):
    tone: str
    title: object
    means: object
    what_to_do: object


STATES = {
    standing.UNPROVEN: Words(
        "warn",
        _("Proof is missing"),
        _("Nobody outside can tell yet that you act for this organization."),
        _("You can sign letters already. The organization is listed once its proof is there."),
    ),
    standing.HELD: Words(
        "warn",
        _("Waits for a look"),
        _(
            "Its name or its website is very much like that of another organization here. So that nobody can sign"
            " in the name of another, a person looks at both."
        ),
        _("You need not do anything for it. Until then the organization is not listed under letters."),
    ),
    standing.PROVEN: Words(
        "good",
        _("Proven"),
        _("It is known that you act for this organization. What it signs is listed under its name."),
        "",
    ),
    standing.BLOCKED: Words(
        "bad",
        _("Blocked"),
        _("The staff of this site closed this organization. It is listed under no letter."),
        _("If you think that this is a mistake, write to the staff of this site."),
    ),
    standing.MERGED: Words(
        "warn",
        _("Merged into another"),
        _("This turned out to be a second record of another organization. Its names and people went there."),
        _("Ask for your link again to get to the other record."),
    ),
}
PROVEN_BY = {
    Proof.Kind.MAIL: _("by a message to an address of its domain"),
    Proof.Kind.DNS: _("by an entry in its domain’s records"),
    Proof.Kind.MANDATE: _("by a signed mandate, which two people looked at"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do; `page` names where."""

    title: str
    text: str
    page: str
    button: str


class Called(NamedTuple):
    label: str
    name: str
    language: str


def other_names(organization: Organization) -> list[Called]:
    known = dict(languages())
    return [
        Called(_label(other, known), other.name, other.language) for other in organization.other_names.all()
    ]


def _label(other: OtherName, known: dict[str, str]) -> str:
    if other.kind == OtherName.Kind.NAME and other.language in known:
        return __("Name in %(language)s") % {"language": known[other.language]}
    return str(other.get_kind_display())


def words_of(organization: Organization) -> dict[str, object]:
    return STATES[organization.state]._asdict() | {
        "proven_by": PROVEN_BY.get(Proof.Kind(organization.proven_by)) if organization.proven_by else "",
        "proven_at": organization.proven_at,
    }


def tasks_of(member: Member) -> list[Task]:
    """What needs doing, the most pressing first."""
    organization = member.organization
    if organization.state in (standing.BLOCKED, standing.MERGED):
        return []
    found: list[Task | None] = [_proof(member, organization)] if not organization.proven_at else []
    if member.is_owner:
        found += [_bounced(organization), _profile(organization)]
    return [task for task in found if task]


def _proof(member: Member, organization: Organization) -> Task:
    title = __("Prove that you act for the organization")
    if not member.is_owner:
        text = __("An owner does this. Until then the organization is not listed under letters.")
        return Task(title=title, text=text, page="proof", button=__("See the proof"))
    if organization.proofs.filter(state=Proof.State.PENDING).exists():
        text = __("You have begun. The page of the proof says what is still missing.")
        return Task(title=title, text=text, page="proof", button=__("Go on with the proof"))
    text = __("Most need two minutes: we send a message to an address of your website’s domain.")
    return Task(title=title, text=text, page="proof", button=__("Start the proof"))


def _bounced(organization: Organization) -> Task | None:
    count = organization.members.active().exclude(bounced_at=None).count()
    if not count:
        return None
    return Task(
        title=__("Mail came back"),
        text=ngettext(
            "Our mail does not reach %(count)d of your people.",
            "Our mail does not reach %(count)d of your people.",
            count,
        )
        % {"count": count},
        page="people",
        button=__("See whose"),
    )


def _profile(organization: Organization) -> Task | None:
    missing = [
        name
        for name, there in (
            (__("the logo"), organization.logo),
            (__("the website"), organization.website),
            (__("a public email"), organization.email),
            (__("the name in other languages"), organization.other_names.exists()),
        )
        if not there
    ]
    if not missing:
        return None
    return Task(
        title=__("Complete the profile"),
        text=__("Still empty: %(what)s.") % {"what": ", ".join(missing)},
        page="profile",
        button=__("Open the profile"),
    )
