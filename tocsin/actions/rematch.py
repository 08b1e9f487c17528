"""Matching again when another district map is in force. Nothing is sent: only where a supporter lives is kept true.

What is still to do are the matches that were not looked up on the map in force, so a run that is cut off goes on.
"""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from tocsin.actions import steps
from tocsin.actions.match import map_in_force
from tocsin.actions.models import Match, Submission
from tocsin.actions.steps import Place
from tocsin.campaigns.addressed import rule_or_none
from tocsin.campaigns.models import Campaign
from tocsin.officials import rules
from tocsin.places import ocd
from tocsin.places.locate import Located

BATCH = 500


def outdated(in_force: str) -> QuerySet[Match]:
    """Those whose sender is still stored and who were not looked up on this map."""
    return Match.objects.exclude(checked=in_force).exclude(submission__email="")


def rematch(*, batches: int | None = None) -> int:
    """Looks everybody up on the map in force, in batches that are each kept; returns how many are left."""
    in_force = map_in_force()
    if not in_force:
        return 0
    needs = {campaign.pk: _needs(campaign) for campaign in Campaign.objects.all()}
    done = 0
    while (batches is None or done < batches) and _batch(in_force, needs):
        done += 1
    return outdated(in_force).count()


def _needs(campaign: Campaign) -> frozenset[str]:
    rule = rule_or_none(campaign)
    return rules.needs(rule) if rule else frozenset()


@transaction.atomic
def _batch(in_force: str, needs: dict[int, frozenset[str]]) -> int:
    rows = outdated(in_force).select_related("submission").select_for_update(skip_locked=True, of=("self",))
    matches = list(rows.order_by("submission_id")[:BATCH])
    for match in matches:
        _look_up(match, needs.get(match.submission.campaign_id, frozenset()))
        match.checked, match.matched_at = in_force, now()
    Match.objects.bulk_update(matches, FIELDS)
    return len(matches)


FIELDS = [
    "division", "divisions", "method", "confidence", "reason", "candidates", "vintage", "checked", "ask_again",
    "matched_at",
]  # fmt: skip


def _look_up(match: Match, needs: frozenset[str]) -> None:
    """An answer that the person gave under the old map is asked again, unless the new map answers it alone."""
    located = steps.find(_place(match.submission), needs - steps.FINE)
    lost = "cd" in needs and not located.division and bool(match.division)
    kept = tuple(division for division in match.divisions if ocd.kind_of(division) in steps.FINE)
    _put(match, replace(located, others=located.others or kept))
    match.ask_again = lost


def _put(match: Match, located: Located) -> None:
    match.division, match.divisions = located.division or "", list(located.divisions)
    match.method, match.confidence, match.reason = located.method, located.confidence, located.reason
    match.candidates, match.vintage = list(located.candidates), located.vintage


def _place(submission: Submission) -> Place:
    """Without the old answer: it names a district of the old map."""
    state = steps.state_of(submission.division.partition(" ")[0])
    return Place(country=submission.country, postal_code=submission.postal_code, state=state)
