"""From a rule and a place to those who are written to. Never raises: what is not known is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar, cast

from tocsin.officials import bodies
from tocsin.officials import positions as registered
from tocsin.officials.holders import Holder, Member, Roster, Seat
from tocsin.officials.positions import BillFacts, VoteFacts
from tocsin.officials.roster import officials_of
from tocsin.officials.roster import roster as current
from tocsin.officials.rule_data import Group, Rule

Found = TypeVar("Found")
Stance = Literal["press", "thank"]
Position = Literal["supports", "has-not", "cannot", "unknown", ""]
SAME_PARTY = {"democrat": "democratic"}
"""Names under which the lists know the same party."""


class Positions(Protocol):
    def bill(self, bill_id: str, /) -> BillFacts | None: ...
    def vote(self, roll_call: str, /) -> VoteFacts | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`position`: `cannot`, who sits in the other chamber; `unknown`, where nothing is loaded to tell from."""

    holder: Holder
    stance: Stance = "press"
    position: Position = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """`unknown`: the slugs, bills and votes of the rule that no record here has."""

    targets: tuple[Target, ...]
    vacant: tuple[Seat, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Asked:
    """What one resolution has looked up so far."""

    roster: Roster
    positions: Positions
    divisions: tuple[str, ...]
    unknown: dict[str, None] = field(default_factory=dict)
    vacant: dict[Seat, None] = field(default_factory=dict)
    bills: dict[str, BillFacts | None] = field(default_factory=dict)
    votes: dict[str, VoteFacts | None] = field(default_factory=dict)

    def bill(self, bill_id: str) -> BillFacts | None:
        if bill_id not in self.bills:
            self.bills[bill_id] = self.positions.bill(bill_id)
        return self._or_unknown(bill_id, self.bills[bill_id])

    def vote(self, roll_call: str) -> VoteFacts | None:
        if roll_call not in self.votes:
            self.votes[roll_call] = self.positions.vote(roll_call)
        return self._or_unknown(roll_call, self.votes[roll_call])

    def holder(self, slug: str) -> Holder | None:
        return self._or_unknown(slug, self.roster.by_slug.get(slug))

    def _or_unknown(self, name: str, found: Found | None) -> Found | None:
        if found is None:
            self.unknown[name] = None
        return found


def resolve(
    rule: Rule,
    divisions: Iterable[str],
    *,
    roster: Roster | None = None,
    positions: Positions | None = None,
) -> Resolution:
    asked = _Asked(
        roster=roster or current(),
        positions=positions or cast(Positions, registered),
        divisions=tuple(divisions),
    )
    excluded = {holder.person_id for slug in rule.excluded if (holder := asked.holder(slug))}
    members: dict[int, Member] = {}
    for member in (member for group in rule.who for member in _narrowed(group, asked)):
        if member.holder.person_id not in excluded:
            members.setdefault(member.holder.person_id, member)
    chosen = _ordered(list(members.values()), rule)[: rule.limit]
    targets = tuple(_target(member.holder, rule, asked) for member in chosen)
    return Resolution(targets=targets, vacant=tuple(asked.vacant), unknown=tuple(asked.unknown))


def _ordered(members: list[Member], rule: Rule) -> list[Member]:
    if rule.order == "rank":
        return sorted(members, key=lambda member: member.order)
    if rule.order == "name":
        return sorted(members, key=lambda member: (member.holder.family_name, member.holder.name))
    return members


# --- A group ---------------------------------------------------------------------------------------------------


def _narrowed(group: Group, asked: _Asked) -> Iterable[Member]:
    members: Iterable[Member] = _members(group, asked)
    if group.leaders:
        members = [member for member in members if member.leads]
    if group.parties:
        parties = {_party(name) for name in group.parties}
        members = [member for member in members if _party(member.holder.party) in parties]
    if group.states:
        members = [member for member in members if member.holder.state in group.states]
    if group.bill:
        members = _by_bill(members, group.bill.signed == "cosponsor", asked.bill(group.bill.id))
    if group.vote:
        vote = asked.vote(group.vote.id)
        cast_ = vote.options if vote else {}
        members = [m for m in members if cast_.get(m.holder.person_id) in group.vote.options]
    return members


def _members(group: Group, asked: _Asked) -> Iterator[Member]:
    if group.members:
        if group.members not in asked.roster.organizations:
            asked.unknown[group.members] = None
        yield from asked.roster.ranked(group.members)
    for slug in group.officials:
        if holder := asked.holder(slug):
            yield _plain(holder)
    if group.mine:
        for seat in officials_of(asked.divisions, group.mine, among=asked.roster):
            if not seat.holders and _lies_in(seat, group.states):
                asked.vacant[seat] = None
            yield from map(_plain, seat.holders)


def _plain(holder: Holder) -> Member:
    return Member(None, "", holder.leads or any(sitting.leads for sitting in holder.committees), holder)


def _lies_in(seat: Seat, states: tuple[str, ...]) -> bool:
    return not states or bodies.state_of(seat.division) in states


def _party(name: str) -> str:
    plain = name.casefold().removesuffix(" party").removeprefix("party-").replace("-", " ")
    return SAME_PARTY.get(plain, plain)


def _by_bill(members: Iterable[Member], signed: bool, bill: BillFacts | None) -> list[Member]:
    """Who could sign a bill and did not; while no list of names is known, that is everybody who could."""
    if signed:
        return [member for member in members if bill and member.holder.person_id in bill.supporters]
    if bill is None:
        return list(members)
    return [
        member
        for member in members
        if _sits_in(member.holder, bill.chamber) and member.holder.person_id not in bill.supporters
    ]


def _sits_in(holder: Holder, chamber: str) -> bool:
    return not chamber or any(seat.body == chamber for seat in holder.seats)


# --- Where a target stands -------------------------------------------------------------------------------------


def _target(holder: Holder, rule: Rule, asked: _Asked) -> Target:
    if rule.thank is None:
        return Target(holder=holder)
    if rule.thank.bill:
        position = _on_bill(holder, asked.bill(rule.thank.bill))
    else:
        position = _on_vote(holder, rule.thank.option, asked.vote(rule.thank.vote))
    return Target(holder=holder, stance="thank" if position == "supports" else "press", position=position)


def _on_bill(holder: Holder, bill: BillFacts | None) -> Position:
    if bill is None:
        return "unknown"
    if holder.person_id in bill.supporters:
        return "supports"
    if not _sits_in(holder, bill.chamber):
        return "cannot"
    return "unknown" if bill.as_of is None else "has-not"


def _on_vote(holder: Holder, option: str, vote: VoteFacts | None) -> Position:
    if vote is None:
        return "unknown"
    cast_ = vote.options.get(holder.person_id)
    if cast_ is None:
        return "cannot"
    return "supports" if cast_ == option else "has-not"
