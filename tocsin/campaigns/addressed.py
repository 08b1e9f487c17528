"""Whom a campaign addresses, as one answer for its page, the preview before publishing, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tocsin.campaigns.targeting import rule_data, rule_of
from tocsin.core import datasets
from tocsin.officials import rules
from tocsin.officials.roster import Seat
from tocsin.officials.rules import Resolution, Rule, RuleError, Target

if TYPE_CHECKING:
    from tocsin.campaigns.models import Campaign

NOBODY = Resolution(targets=(), vacant=(), unknown=())
COLUMNS = ("name", "office", "party", "state", "division", "stance", "position", "slug")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """`targets` are those of one place, or, without one, those who are the same for everybody."""

    sentence: str
    needs: frozenset[str]
    resolution: Resolution
    data: dict[str, Any]
    problem: str = ""

    @property
    def targets(self) -> tuple[Target, ...]:
        return self.resolution.targets

    @property
    def vacant(self) -> list[Seat]:
        return [seat for seat in self.resolution.vacant if seat.known]

    @property
    def not_known(self) -> list[Seat]:
        return [seat for seat in self.resolution.vacant if not seat.known]

    def rows(self) -> Iterator[tuple[str, ...]]:
        for target in self.targets:
            holder = target.holder
            where = (holder.state, holder.division or "")
            yield (
                holder.name,
                holder.office,
                holder.party,
                *where,
                target.stance,
                target.position,
                holder.slug,
            )


def addressed(campaign: Campaign, divisions: Iterable[str] = ()) -> Addressed:
    data = rule_data(campaign)
    try:
        rule = rule_of(campaign)
    except RuleError as error:
        return Addressed(sentence="", needs=frozenset(), resolution=NOBODY, data=data, problem=str(error))
    return Addressed(
        sentence=str(rules.describe(rule)),
        needs=rules.needs(rule),
        resolution=rules.resolve(rule, divisions),
        data=data,
    )


def as_data(found: Addressed) -> dict[str, Any]:
    """What `targets.json` says; the same officials, in the same order, as everywhere else."""
    as_of = datasets.as_of("officials")
    return {
        "rule": found.data,
        "sentence": found.sentence,
        "needs": sorted(found.needs),
        "targets": [dict(zip(COLUMNS, row, strict=True)) for row in found.rows()],
        "vacant": [{"seat": seat.label, "division": seat.division} for seat in found.vacant],
        "not_known": [{"seat": seat.label, "division": seat.division} for seat in found.not_known],
        "unknown": list(found.resolution.unknown),
        "officials_as_of": as_of.isoformat() if as_of else None,
    }


def rule_or_none(campaign: Campaign) -> Rule | None:
    """None for a campaign that addresses nobody yet."""
    try:
        return rule_of(campaign)
    except RuleError:
        return None


def resolve(rule: Rule | None, divisions: Iterable[str] = ()) -> Resolution:
    return rules.resolve(rule, divisions) if rule else NOBODY
