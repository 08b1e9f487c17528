"""Settles doubts by the other side's own records: a letter whose reply was lost is looked up, not guessed about.

Here that is the mail server's log. The other ways: a mail service's reports (`events.py`), a gateway that recognizes
the repeat of what it has (`channels/cwc`), and a book that is known by its hash (`offices/book_settling.py`).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tocsin.delivery import claims, receipts, states
from tocsin.delivery.channels.email import maillog
from tocsin.delivery.channels.email.maillog import Trace
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move
from tocsin.delivery.states import Fate, judge

ASK_AFTER = timedelta(minutes=15)
"""By then a mail server has let go of whatever it had only half of."""
LAG = timedelta(minutes=2)
"""By then what was known of the last try stands in the log, and not only what was of the one before."""
ASK_FOR = timedelta(days=2)
"""So long a doubt is looked up; then the log has moved on, and a person decides."""
AT_ONCE = 500
WITNESSES = 3
TAKEN = "in the mail server's log, as {}"
CUT = "thrown away by the mail server, which did not get the end of it: {} in its log"
NEVER_TAKEN = "not in the mail server's log, which knows the letters before and after it"
# Of each doubt: the letters that were taken shortly before its try began, and shortly after it had ended. The receipt
# of a try that was restored from the delivery journal does not tell when it was; it has words, and no witnesses.
NEIGHBORS = """
SELECT doubt.id, ARRAY(
    SELECT r.message_id FROM delivery_receipt r JOIN delivery_message m ON m.id = r.message_id
    WHERE r.id < begun.id AND r.old_state = 'inflight' AND r.new_state = 'accepted' AND m.channel = 'email'
    ORDER BY r.id DESC LIMIT %(count)s
), ARRAY(
    SELECT r.message_id FROM delivery_receipt r JOIN delivery_message m ON m.id = r.message_id
    WHERE r.id > ended.id AND r.old_state = 'inflight' AND r.new_state = 'accepted' AND m.channel = 'email'
    ORDER BY r.id LIMIT %(count)s
)
FROM unnest(%(ids)s::uuid[]) AS doubt (id),
LATERAL (SELECT id, reply FROM delivery_receipt WHERE message_id = doubt.id AND new_state = 'inflight'
    ORDER BY id DESC LIMIT 1) AS begun,
LATERAL (SELECT id FROM delivery_receipt WHERE message_id = doubt.id ORDER BY id DESC LIMIT 1) AS ended
WHERE begun.reply = ''
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Letters of which the log must know all, so that its silence about one between them says something."""

    before: frozenset[UUID] = frozenset()
    after: frozenset[UUID] = frozenset()

    def vouch(self, found: Collection[UUID]) -> bool:
        return bool(self.before and self.after) and self.before | self.after <= set(found)


def ask_mail_log() -> Counter[str]:
    """Counts by what became of the doubts. `MAIL_LOG` must know all that leaves by `MAIL_URL`."""
    doubts = _doubts() if settings.MAIL_LOG and not settings.MAIL_PROVIDER else []
    if not doubts:
        return Counter()
    witnesses = _witnesses([doubt.pk for doubt in doubts])
    before = frozenset[UUID]().union(*(one.before for one in witnesses.values()))
    after = frozenset[UUID]().union(*(one.after for one in witnesses.values()))
    wanted = {*before, *after, *(doubt.pk for doubt in doubts)}
    try:
        found = maillog.find(Path(settings.MAIL_LOG), wanted, until=before)
    except OSError as error:
        log.error("doubts stay open, because the mail server's log cannot be read: %s", error.strerror)
        return Counter()
    taken = {letter for letter, trace in found.items() if trace.taken}
    sure = {pk for pk, one in witnesses.items() if one.vouch(taken)}
    moves = [
        move for doubt in doubts if (move := _outcome(doubt, found.get(doubt.pk), sure=doubt.pk in sure))
    ]
    return Counter(move.new for move in moves if _settle(move))


def _doubts() -> list[Message]:
    since = timezone.now() - ASK_FOR
    found = Message.objects.filter(state=states.AMBIGUOUS, channel="email", settled_at__gt=since)
    return list(found.order_by("settled_at")[:AT_ONCE])


def _witnesses(ids: list[UUID]) -> dict[UUID, Witnesses]:
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBORS, {"ids": ids, "count": WITNESSES})
        return {pk: Witnesses(frozenset(before), frozenset(after)) for pk, before, after in cursor.fetchall()}


def _outcome(doubt: Message, trace: Trace | None, *, sure: bool) -> Move | None:
    """`sure`: the log's silence about it says something."""
    if trace and trace.taken:
        return Move(message=doubt, new=states.ACCEPTED, reply=TAKEN.format(trace.number))
    age = timezone.now() - (doubt.settled_at or timezone.now())
    if not (age > LAG and trace.cut if trace else age > ASK_AFTER and sure):
        return None
    # A repeat is harmless now; but one at which workers die ends after so many tries as any other.
    fate = Fate.CRASHED if doubt.reply == claims.LOST else Fate.LATER
    verdict = judge(fate, attempts=doubt.attempts, soft_failures=doubt.soft_failures, repeatable=True)
    reply = CUT.format(trace.number) if trace else NEVER_TAKEN
    if verdict.state == states.FAILED:
        reply = claims.GIVEN_UP
    return Move(message=doubt, new=verdict.state, reply=reply, counts=verdict.counts)


@transaction.atomic
def _settle(move: Move) -> bool:
    """Only the very doubt that was looked up: somebody may have decided meanwhile."""
    doubt = move.message
    same = Message.objects.filter(pk=doubt.pk, state=move.old, settled_at=doubt.settled_at)
    return same.select_for_update().exists() and bool(receipts.apply([move]))
