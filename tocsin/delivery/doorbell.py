"""Wakes a sender. A lost or doubled ring costs nothing: the outbox is the queue, this is only the bell."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, connection

from tocsin.delivery.models import Message

QUEUE, LOCK, TASK = "delivery", "drain", "tocsin.delivery.tasks.drain"
QUIET = 0.25
"""Seconds between two rings of one process; a drain lingers longer than this."""

RING = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)
VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""

STALE = """
DELETE FROM procrastinate_jobs
WHERE queue_name = %s AND (status NOT IN ('todo', 'doing') OR (status = 'doing' AND worker_id IS NULL))
"""
"""Bells of workers that died: the outbox remembers all that matters."""

log = logging.getLogger(__name__)
_next_ring = 0.0


def ring() -> None:
    """Call it after the commit that made a message due."""
    global _next_ring  # noqa: PLW0603
    now = time.monotonic()
    if now < _next_ring:
        return
    _next_ring = now + QUIET
    try:
        with connection.cursor() as cursor:
            cursor.execute(RING, [QUEUE, TASK, LOCK])
    except DatabaseError as error:
        log.warning("the doorbell did not ring: %s", type(error).__name__)


def ring_if_due() -> bool:
    due = Message.objects.due().exists()
    if due:
        ring()
    return due


def clear_stale() -> int:
    with connection.cursor() as cursor:
        cursor.execute(STALE, [QUEUE])
        return cursor.rowcount
