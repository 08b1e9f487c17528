"""What intake needs of a published page, kept in the process for a moment, so that a form is answered at once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import Any

from wagtail.models import Site

from tocsin.actions.page import ActionPage
from tocsin.actions.versions import freeze
from tocsin.campaigns.addressed import resolve, rule_or_none
from tocsin.campaigns.kinds import KINDS
from tocsin.officials import rules
from tocsin.officials.rules import Rule
from tocsin.officials.ways import asks_details
from tocsin.supporters.consent import current_texts, wording
from tocsin.supporters.models import ConsentKind

FRESH = 2.0
"""Seconds after which an edit is seen by every process."""
LIMIT = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One action page in one language, as intake sees it."""

    page_id: int
    slug: str
    language: str
    campaign_id: int
    sends: bool
    rule: Rule | None
    needs: frozenset[str]
    thanks: bool
    details: bool
    """The offices want to know their constituent; where who they are depends on the place, that is asked later."""
    is_closed: bool
    version_id: int
    versions: frozenset[int]
    consents: dict[str, tuple[int, str]]

    @property
    def consent_words(self) -> dict[str, str]:
        return {kind: words for kind, (_id, words) in self.consents.items()}


_known: dict[tuple[str, str], tuple[float, Published | None]] = {}
_lock = Lock()


def find(slug: str, language: str) -> Published | None:
    """The published action page at `/<slug>/` in the language nearest to the wanted one; None if there is none."""
    key, now = (slug, language), time.monotonic()
    known = _known.get(key)
    if known and known[0] > now:
        return known[1]
    if known:
        _known[key] = (now + FRESH, known[1])  # the others go on with the old one while this one looks
    found = load(slug, language)
    with _lock:
        if len(_known) >= LIMIT:
            _known.clear()
        _known[key] = (now + FRESH, found)
    return found


def load(slug: str, language: str) -> Published | None:
    page = live_page(slug)
    return describe(page.translation_for(language)) if page else None


def live_page(slug: str) -> ActionPage | None:
    """The page of the default site at this address, in the site's own language."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return None
    pages = ActionPage.objects.live().public().child_of(site.root_page)
    return pages.filter(slug=slug).select_related("campaign", "locale").first()


def describe(page: ActionPage) -> Published:
    texts = current_texts(language=page.locale.language_code, organization=page.campaign.organization)
    return _describe(
        page,
        version_id=freeze(page).pk,
        versions=frozenset(page.versions.values_list("pk", flat=True)),
        consents={kind: (text.pk, text.text) for kind, text in texts.items()},
    )


def describe_draft(page: ActionPage) -> Published:
    """For a preview: nothing is stored, so nothing can be answered."""
    organization = page.campaign.organization
    consents = {kind: (0, wording(kind, organization)) for kind in ConsentKind.values}
    return _describe(page, version_id=0, versions=frozenset(), consents=consents)


def _describe(page: ActionPage, **stored: Any) -> Published:
    campaign = page.campaign
    rule = rule_or_none(campaign)
    needs = rules.needs(rule) if rule else frozenset()
    return Published(
        page_id=page.pk,
        slug=page.slug,
        language=page.locale.language_code,
        campaign_id=campaign.pk,
        sends=KINDS[campaign.kind].sends,
        rule=rule,
        needs=needs,
        thanks=bool(page.thank_suggested.strip()),
        details=not needs and asks_details(resolve(rule).targets),
        is_closed=campaign.is_closed,
        **stored,
    )


def clear() -> None:
    """Forgets everything; for tests."""
    with _lock:
        _known.clear()
