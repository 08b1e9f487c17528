"""What a letter's page shows: one description for the page, its preview, the frame for other sites and the data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html import escape
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from tocsin.campaigns import tally
from tocsin.content.sharing import share
from tocsin.content.templatetags.tocsin_tags import number
from tocsin.letters import counting, delivering, moments, names_html, states, verifying
from tocsin.letters import share as pictures
from tocsin.letters.addressed import recipients
from tocsin.letters.delivering import Standing
from tocsin.letters.models import LetterVersion, Response
from tocsin.letters.published import Published
from tocsin.letters.roll import ORGANIZATION, PERSON, Entry, Roll, roll
from tocsin.letters.verifying import File
from tocsin.letters.words import name_of, words_of
from tocsin.officials.faces import Face, details
from tocsin.officials.roster import roster

EMBED_HEIGHT, FIRST = 560, 6
NOBODY = Roll([], [], [], [], [], 0, 0, frozen=False)


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    name: str
    url: str
    current: bool
    authoritative: bool
    beside_url: str


class LetterFace:
    """Attributes are worked out when a template asks for them, so a frame costs no more than it shows."""

    def __init__(self, found: Published, language: str, *, beside: str = "", preview: bool = False) -> None:
        self.found, self.letter, self.version = found, found.letter, found.version
        self.language, self.preview = language, preview
        self.freeze, self.deadline = found.freeze, moments.deadline_words(found.letter)
        self.words = words_of(self.version, self.version.text_in(language)[0])
        wanted = beside in self.version.texts and beside != self.words.code
        self.beside = words_of(self.version, beside) if wanted else None
        self.url = self.letter.path
        self.authoritative = name_of(self.version.authoritative)

    # --- The text -----------------------------------------------------------------------------------------------------
    @property
    def is_translated(self) -> bool:
        """Whether the reader gets it in the language they read in."""
        return self.words.code == self.language

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Side by side: kind and text of this language, and of the other one."""
        one, other = (self.version.texts[words.code] for words in (self.words, self.beside or self.words))
        pairs = zip_longest(one["body"], other["body"], fillvalue={"kind": "paragraph", "text": ""})
        return [(left["kind"], left["text"], right["kind"], right["text"]) for left, right in pairs]

    @property
    def tabs(self) -> list[Tab]:
        return [
            Tab(
                code=code,
                name=get_language_info(code)["name_local"],
                url=f"{self.url}?lang={code}",
                current=code == self.words.code,
                authoritative=code == self.version.authoritative,
                beside_url=f"{self.url}?lang={self.language}&beside={code}",
            )
            for code in self.version.languages
        ]

    @cached_property
    def hosts(self) -> list[dict[str, Any]]:
        found = self.letter.hosts.select_related("organization")
        bodies = [host.organization for host in found.order_by("pk")]
        return [
            {
                "name": body.name_in(self.language),
                "lang": body.language if body.name_in(self.language) == body.name else self.language,
                "website": body.website,
                "logo": settings.MEDIA_URL + body.logo if body.logo else "",
                "width": body.logo_width,
                "height": body.logo_height,
            }
            for body in bodies
        ]

    @cached_property
    def addressees(self) -> list[Face]:
        """In the letter's order; one who has left office is still the one it was written to."""
        found = recipients(self.letter)
        known, holders = details(one.person_id for one in found), roster().by_id
        return [
            Face(
                name=one.name,
                office=one.office,
                initials=holders[one.person_id].initials if one.person_id in holders else one.name[:1],
                url=reverse("official", args=[one.slug]) if one.slug else "",
                portrait=known[one.person_id].portrait,
            )
            for one in found
        ]

    @property
    def dated(self) -> date | None:
        moment = self.freeze.at if self.freeze else self.version.opened_at
        return self._day(moment) if moment else None

    def _day(self, moment: datetime) -> date:
        """In the letter's own time zone."""
        return timezone.localtime(moment, self.letter.zone).date()

    # --- The names ----------------------------------------------------------------------------------------------------
    @cached_property
    def roll(self) -> Roll:
        return NOBODY if self.preview else roll(self.letter, self.version, self.freeze, self.language)

    @property
    def counted(self) -> str:
        """“23 organizations from 9 countries”, with the people who signed."""
        return counting.counted(self.roll.organizations, len(self.roll.people), self.roll.countries)

    @property
    def is_signed(self) -> bool:
        return bool(self.roll.organizations or self.roll.people)

    @property
    def frozen_on(self) -> str:
        return moments.moment_words(self.letter, self.freeze.at) if self.freeze else ""

    @property
    def takes_names(self) -> bool:
        return self.letter.takes_names() and not self.preview

    @property
    def may_join(self) -> bool:
        """Whether anybody can come: else only those who were invited, by their own link."""
        return self.takes_names and (not self.letter.by_invitation or self.letter.takes_people)

    @property
    def is_open(self) -> bool:
        return self.letter.state == states.SIGNING

    @cached_property
    def _bodies(self) -> list[Entry]:
        return [entry for group in self.roll.groups for entry in group.entries]

    @cached_property
    def proofs(self) -> list[tuple[str, str, str]]:
        """The marks behind the names, what each stands for, and how many have it."""
        kinds = [entry.proof for entry in self._bodies]
        return [
            (sign, str(words), number(kinds.count(kind)))
            for kind, (sign, words) in names_html.PROOFS.items()
            if kind in kinds
        ]

    @cached_property
    def has_logos(self) -> bool:
        return any(entry.logo for entry in self._bodies)

    @property
    def names(self) -> SafeString:
        marks, logos = len(self.proofs) > 1, self.has_logos
        return names_html.groups(self.roll.groups, self.language, marks=marks, logos=logos)

    @property
    def first_names(self) -> SafeString:
        """For the frame, where a link to a website would open inside of it."""
        return names_html.names((one._replace(website="") for one in self._bodies[:FIRST]), self.language)

    @property
    def people(self) -> SafeString:
        return names_html.names(self.roll.people, self.language)

    @property
    def late(self) -> SafeString:
        return names_html.names(self.roll.late, self.language)

    @property
    def earlier(self) -> SafeString:
        return names_html.names(self.roll.earlier, self.language)

    @property
    def struck(self) -> SafeString:
        return names_html.names(self.roll.struck, self.language)

    @property
    def withdrawn(self) -> list[tuple[Entry, date]]:
        """Organizations, and the day; a person who took their name off is not named again."""
        return [
            (entry, self._day(datetime.fromisoformat(entry.withdrawn_at)))
            for entry in self.roll.withdrawn
            if entry.kind == ORGANIZATION
        ]

    @property
    def people_withdrawn(self) -> int:
        return sum(entry.kind == PERSON for entry in self.roll.withdrawn)

    @cached_property
    def supporters(self) -> dict[str, Any] | None:
        """Those who add their names on the action page that is tied to it: counted apart."""
        page = self.letter.supporters_page
        if page is None or not page.live:
            return None
        shown = page.translation_for(self.language)
        count = tally.read(page.campaign_id).confirmed
        return {"count": count, "url": shown.url or f"/{shown.slug}/", "closed": page.campaign.is_closed}

    # --- What became of it --------------------------------------------------------------------------------------------
    @cached_property
    def deliveries(self) -> list[Standing]:
        """Of what was sent last: while a corrected version collects its names, that is the one before."""
        sent = [freeze for freeze in self.found.freezes.values() if freeze.sent_at]
        last = max(sent, key=lambda freeze: freeze.at, default=None)
        return delivering.standings(self.letter, last) if last else []

    @cached_property
    def responses(self) -> list[dict[str, Any]]:
        names = {one.addressee.pk: one.name for one in recipients(self.letter)} if self._answers else {}
        return [
            {"answer": one, "name": names.get(one.addressee_id or 0, "") or one.signed_by}
            for one in self._answers
        ]

    @cached_property
    def _answers(self) -> list[Response]:
        return list(self.letter.responses.exclude(published_at=None).order_by("received_on", "entered_at"))

    @property
    def corrections(self) -> list[LetterVersion]:
        """Versions that replaced another one, the newest first."""
        return self.found.versions[:0:-1]

    @cached_property
    def files(self) -> list[File]:
        return verifying.files_of(self.found, self.freeze, self.version)

    # --- Passing it on ------------------------------------------------------------------------------------------------
    @property
    def absolute_url(self) -> str:
        return settings.SITE_URL + self.url

    @property
    def share(self) -> dict[str, Any]:
        return share(self.absolute_url, self.words.title)

    @property
    def og_image(self) -> str:
        if pictures.newest(self.letter, self.words.code) is None:
            return ""
        return settings.SITE_URL + reverse("letter_share", args=[self.letter.slug, self.words.code])

    @property
    def embed_code(self) -> str:
        """The line that others paste into their pages."""
        path = reverse("letter_embed", args=[self.letter.slug])
        source, title = f"{settings.SITE_URL}{path}?lang={self.language}", escape(self.words.title)
        return f'<iframe src="{source}" title="{title}" width="100%" height="{EMBED_HEIGHT}" loading="lazy"></iframe>'
