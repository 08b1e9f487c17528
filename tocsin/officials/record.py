"""One person's page: offices with their dates, how the office is reached, and where else the person is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tocsin.core import datasets
from tocsin.officials import faces
from tocsin.officials.faces import Portrait, dial
from tocsin.officials.holders import initials_of
from tocsin.officials.models import ContactDetail, Membership, Organization
from tocsin.people.models import Identifier, OtherName, Person
from tocsin.places import maps, ocd
from tocsin.places.maps import DistrictMap

HIDDEN_CONTACTS = frozenset({"sandbox", "cwc"})
COMMITTEES = frozenset({Organization.Classification.COMMITTEE, Organization.Classification.SUBCOMMITTEE})
REGISTERS: dict[str, tuple[str | Promise, str]] = {
    "bioguide": (_("Biographical Directory of Congress"), "https://bioguide.congress.gov/search/bio/{}"),
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "wikipedia": ("Wikipedia", "https://en.wikipedia.org/wiki/{}"),
    "ballotpedia": ("Ballotpedia", "https://ballotpedia.org/{}"),
    "govtrack": ("GovTrack", "https://www.govtrack.us/congress/members/{}"),
    "opensecrets": ("OpenSecrets", "https://www.opensecrets.org/members-of-congress/summary?cid={}"),
    "votesmart": ("Vote Smart", "https://justfacts.votesmart.org/candidate/{}"),
    "fec": (_("Federal Election Commission"), "https://www.fec.gov/data/candidate/{}/"),
    "cspan": ("C-SPAN", "https://www.c-span.org/person/?{}"),
}
"""What a register is called, and where it shows a person. Registers without a page are only in the JSON."""
PLAIN_LINKS = {"voice": "tel:", "email": "mailto:"}
SOCIAL: dict[str, tuple[str, str]] = {
    "twitter": ("X", "https://x.com/{}"),
    "x": ("X", "https://x.com/{}"),
    "facebook": ("Facebook", "https://www.facebook.com/{}"),
    "instagram": ("Instagram", "https://www.instagram.com/{}"),
    "youtube": ("YouTube", "https://www.youtube.com/{}"),
    "youtube_id": ("YouTube", "https://www.youtube.com/channel/{}"),
    "threads": ("Threads", "https://www.threads.net/@{}"),
    "bluesky": ("Bluesky", "https://bsky.app/profile/{}"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as a link, where its kind has one."""

    kind: str
    title: str
    value: str
    href: str
    note: str
    checked_at: date | None


@dataclass(frozen=True, slots=True)
class Link:
    title: str | Promise
    url: str


