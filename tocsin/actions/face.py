"""What an action page shows: one description, used by the page, its thank-you, the cards and the style guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.steps import PRESS, THANK, Standing
from tocsin.campaigns import tally
from tocsin.campaigns.addressed import resolve, rule_or_none
from tocsin.campaigns.kinds import KINDS
from tocsin.content.brand import language_links
from tocsin.content.sharing import share
from tocsin.officials import rules
from tocsin.officials.faces import target_faces
from tocsin.officials.roster import Holder
from tocsin.officials.rules import Target
from tocsin.places.names import place_name

RECENT = 8


@dataclass(frozen=True, slots=True)
class Progress:
    confirmed: int
    delivered: int
    goal: int
    as_of: datetime

    @property
    def to_go(self) -> int:
        return max(0, self.goal - self.confirmed)

    @property
    def percent(self) -> int:
        return min(100, self.confirmed * 100 // self.goal) if self.goal else 100


@dataclass(frozen=True, slots=True)
class Occasion:
    label: str
    date: date

    @property
    def days_left(self) -> int:
        return (self.date - localdate()).days

    @property
    def is_past(self) -> bool:
        return self.days_left < 0

    @property
    def is_today(self) -> bool:
        return self.days_left == 0


@dataclass(frozen=True, slots=True)
class Recent:
    name: str
    place: str
    when: datetime


class ActionFace:
    """Attributes are worked out when a template asks for them, so a card costs no more than it shows."""

    def __init__(self, page: ActionPage, *, preview: bool = False, standing: Standing | None = None) -> None:
        self.page, self.campaign, self.preview, self.standing = page, page.campaign, preview, standing
        self.thanks = bool(page.thank_suggested.strip())
        self.kind = page.campaign.kind
        self.rules = KINDS[self.kind]
        self.title, self.lead = page.title, page.lead
        self.kind_label = self.rules.label
        self.organization = page.campaign.organization
        self.language = page.locale.language_code
        self.asks = [block.value for block in page.asks]
        self.prompts = [block.value for block in page.prompts]
        self.closing = page.closing
        self.subject = page.subject or page.title
        self.thank_subject = page.thank_subject or self.subject
        self.alternative = page.alternative
        self.url = page.url or f"/{page.slug}/"

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Those of one person's place, where that is known; else those who are the same for everybody."""
        return self.standing.targets if self.standing else resolve(rule_or_none(self.campaign)).targets

    @cached_property
    def who(self) -> str:
        """Whom the rule means, in words: where who that is depends on the place."""
        rule = rule_or_none(self.campaign)
        if rule is None or not rules.needs(rule):
            return ""
        return str(rules.describe(replace(rule, thank=None))).removesuffix(".")

    @cached_property
    def alternative_page(self) -> dict[str, str] | None:
        """Another action for those who have none of these officials, in the reader's language where it can be."""
        other = self.page.alternative_page
        if other is None or not other.live:
            return None
        page = other.translation_for(self.language)
        return {"title": page.title, "url": page.url or f"/{page.slug}/"}

    @cached_property
    def addressees(self) -> list[dict[str, Any]]:
        return [
            {
                "name": face.name,
                "office": face.office,
                "initials": face.initials,
                "portrait": face.portrait,
                "url": face.url,
            }
            for face in target_faces(self.targets)
        ]

    @cached_property
    def pressed(self) -> list[Holder]:
        return [target.holder for target in self.targets if target.stance == PRESS or not self.thanks]

    @cached_property
    def thanked(self) -> list[Holder]:
        return [target.holder for target in self.targets if target.stance == THANK and self.thanks]

    @property
    def salutation(self) -> str:
        return self.page.salutation or _first_salutation(self.pressed)

    @property
    def thank_salutation(self) -> str:
        return self.page.salutation or _first_salutation(self.thanked)

    @cached_property
    def picture(self) -> dict[str, Any] | None:
        page = self.page
        small = _image(page.picture, "width-480|format-webp|webpquality-50", page.picture_alt)
        large = _image(page.picture, "width-960|format-webp|webpquality-50", page.picture_alt)
        if not small or not large:
            return None
        widths = f"{small['url']} {small['width']}w, {large['url']} {large['width']}w"
        return {**large, "srcset": widths, "caption": page.picture_caption, "credit": page.picture_credit}

    @property
    def og_image(self) -> str | None:
        """The picture as a link preview shows it: absolute, and a JPEG, since not every service reads WebP."""
        image = _image(self.page.picture, "fill-1200x630|format-jpeg|jpegquality-75", "")
        return settings.SITE_URL + image["url"] if image else None

    @property
    def story_html(self) -> SafeString:
        return mark_safe(expand_db_html(self.page.story))  # noqa: S308 (the editor admits a list of tags only)

    @property
    def occasion(self) -> Occasion | None:
        day = self.campaign.occasion_date
        return Occasion(self.page.occasion, day) if day and self.page.occasion else None

    @cached_property
    def letters(self) -> list[dict[str, Any]]:
        """The open letters that these names stand behind; the app that has them is none that this one knows."""
        tied = self.page._meta.get_field("letters").related_model
        return tied.behind(self.page, self.language) if tied else []

    @cached_property
    def tally(self) -> Progress:
        counts = tally.read(self.campaign.pk)
        return Progress(counts.confirmed, counts.delivered, self.campaign.goal, now())

    @cached_property
    def recent(self) -> list[Recent]:
        rows = Submission.objects.filter(campaign=self.campaign).shown().order_by("-confirmed_at")[:RECENT]
        return [
            Recent(row.name, place_name(row.area, self.language), row.confirmed_at)
            for row in rows.only("name", "area", "confirmed_at")
            if row.confirmed_at
        ]

    @property
    def read_also(self) -> list[dict[str, str]]:
        return [dict(block.value) for block in self.page.read_also]

    @property
    def share(self) -> dict[str, Any]:
        return share(settings.SITE_URL + self.url, self.page.share_text or self.page.title)

    @property
    def submit_label(self) -> str:
        names = [target.holder.short_name for target in self.targets]
        target = names[0] if len(names) == 1 else _("%(count)s officials") % {"count": len(names)}
        return str(self.rules.button) % {"target": target}

    @property
    def closed(self) -> str | None:
        if not self.campaign.is_closed:
            return None
        return _("This campaign is closed. Messages sent before it closed still count.")

    @property
    def languages(self) -> list[dict[str, Any]]:
        """Links to the languages in which this page is published."""
        pages = self.page.get_translations(inclusive=True).live().select_related("locale")
        codes = sorted(
            {page.locale.language_code for page in pages}, key=[c for c, _ in settings.LANGUAGES].index
        )
        return language_links(codes, self.language, f"/{self.page.slug}/") if len(codes) > 1 else []


def _first_salutation(holders: list[Holder]) -> str:
    return holders[0].salutation if holders else ""


def _image(image: Any, filter_spec: str, alt: str) -> dict[str, Any] | None:
    if image is None:
        return None
    rendition = image.get_rendition(filter_spec)
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height, "alt": alt}
