"""What of a campaign's messages is still to be decided. Every query here ends early, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from tocsin.actions.match import reachable
from tocsin.actions.models import Submission
from tocsin.delivery import states
from tocsin.delivery.models import Message
from tocsin.officials.models import Official

CAP = 10_000
LISTED = 50
NEED_A_PERSON = (states.HELD, states.AMBIGUOUS, states.NEEDS_PERSON, states.FAILED)

STATE_LABELS = {
    states.HELD: _("Held: no contact is known"),
    states.QUEUED: _("Waiting to be sent"),
    states.INFLIGHT: _("On its way"),
    states.ACCEPTED: _("Taken by the office's server"),
    states.DELIVERED: _("Delivered"),
    states.BOUNCED: _("Bounced"),
    states.FAILED: _("Refused"),
    states.AMBIGUOUS: _("Unclear: the reply was lost"),
    states.NEEDS_PERSON: _("Needs a person"),
    states.CANCELLED: _("Cancelled"),
}

# Each fits a partial index of the outbox and has a limit of its own; what has left well is not looked at.
BRANCHES = (
    "m.state = 'held'",
    "m.state IN ('ambiguous', 'needs_person')",
    "m.state IN ('failed', 'bounced')",
    "m.state = 'queued' AND m.lease IS NULL",
    "m.state IN ('queued', 'inflight') AND m.lease IS NOT NULL",
)
BRANCH = """(
    SELECT m.state FROM delivery_message m JOIN actions_submission s ON s.id = m.ref
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
    WHERE s.campaign_id = %(campaign)s AND m.purpose = 'action' AND m.state = 'held' LIMIT %(cap)s
) AS held GROUP BY official ORDER BY count(*) DESC LIMIT %(listed)s
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open messages by state. `capped`: there are more than were counted."""

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
    def rows(self) -> list[tuple[str, object, int]]:
        return [(s, STATE_LABELS[s], self.counts[s]) for s in states.STATES if s in self.counts]


def waiting(campaign_id: int) -> Waiting:
    with connection.cursor() as cursor:
        cursor.execute(OPEN, {"campaign": campaign_id, "cap": CAP + 1})
        return Waiting(dict(cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class Held:
    """An office to which messages wait, and whether it can be reached by now."""

    official: Official
    count: int
    known: bool


def held_by_official(campaign_id: int) -> list[Held]:
    """For each official, how many messages of the campaign are held; those with most come first."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"campaign": campaign_id, "cap": CAP, "listed": LISTED})
        counts = dict(cursor.fetchall())
    officials = Official.objects.filter(pk__in=counts).prefetch_related("contacts")
    found = [Held(official, counts[official.pk], reachable(official) is not None) for official in officials]
    return sorted(found, key=lambda held: (-held.count, held.official.name))


def held_ids(campaign_id: int, official_id: int) -> list[UUID]:
    """At most `CAP` of them; releasing those makes room for the next."""
    held = Message.objects.filter(state=states.HELD, purpose="action", key__endswith=f":{official_id}")
    mine = Submission.objects.filter(campaign_id=campaign_id)
    return list(held.filter(ref__in=mine.values("pk")).values_list("pk", flat=True)[:CAP])


def needing(campaign_id: int) -> list[Message]:
    """The oldest messages about which a person must decide one by one."""
    mine = Submission.objects.filter(campaign_id=campaign_id)
    doubtful = (states.AMBIGUOUS, states.NEEDS_PERSON, states.FAILED)
    found = Message.objects.filter(state__in=doubtful, purpose="action", ref__in=mine.values("pk"))
    return list(found.order_by("created_at")[:LISTED])
