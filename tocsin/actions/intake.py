"""Intake: one accepted action is one SQL statement, durable before the answer.

It stores the submission, the consents, the confirmation mail and the step of the count, or none of them. The
answer is the same whether the person is new or known, so the form never tells who signed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection
from psycopg import Connection, Cursor

from tocsin.core.email import email_hash
from tocsin.core.ids import uuid7
from tocsin.delivery import doorbell
from tocsin.delivery.lane_rules import lane_for
from tocsin.places.areas import area_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person sent, valid and unchanged. `consent_texts` are the ids of the words they agreed to."""

    campaign_id: int
    version_id: int
    name: str
    email: str
    country: str
    postal_code: str
    address: str = ""
    title: str = ""
    given_name: str = ""
    family_name: str = ""
    street: str = ""
    city: str = ""
    own_words: str
    body: str = ""
    division: str = ""
    body_thanks: str = ""
    language: str
    source: str = ""
    consent_texts: tuple[int, ...] = ()
    show_name: bool = False
    reply_ok: bool = False

    def digest(self) -> bytes:
        """Equal for two sendings of the same words: a double click, a reload."""
        words = (
            self.campaign_id,
            self.name,
            self.country,
            self.postal_code,
            self.address,
            *((self.title, self.street, self.city) if self.title else ()),
            self.own_words,
            self.body,
            self.division,
            self.body_thanks,
        )
        return hashlib.blake2b(repr((*words, *self.consent_texts)).encode(), digest_size=16).digest()


def accept(act: Act) -> UUID:
    """Stores the act and queues its confirmation mail; the id of the submission, old or new."""
    values = _values(act)
    row = _execute(values)
    while row is None:
        # The same words were being stored by another request: by now they can be seen.
        row = _execute(values)
    doorbell.ring()
    return row


def _values(act: Act) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "campaign": act.campaign_id,
        "version": act.version_id,
        "email_hash": email_hash(act.email),
        "digest": act.digest(),
        "name": act.name,
        "email": act.email,
        "country": act.country,
        "postal_code": act.postal_code,
        "address": act.address,
        "title": act.title,
        "given_name": act.given_name,
        "family_name": act.family_name,
        "street": act.street,
        "city": act.city,
        "area": area_of(act.country, act.postal_code),
        "own_words": act.own_words,
        "body": act.body,
        "division": act.division,
        "body_thanks": act.body_thanks,
        "show_name": act.show_name,
        "reply_ok": act.reply_ok,
        "language": act.language,
        "source": act.source,
        "consents": list(act.consent_texts),
        "mail": uuid7(),
        "lane": lane_for(purpose="confirm", channel="email", recipient=act.email),
        "per_action": settings.CONFIRM_MAILS_PER_ACTION,
        "per_day": settings.CONFIRM_MAILS_PER_DAY,
    }


def _execute(values: dict[str, Any]) -> UUID | None:
    """A connection that was lost is replaced once: storing the same act again changes nothing."""
    try:
        return _store(values)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _store(values)


def _store(values: dict[str, Any]) -> UUID | None:
    connection.ensure_connection()
    raw: Connection[Any] = connection.connection
    # A server-side cursor of psycopg itself: the statement is planned once per connection, not once per act.
    with connection.wrap_database_errors, Cursor(raw) as cursor:
        cursor.execute(STATEMENT, values, prepare=True)
        row = cursor.fetchone()
    return row[0] if row else None


STATEMENT = """
WITH earlier AS MATERIALIZED (
    SELECT s.campaign_id, s.state, m.created_at AS mailed_at, s.digest
    FROM actions_submission s LEFT JOIN delivery_message m ON m.ref = s.id AND m.purpose = 'confirm'
    WHERE s.email_hash = %(email_hash)s AND s.state IN ('pending', 'void')
), acted AS MATERIALIZED (
    SELECT id FROM actions_submission
    WHERE campaign_id = %(campaign)s AND email_hash = %(email_hash)s AND state = 'confirmed'
), limits AS (
    SELECT count(*) FILTER (WHERE mailed_at > now() - interval '1 day') < %(per_day)s
       AND count(mailed_at) FILTER (WHERE campaign_id = %(campaign)s) < %(per_action)s
       AND NOT coalesce(bool_or(campaign_id = %(campaign)s AND state = 'void'), false)
       AND NOT coalesce(bool_or(digest = %(digest)s AND mailed_at > now() - interval '2 minutes'), false) AS may_mail,
       count(mailed_at) AS mails,
       (SELECT count(*) FROM actions_submission s JOIN supporters_supporter p ON p.id = s.supporter_id
        WHERE p.email_hash = %(email_hash)s) AS acts,
       count(*) FILTER (WHERE campaign_id = %(campaign)s) = 0 AS is_first
    FROM earlier
), submission AS (
    INSERT INTO actions_submission (
        id, campaign_id, version_id, state, email_hash, digest, name, email, country, postal_code, address, title,
        given_name, family_name, street, city, area, own_words, body, division, body_thanks, show_name, reply_ok,
        language, source)
    SELECT %(id)s, %(campaign)s, %(version)s, CASE WHEN EXISTS (SELECT FROM acted) THEN 'repeat' ELSE 'pending' END,
        %(email_hash)s, %(digest)s, %(name)s, %(email)s, %(country)s, %(postal_code)s, %(address)s, %(title)s,
        %(given_name)s, %(family_name)s, %(street)s, %(city)s, %(area)s, %(own_words)s, %(body)s, %(division)s,
        %(body_thanks)s, %(show_name)s, %(reply_ok)s, %(language)s, %(source)s
    ON CONFLICT (email_hash, digest) WHERE state IN ('pending', 'void') DO NOTHING
    RETURNING id
), stored AS (
    SELECT id FROM submission
    UNION ALL
    SELECT id FROM actions_submission
    WHERE email_hash = %(email_hash)s AND digest = %(digest)s AND state IN ('pending', 'void')
      AND NOT EXISTS (SELECT FROM submission)
), consent AS (
    INSERT INTO supporters_consent (act, text_id)
    SELECT submission.id, text_id FROM submission, unnest(%(consents)s::bigint[]) AS text_id
), mail AS (
    INSERT INTO delivery_message (id, key, purpose, channel, lane, recipient, language, ref, expires_at)
    SELECT %(mail)s, concat_ws(':', 'confirm', encode(%(email_hash)s, 'hex'), current_date, limits.acts, limits.mails),
        'confirm', 'email', %(lane)s, %(email)s, %(language)s, stored.id, now() + interval '1 day'
    FROM stored, limits WHERE limits.may_mail AND NOT EXISTS (SELECT FROM acted)
    UNION ALL
    SELECT %(mail)s, 'already:' || acted.id || ':' || current_date, 'already', 'email', %(lane)s, %(email)s,
        %(language)s, acted.id, now() + interval '1 day'
    FROM acted
    ON CONFLICT (key) DO NOTHING
), counted AS (
    INSERT INTO campaigns_tallyentry (campaign_id, metric, delta, area, ref)
    SELECT %(campaign)s, 'started', 1, %(area)s, submission.id FROM submission, limits
    WHERE limits.is_first AND NOT EXISTS (SELECT FROM acted)
)
SELECT id FROM stored
"""
