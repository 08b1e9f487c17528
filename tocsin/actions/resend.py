"""Sending the confirmation again: few times, and with the same answer whether or not it was sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tocsin.actions.models import Submission
from tocsin.core.ids import uuid7
from tocsin.delivery import doorbell
from tocsin.delivery.lane_rules import lane_for

WINDOW = timedelta(days=2)
"""How long a thank-you page may ask for another mail."""


def resend(submission: Submission) -> bool:
    """Queues one more mail, at most one in two minutes and within the limits per action and per day."""
    values: dict[str, Any] = {
        "id": uuid7(),
        "submission": submission.pk,
        "email_hash": submission.email_hash,
        "lane": lane_for(purpose="confirm", channel="email", recipient=submission.email),
        "campaign": submission.campaign_id,
        "per_action": settings.CONFIRM_MAILS_PER_ACTION,
        "per_day": settings.CONFIRM_MAILS_PER_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        queued = bool(cursor.rowcount == 1)
    if queued:
        doorbell.ring()
    return queued


def demo_mail_url(email: str) -> str | None:
    """Where the demonstration's mail catcher shows this mailbox."""
    return f"/dev/mail/{quote(email)}/" if settings.DEMO else None


STATEMENT = """
WITH earlier AS (
    SELECT s.id, s.campaign_id, s.state, m.created_at AS mailed_at
    FROM actions_submission s JOIN delivery_message m ON m.ref = s.id AND m.purpose = 'confirm'
    WHERE s.email_hash = %(email_hash)s AND s.state IN ('pending', 'void')
), limits AS (
    SELECT count(*) AS mails,
        (SELECT count(*) FROM actions_submission s JOIN supporters_supporter p ON p.id = s.supporter_id
         WHERE p.email_hash = %(email_hash)s) AS acts
    FROM earlier
    HAVING count(*) FILTER (WHERE mailed_at > now() - interval '1 day') < %(per_day)s
       AND count(*) FILTER (WHERE campaign_id = %(campaign)s) < %(per_action)s
       AND NOT coalesce(bool_or(campaign_id = %(campaign)s AND state = 'void'), false)
       AND NOT coalesce(bool_or(id = %(submission)s AND mailed_at > now() - interval '2 minutes'), false)
)
INSERT INTO delivery_message (id, key, purpose, channel, lane, recipient, language, ref, expires_at)
SELECT %(id)s, concat_ws(':', 'confirm', encode(s.email_hash, 'hex'), current_date, limits.acts, limits.mails),
    'confirm', 'email', %(lane)s, s.email, s.language, s.id, now() + interval '1 day'
FROM actions_submission s, limits WHERE s.id = %(submission)s AND s.state = 'pending'
ON CONFLICT (key) DO NOTHING
"""
