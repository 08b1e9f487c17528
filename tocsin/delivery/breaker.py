"""A breaker per host: after five failures in a row nobody knocks for a while, and then one message tries."""

from __future__ import annotations

from django.db import connection

from tocsin.delivery.models import Lane
from tocsin.delivery.tokens import PROBING

FIRST, LONGEST = 60, 3600
"""Seconds a breaker stays open the first time, doubled with each trial that fails, and at most."""

# A failure that arrives while the breaker is open already, and is not the trial's, changes nothing.
FAILED = """
UPDATE delivery_lane SET
    failures = CASE WHEN failures + 1 >= %(many)s THEN 0 ELSE failures + 1 END,
    opened = CASE WHEN failures + 1 >= %(many)s THEN LEAST(opened + 1, 16) ELSE opened END,
    open_until = CASE WHEN failures + 1 >= %(many)s
        THEN now() + LEAST(%(longest)s, %(first)s * 2 ^ opened) * interval '1 second' ELSE open_until END
WHERE key = %(key)s AND (open_until IS NULL OR open_until <= now() OR failures >= %(many)s)
RETURNING open_until IS NOT NULL AND open_until > now()
"""


def failed(key: str) -> bool:
    """The host did not answer. Whether its breaker is open now."""
    Lane.objects.bulk_create([Lane(key=key)], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(FAILED, {"key": key, "many": PROBING, "first": FIRST, "longest": LONGEST})
        row = cursor.fetchone()
    return row is None or bool(row[0])


def succeeded(key: str) -> None:
    """The host answered, whatever it said."""
    Lane.objects.filter(pk=key).exclude(failures=0, opened=0).update(failures=0, opened=0, open_until=None)
