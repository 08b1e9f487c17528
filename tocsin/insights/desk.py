"""What the delivery desk reads: how things stand, and the letters about which a person must decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Func, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Concat, Left, Trim
from django.utils import timezone

from tocsin.actions.models import Submission
from tocsin.campaigns.ways import ALSO
from tocsin.core.models import AuditEntry
from tocsin.delivery import health, states
from tocsin.delivery.models import Lane, Message
from tocsin.insights.queue import DOUBTFUL

EVERYTHING = "*"
BY_HAND = tuple(ALSO)
BOOK = "print"
DECIDABLE = (states.FAILED, states.BOUNCED, states.AMBIGUOUS, states.NEEDS_PERSON, states.HELD)
MOST = 10_000
"""How many letters one deed takes at most; doing it again takes the next."""
LISTED = 50
RECENT = 100_000

# What differs from letter to letter in replies that mean the same: addresses, numbers of queues, long figures.
PARTICULAR = r"<[^>]*>|\S+@\S+|[0-9A-Za-z-]*[0-9][0-9A-Za-z-]{6,}"
LEFT_TODAY = f"""
SELECT count(*) FROM (SELECT new_state, at FROM delivery_receipt ORDER BY id DESC LIMIT {RECENT}) AS latest
WHERE new_state = 'accepted' AND at >= %s
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """`left` counts among the newest receipts only; `more_left`: there may be more."""

    waiting: int
    due: int
    under_way: int
    oldest: timedelta
    workers: int
    left: int
    more_left: bool
    need: int
    with_supporters: int
    for_book: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Who stopped all sending, why and since when."""

    reason: str
    since: datetime
    by: str


def glance() -> Glance:
    found, hands = health.snapshot(), by_hand()
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(LEFT_TODAY, [today])
        left = int(cursor.fetchone()[0])
    return Glance(
        waiting=found["queued"],
        due=found["due"],
        under_way=found["inflight"],
        oldest=timedelta(seconds=int(found["oldest_due_seconds"])),
        workers=found["workers"],
        left=left,
        more_left=left >= RECENT,
        need=needing().count(),
        with_supporters=sum(count for kind, count in hands.items() if kind != BOOK),
        for_book=hands.get(BOOK, 0),
    )


def by_hand() -> dict[str, int]:
    """What waits for people outside the staff, by channel."""
    waiting = Message.objects.filter(state=states.NEEDS_PERSON, channel__in=BY_HAND)
    return dict(waiting.values_list("channel").annotate(Count("pk")))


def stopped() -> Stop | None:
    """Asked on every page of the admin, so it reads one row by its key."""
    row = Lane.objects.filter(pk=EVERYTHING, paused=True).first()
    return Stop(row.reason, row.changed_at, author(EVERYTHING)) if row else None


def author(key: str) -> str:
    """Who paused a lane last."""
    found = AuditEntry.objects.filter(subject=key, verb__in=("lane.paused", "delivery.stopped"))
    return found.order_by("-id").values_list("actor_name", flat=True).first() or ""


def authors(keys: Collection[str]) -> dict[str, str]:
    found = AuditEntry.objects.filter(subject__in=keys, verb__in=("lane.paused", "delivery.stopped"))
    return dict(found.order_by("id").values_list("subject", "actor_name"))


# --- Letters -----------------------------------------------------------------------------------------------------


def needing() -> QuerySet[Message]:
    """Letters to officials that only staff can move on; those a supporter or the book takes are not among them."""
    decidable = DOUBTFUL | Q(state=states.BOUNCED) | Q(state=states.HELD)
    return Message.objects.filter(decidable, purpose="action")


def grouped() -> QuerySet[Message]:
    """Each with the `reason` it shares with others and the short name of that `group`."""
    general = Func(
        Left("reply", 400), Value(PARTICULAR), Value("…"), Value("g"),
        function="regexp_replace", output_field=TextField(),
    )  # fmt: skip
    found = needing().annotate(reason=Trim(general))
    parts = (F("state"), Value("|"), F("channel"), Value("|"), F("reason"))
    return found.annotate(group=MD5(Concat(*parts, output_field=TextField())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which letters: every part may stay empty. The same choice serves the list, one letter and a deed for many."""

    state: str = ""
    channel: str = ""
    lane: str = ""
    campaign: int | None = None
    group: str = ""
    message: UUID | None = None

    def letters(self) -> QuerySet[Any]:
        found: QuerySet[Any] = grouped()
        tests: dict[str, Any] = {
            "state": self.state, "channel": self.channel, "lane": self.lane, "group": self.group, "pk": self.message,
        }  # fmt: skip
        found = found.filter(**{name: value for name, value in tests.items() if value})
        if self.campaign:
            mine = Submission.objects.filter(campaign_id=self.campaign)
            found = found.filter(ref__in=mine.values("pk"))
        return found.order_by("created_at", "id")

    def groups(self) -> list[dict[str, Any]]:
        """Named here and not by the database, which would look at each reply twice."""
        counted = self.letters().order_by().values("state", "channel", "reason")
        found = counted.annotate(count=Count("pk"), oldest=Min("created_at")).order_by("-count")[:LISTED]
        return [{**row, "group": name_of(**row)} for row in found]

    def kinds(self) -> list[tuple[str, str, int]]:
        """How many there are of each state and channel."""
        return list(self.letters().order_by().values_list("state", "channel").annotate(Count("pk")))

    def ids(self) -> list[UUID]:
        return list(self.letters().values_list("pk", flat=True)[:MOST])


def name_of(*, state: str, channel: str, reason: str, **_rest: Any) -> str:
    """The `group` of `grouped`."""
    return md5(f"{state}|{channel}|{reason}".encode(), usedforsecurity=False).hexdigest()


def batch(mark: str) -> QuerySet[Message]:
    """What one deed sent again and has not left."""
    waiting = Message.objects.filter(state=states.QUEUED, lease=None)
    return waiting.filter(reply__endswith=f" [{mark}]")
