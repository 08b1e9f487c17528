"""Rows by the million, in bulk: what the same number of people would have left behind."""

from __future__ import annotations

import json

from bench.harness import Site

CONFIRMED = """
    INSERT INTO actions_submission (
        id, campaign_id, version_id, state, email_hash, digest, name, email, country, postal_code, address, area,
        own_words, body, show_name, reply_ok, language, source, created_at, confirmed_at)
    SELECT uuidv7(), %s, %s, %s, sha256(int8send(n)), substr(sha256(int8send(-n)), 1, 16), 'Person ' || n,
        'p' || n || '@example.org', 'US', '07030', '', 'US-NJ', 'Please ask for their release.', '', n %% 3 = 0,
        false, 'en', '', at, CASE WHEN %s = 'confirmed' THEN at END
    FROM generate_series(1, %s) AS n, LATERAL (SELECT now() - n * interval '2 seconds' AS at) AS clock
"""
JOURNAL = """
    INSERT INTO campaigns_tallyentry (campaign_id, metric, delta, area, ref, at)
    SELECT %s, (ARRAY['started', 'confirmed', 'delivered'])[1 + n %% 3], 1, 'US-' || chr((65 + n %% 26)::int) || 'J',
        uuidv7(), now() - n * interval '0.2 seconds'
    FROM generate_series(1, %s) AS n
"""
MESSAGES = """
    INSERT INTO delivery_message (id, key, purpose, channel, lane, recipient, language, ref, expires_at, data)
    SELECT uuidv7(), %s || ':' || id || ':0', %s, 'email', 'mail:other', email, language, id, now() + interval '1 day',
        %s::jsonb
    FROM actions_submission
"""
LETTER = {
    "letter": {
        "subject": "Before the visit",
        "salutation": "Dear Mr. Vice President,",
        "own_words": "My grandparents left with one suitcase, and I grew up with what was in it. " * 3,
        "body": "Please meet those who are held, and ask for their release before the visit. " * 16,
        "closing": "Sincerely,",
        "signature": "Anahit Petrosyan",
        "place": "New Jersey, United States",
    },
    "official": {"id": 1, "name": "The Vice President", "office": "Vice President", "slug": "vice-president"},
    **{"organization": "A demonstration", "campaign": "Before the visit", "slug": "vance"},
    **{"statement": "", "message": "", "reply_to": ""},
}
"""What the outbox keeps of a letter to an official: its mail is as long as a confirmation's."""


def submissions(site: Site, count: int, state: str = "confirmed") -> None:
    campaign, version = subject(site)
    _quietly(site, CONFIRMED, campaign, version, state, state, count)
    site.sql("VACUUM ANALYZE actions_submission")


def journal(site: Site, count: int) -> None:
    """The counters are made anew from it."""
    from tocsin.campaigns import tally

    _quietly(site, JOURNAL, subject(site)[0], count)
    tally.rebuild()
    site.sql("VACUUM ANALYZE campaigns_tallyentry, campaigns_tallycounter")


def messages(site: Site, purpose: str = "confirm") -> None:
    """One for each submission; those to officials as `action`."""
    site.sql(MESSAGES, purpose, purpose, json.dumps(LETTER if purpose == "action" else {}))
    site.sql("VACUUM ANALYZE delivery_message")


def subject(site: Site) -> tuple[int, int]:
    """The campaign of the demonstration, and the version of its English words."""
    found = site.one(
        "SELECT ARRAY[campaign_id, v.id] FROM actions_textversion v JOIN actions_actionpage ON page_ptr_id = page_id "
        "WHERE v.language = 'en' ORDER BY v.id DESC LIMIT 1"
    )
    return found[0], found[1]


def _quietly(site: Site, statement: str, *values: object) -> None:
    """Without triggers: foreign keys are right by construction, counters are made afterwards."""
    from django.db import transaction

    with transaction.atomic():
        site.sql("SET LOCAL session_replication_role = replica")
        site.sql(statement, *values)
