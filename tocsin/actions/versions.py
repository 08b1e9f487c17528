"""Versions of a page's words: kept at publication, so that what was answered can always be shown."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils.timezone import now

from tocsin.actions.models import TextVersion
from tocsin.actions.page import ActionPage
from tocsin.campaigns.targeting import rule_data
from tocsin.supporters.consent import current_texts


def words_of(page: ActionPage) -> dict[str, Any]:
    """Everything a supporter could read and answer, in a stable form."""
    return {
        "title": page.title,
        "lead": page.lead,
        "story": page.story,
        "asks": [block.value for block in page.asks],
        "subject": page.subject,
        "salutation": page.salutation,
        "suggested": page.suggested,
        "closing": page.closing,
        "thank_subject": page.thank_subject,
        "thank_suggested": page.thank_suggested,
        "alternative": page.alternative,
        "targets": [[official.name, official.office] for official in page.campaign.officials],
        "rule": rule_data(page.campaign),
    }


def freeze(page: ActionPage) -> TextVersion:
    """The stored version of the page as it stands; the same words are stored once."""
    language, words = page.locale.language_code, words_of(page)
    text = json.dumps([page.pk, language, words], ensure_ascii=False, sort_keys=True)
    version, _ = TextVersion.objects.get_or_create(
        digest=hashlib.sha256(text.encode()).digest(),
        defaults={"page": page, "language": language, "words": words, "created_at": now()},
    )
    return version


def on_publish(sender: type[ActionPage], instance: ActionPage, **kwargs: Any) -> None:
    freeze(instance)
    current_texts(language=instance.locale.language_code, organization=instance.campaign.organization)
