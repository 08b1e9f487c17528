"""What of a campaign's messages is still to be decided. Every query here ends early, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.actions.match import reachable
from tocsin.actions.models import Submission
from tocsin.campaigns.ways import ALSO
from tocsin.delivery import states
from tocsin.delivery.models import Message
from tocsin.officials.models import Official

CAP = 10_000
LISTED = 50
NEED_A_PERSON = (states.HELD, states.AMBIGUOUS, states.NEEDS_PERSON, states.FAILED)

DOUBTFUL = (
    Q(state=states.AMBIGUOUS) | Q(state=states.NEEDS_PERSON) & ~Q(channel__in=ALSO) | Q(state=states.FAILED)
)
"""What staff must decide about one by one. Each part fits a partial index, so what has left well is not looked at."""

STATE_LABELS = {
    states.HELD: _("Held back"),
    states.QUEUED: _("Waiting to be sent"),
    states.INFLIGHT: _("On its way"),
    states.ACCEPTED: _("Taken by the other side"),
    states.DELIVERED: _("Delivered"),
    states.BOUNCED: _("Bounced"),
    states.FAILED: _("Refused"),
    states.AMBIGUOUS: _("Unclear: the reply was lost"),
    states.NEEDS_PERSON: _("Needs a person"),
    states.CANCELLED: _("Cancelled"),
}

BOOK = "print"
WITH_SUPPORTERS, FOR_BOOK = "with_supporters", "for_book"
HAND_LABELS = {
    WITH_SUPPORTERS: _("With the supporters: only they can do it"),
    FOR_BOOK: _("Waits for the delivery book"),
}

# Each fits a partial index of the outbox and has a limit of its own; what has left well is not looked at.
BRANCHES = (
    "m.state = 'held'",
    "m.state = 'ambiguous'",
    "m.state = 'needs_person' AND m.channel <> ALL (%(hands)s)",
    "m.state = 'needs_person' AND m.channel = ANY (%(hands)s)",
    "m.state = 'failed'",
    "m.state = 'bounced'",
    "m.state = 'queued' AND m.lease IS NULL",
    "m.state IN ('queued', 'inflight') AND m.lease IS NOT NULL",
)
# A message that only the supporter or the book can deliver counts under its channel: that is no work of staff.
BRANCH = """(
    SELECT CASE WHEN m.state = 'needs_person' AND m.channel = ANY (%(hands)s) THEN m.channel ELSE m.state END AS state
    FROM delivery_message m JOIN actions_submission s ON s.id = m.ref
    WHERE s.campaign_id = %(campaign)s AND m.purpose = 'action' AND {} LIMIT %(cap)s
)"""
OPEN = f"""
SELECT state, count(*) FROM ({" UNION ALL ".join(map(BRANCH.format, BRANCHES))}) AS open GROUP BY state
"""  # noqa: S608


# The last part of a message's key is its official.
HELD = """
SELECT official, count(*) FROM (
    SELECT split_part(m.key, ':', 3)::bigint AS official
    FROM delivery_message m JOIN actions_submission s ON s.id = m.ref
    WHERE s.campaign_id = %(campaign)s AND m.purpose = 'action'
        AND (m.state = 'held' OR m.state = 'needs_person' AND m.channel = 'print' AND split_part(m.key, ':', 4) = '')
    LIMIT %(cap)s
) AS held GROUP BY official ORDER BY count(*) DESC LIMIT %(listed)s
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open messages by state, and by channel where a person outside delivers. `capped`: there are more."""

    counts: dict[str, int]

    @property
    def capped(self) -> bool:
        return any(count > CAP for count in self.counts.values())

    @property
    def need(self) -> int:
        return sum(self.counts.get(state, 0) for state in NEED_A_PERSON)

    @property
    def bounced(self) -> int:
        return self.counts.get(states.BOUNCED, 0)

    @property
    def with_supporters(self) -> int:
        return sum(self.counts.get(kind, 0) for kind in ALSO if kind != BOOK)

    @property
    def for_book(self) -> int:
        return self.counts.get(BOOK, 0)

    @property
    def rows(self) -> list[tuple[str, object, int]]:
        hands = {WITH_SUPPORTERS: self.with_supporters, FOR_BOOK: self.for_book}
        known = {state: (STATE_LABELS[state], self.counts.get(state, 0)) for state in states.STATES}
        known |= {name: (HAND_LABELS[name], count) for name, count in hands.items()}
        return [(name, label, count) for name, (label, count) in known.items() if count]


def waiting(campaign_id: int) -> Waiting:
    with connection.cursor() as cursor:
        cursor.execute(OPEN, {"campaign": campaign_id, "cap": CAP + 1, "hands": list(ALSO)})
        return Waiting(dict(cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class Held:
    """An office to which messages wait, and whether it can be reached by now."""

    official: Official
    count: int
    known: bool


def held_by_official(campaign_id: int) -> list[Held]:
    """For each official that nothing reaches but the delivery book, how many messages wait; most come first."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"campaign": campaign_id, "cap": CAP, "listed": LISTED})
        counts = dict(cursor.fetchall())
    officials = Official.objects.filter(pk__in=counts).prefetch_related("contacts")
    found = [Held(official, counts[official.pk], reachable(official) is not None) for official in officials]
    return sorted(found, key=lambda held: (-held.count, held.official.name))


def held_ids(campaign_id: int, official_id: int) -> list[UUID]:
    """At most `CAP` of them; releasing those makes room for the next."""
    waits = Q(state=states.HELD) | Q(state=states.NEEDS_PERSON, channel="print")
    held = Message.objects.filter(waits, purpose="action", key__endswith=f":{official_id}")
    mine = Submission.objects.filter(campaign_id=campaign_id)
    return list(held.filter(ref__in=mine.values("pk")).values_list("pk", flat=True)[:CAP])


def needing(campaign_id: int) -> list[Message]:
    """The oldest messages about which a person must decide one by one."""
    mine = Submission.objects.filter(campaign_id=campaign_id)
    found = Message.objects.filter(DOUBTFUL, purpose="action", ref__in=mine.values("pk"))
    return list(found.order_by("created_at")[:LISTED])
