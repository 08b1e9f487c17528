"""How the queue and its workers are."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tocsin.delivery import roster

SILENCE = 30
"""Seconds without a heartbeat after which a worker counts as gone; they beat every ten."""

MOST = 100_000
"""No state is counted further: whoever watches needs to know that it is many, and not to wait for how many."""

SNAPSHOT = """
SELECT
    (SELECT count(*) FROM (SELECT FROM delivery_message WHERE state = 'queued' AND lease IS NULL LIMIT %(most)s) AS q)
        + (SELECT count(*) FROM delivery_message WHERE state = 'queued' AND lease IS NOT NULL),
    (SELECT count(*) FROM delivery_message WHERE state = 'inflight' AND lease IS NOT NULL),
    (SELECT count(*) FROM (
        SELECT FROM delivery_message WHERE state = 'queued' AND lease IS NULL AND due_at <= now() LIMIT %(most)s) AS d)
        + (SELECT count(*) FROM delivery_message WHERE state = 'queued' AND lease IS NOT NULL),
    (SELECT count(*) FROM (
        SELECT FROM delivery_message WHERE state IN ('ambiguous', 'needs_person') LIMIT %(most)s) AS n),
    (SELECT count(*) FROM procrastinate_workers
        WHERE last_heartbeat > now() - %(silence)s * interval '1 second')
"""


def snapshot() -> dict[str, Any]:
    """`oldest_due_seconds`: how long the message that waits longest has been free to go; 0 when none is.

    What a pause, office hours or a silent host keeps back is not late.
    """
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, {"most": MOST, "silence": SILENCE})
        queued, inflight, due, in_doubt, workers = cursor.fetchone()
    return {
        "queued": queued,
        "inflight": inflight,
        "due": due,
        "oldest_due_seconds": round(roster.lateness(roster.look()), 1),
        "in_doubt": in_doubt,
        "workers": workers,
    }
