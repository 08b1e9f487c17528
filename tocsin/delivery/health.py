"""How the queue and its workers are."""

from __future__ import annotations

from typing import Any

from django.db import connection

from tocsin.delivery import roster

SILENCE = 30
"""Seconds without a heartbeat after which a worker counts as gone; they beat every ten."""

SNAPSHOT = """
SELECT
    count(*) FILTER (WHERE state = 'queued') AS queued,
    count(*) FILTER (WHERE state = 'inflight') AS inflight,
    count(*) FILTER (WHERE state = 'queued' AND due_at <= now()) AS due,
    count(*) FILTER (WHERE state IN ('ambiguous', 'needs_person')) AS in_doubt,
    (SELECT count(*) FROM procrastinate_workers
        WHERE last_heartbeat > now() - %s * interval '1 second') AS workers
FROM delivery_message
WHERE (state = 'queued' AND lease IS NULL) OR lease IS NOT NULL
    OR state IN ('held', 'ambiguous', 'needs_person')
"""


def snapshot() -> dict[str, Any]:
    """`oldest_due_seconds`: how long the message that waits longest has been free to go; 0 when none is.

    What a pause, office hours or a silent host keeps back is not late.
    """
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT, [SILENCE])
        queued, inflight, due, in_doubt, workers = cursor.fetchone()
    return {
        "queued": queued,
        "inflight": inflight,
        "due": due,
        "oldest_due_seconds": round(roster.lateness(roster.look()), 1),
        "in_doubt": in_doubt,
        "workers": workers,
    }