class Record:
    """Attributes are worked out when a template asks for them."""

    def __init__(self, person: Person, today: date) -> None:
        self.person, self.today = person, today
        self.memberships: list[Membership] = sorted(
            Membership.objects.filter(person=person).select_related(
                "organization__parent", "party", "post__organization", "post__division"
            ),
            key=_weight,
        )

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def initials(self) -> str:
        return initials_of(self.person.name, self.person.family_name)

    @cached_property
    def portrait(self) -> Portrait | None:
        return faces.portrait(self.person, "fill-240x240")

    @cached_property
    def other_names(self) -> list[OtherName]:
        return list(OtherName.objects.filter(person=self.person))

    @cached_property
    def offices(self) -> list[Membership]:
        """What the person holds now, committees apart."""
        return [
            m
            for m in self.memberships
            if m.is_current(self.today) and not is_committee(m) and not is_party(m)
        ]

    @cached_property
    def committees(self) -> list[Membership]:
        mine = [m for m in self.memberships if m.is_current(self.today) and is_committee(m)]
        return sorted(mine, key=lambda m: (_is_sub(m), not m.leads, organization_name(m)))

    @cached_property
    def earlier(self) -> list[Membership]:
        over = [m for m in self.memberships if m.end_date and m.end_date <= self.today and not is_party(m)]
        return sorted(over, key=lambda m: m.end_date or self.today, reverse=True)

    @property
    def is_former(self) -> bool:
        return not self.offices

    @property
    def main(self) -> Membership | None:
        """The office that the page is headed with: the first one held, else the last one left."""
        return next(iter(self.offices or self.earlier), None)

    @property
    def party(self) -> str:
        known = [m.party.name for m in (*self.offices, *self.earlier) if m.party]
        return known[0] if known else ""

    @property
    def sentence(self) -> str:
        """What is known, in one sentence."""
        if self.main is None:
            return _t("No office of %(name)s is known here.") % {"name": self.name}
        words = _t("%(name)s was %(office)s.") if self.is_former else _t("%(name)s is %(office)s.")
        return words % {"name": self.name, "office": office_of(self.main)}

    @property
    def division(self) -> str:
        ids = [m.post.division_id for m in self.offices if m.post and m.post.division_id]
        return ids[0] if ids else ""

    @property
    def division_name(self) -> str:
        return ocd.name_of(self.division) if self.division else ""

    @cached_property
    def map(self) -> DistrictMap | None:
        return maps.district_map([self.division]) if self.division else None

    @cached_property
    def contacts(self) -> list[Contact]:
        found = ContactDetail.objects.filter(person=self.person).exclude(type__in=HIDDEN_CONTACTS)
        return [contact_of(each) for each in found]

    @cached_property
    def identifiers(self) -> list[Identifier]:
        return list(Identifier.objects.filter(person=self.person))

    @property
    def links(self) -> list[Link]:
        known = [
            (REGISTERS[each.scheme], each.value) for each in self.identifiers if each.scheme in REGISTERS
        ]
        return [
            Link(title, pattern.format(quote(value.replace(" ", "_")))) for (title, pattern), value in known
        ]

    @property
    def sources(self) -> list[str]:
        """Where the records came from, as the data sets say it."""
        known = datasets.all_sets()
        names = {m.source for m in self.memberships} | {self.person.source}
        return sorted({known[name].source if name in known else name for name in names} - {""})


def load(slug: str, today: date | None = None) -> Record | None:
    person = Person.objects.select_related("portrait").filter(slug=slug).first()
    return Record(person, today or localdate()) if person else None


def _weight(membership: Membership) -> tuple[int, int]:
    return (0 if membership.post_id else 1, membership.pk)


def is_committee(membership: Membership) -> bool:
    return membership.organization is not None and membership.organization.classification in COMMITTEES


def is_party(membership: Membership) -> bool:
    kind = membership.organization.classification if membership.organization else ""
    return kind == Organization.Classification.PARTY


def _is_sub(membership: Membership) -> bool:
    return bool(membership.organization and membership.organization.classification == "subcommittee")


def organization_name(membership: Membership) -> str:
    if membership.organization:
        return membership.organization.name
    return membership.post.organization.name if membership.post else ""


def office_of(membership: Membership) -> str:
    """The post says it; an office entered by hand says it itself."""
    if membership.post:
        return membership.post.label
    return membership.role or organization_name(membership)


def contact_of(detail: ContactDetail) -> Contact:
    title, value, href = detail.get_type_display(), detail.value, ""
    if detail.type in PLAIN_LINKS:
        href = PLAIN_LINKS[detail.type] + (dial(value) if detail.type == "voice" else value)
    elif detail.type == "social":
        title, value, href = _social(detail)
    elif detail.type in {"url", "webform"} and value.startswith(("https://", "http://")):
        href = value
    note = detail.note or (detail.label if detail.label != title else "")
    return Contact(detail.type, title, value, href, note, detail.checked_at)


def _social(detail: ContactDetail) -> tuple[str, str, str]:
    """Title, handle and address of an account, kept as `network:handle` or as an address."""
    value = detail.value
    if value.startswith(("https://", "http://")):
        return detail.label or detail.get_type_display(), value, value
    network, _colon, handle = value.rpartition(":")
    title, pattern = SOCIAL.get((network or detail.label).lower(), (detail.label or network, ""))
    handle = handle.lstrip("@")
    return (
        title or detail.get_type_display(),
        handle,
        pattern.format(quote(handle, safe="/@")) if pattern else "",
    )
