"""Matching: who should hear from this supporter, and where that is known from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.timezone import localdate, now

from tocsin.actions import steps
from tocsin.actions.models import Match, Submission
from tocsin.actions.steps import PRESS, WRITE, Place, Standing
from tocsin.campaigns.addressed import resolve, rule_or_none
from tocsin.officials import rules
from tocsin.officials.models import ContactDetail, Official
from tocsin.officials.roster import Holder
from tocsin.officials.rules import Resolution, Rule
from tocsin.officials.ways import SANDBOX, contacts_of, main_way, other_ways
from tocsin.places.locate import Located
from tocsin.places.models import Boundary, PostalDistrict

LEAVES = frozenset({"email", SANDBOX})
"""Contacts that need to know nothing more of a sender than every letter says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """An official, what is said to them, and a way to the office; `channel` is empty while none is known."""

    holder: Holder
    stance: str = PRESS
    channel: str = ""
    address: str = ""
    main: bool = True
    """The one way each message takes; the others are offered beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Whom a submission reaches. `located` is None where the rule asks nothing about the place."""

    rule: Rule | None
    located: Located | None
    resolution: Resolution


def match(submission: Submission) -> Matched:
    """Resolves the campaign's rule for one person's place; asks nobody outside."""
    rule = rule_or_none(submission.campaign)
    needs = rules.needs(rule) if rule else frozenset()
    if not needs:
        return Matched(rule=rule, located=None, resolution=resolve(rule))
    located = locate_again(submission, needs)
    return Matched(rule=rule, located=located, resolution=resolve(rule, located.divisions))


def locate_again(submission: Submission, needs: frozenset[str]) -> Located:
    """What the ZIP code tells by now, with what was settled with the person when they wrote."""
    answered = submission.division.split()
    located = steps.find(place_of(submission), needs - steps.FINE)
    if set(answered) <= set(located.divisions):
        return located
    return replace(
        located,
        division=answered[0],
        others=tuple(answered[1:]),
        state=steps.state_of(answered[0]) or located.state,
        method="address" if submission.address else "choice",
        confidence="approximate",
        reason="chosen",
    )


def place_of(submission: Submission) -> Place:
    first = submission.division.partition(" ")[0]
    return Place(
        country=submission.country,
        postal_code=submission.postal_code,
        division=first,
        state=steps.state_of(first),
    )


def standing_of(submission: Submission) -> Standing | None:
    """Whom this submission reaches, as its sender was shown; None where that is the same for everybody."""
    matched = match(submission)
    if matched.located is None:
        return None
    place = place_of(submission)
    return Standing(step=WRITE, place=place, located=matched.located, resolution=matched.resolution)


def keep(submission: Submission, matched: Matched) -> None:
    """Stores how the place was found; nothing for a rule that does not ask."""
    if matched.located is not None:
        Match.objects.update_or_create(submission=submission, defaults=found(matched.located))


def found(located: Located) -> dict[str, object]:
    """What is kept of an answer."""
    return {
        "division": located.division or "",
        "divisions": list(located.divisions),
        "method": located.method,
        "confidence": located.confidence,
        "reason": located.reason,
        "candidates": list(located.candidates),
        "vintage": located.vintage,
        "checked": map_in_force(),
        "ask_again": False,
        "matched_at": now(),
    }


def map_in_force() -> str:
    """The vintage of the district map that holds today; empty where none is loaded."""
    for model in (Boundary, PostalDistrict):
        newest = model.objects.on(localdate()).exclude(valid_from=None).order_by("-valid_from")
        vintage: str | None = newest.values_list("vintage", flat=True).first()
        if vintage:
            return vintage
    return ""


def recipients(submission: Submission, matched: Matched) -> list[Recipient]:
    """One for each official by the best way, and one for each further way that the campaign offers."""
    targets = matched.resolution.targets
    contacts = contacts_of([target.holder.person_id for target in targets])
    is_constituent = bool(submission.title and submission.street)
    found = []
    for target in targets:
        known = contacts[target.holder.person_id]
        main = main_way(known, is_constituent=is_constituent)
        found += [
            Recipient(
                holder=target.holder,
                stance=target.stance,
                channel=way.channel,
                address=way.address,
                main=way is main,
            )
            for way in (main, *other_ways(known, submission.campaign.also, main.channel))
        ]
    return found


def reachable(official: Official) -> ContactDetail | None:
    """The contact by which letters that were written before it was known can leave by themselves."""
    return next((contact for contact in official.contacts.all() if contact.type in LEAVES), None)
