"""A rule as data: who is to hear from a supporter. One meaning everywhere: page, preview, API, CSV.

`{"who": [GROUP, …], "except": [SLUG, …], "limit": N, "order": "given"|"rank"|"name", "thank": THANK}`; a GROUP has one
of `officials`, `mine`, `members`, and any of `leaders`, `parties`, `states`, `bill`, `vote`, which narrow it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from tocsin.officials.roster import SEAT_CODES
from tocsin.places.names import STATES

Order = Literal["given", "rank", "name"]
Signed = Literal["cosponsor", "not-cosponsor"]
ORDERS: tuple[Order, ...] = ("given", "rank", "name")
SIGNED: tuple[Signed, ...] = ("cosponsor", "not-cosponsor")
OPTIONS = ("yes", "no", "present", "absent")
THANKED = ("yes", "no")
KINDS = ("officials", "mine", "members")
FILTERS = ("leaders", "parties", "states", "bill", "vote")
TOP = ("who", "except", "limit", "order", "thank")
STATE_CODES = frozenset(STATES) | {"AS", "MP", "VI", "GU", "PR", "DC"}
NEEDS = {
    "us-house": "cd",
    "us-senate": "state",
    "state-executive": "state",
    "state-upper": "sldu",
    "state-lower": "sldl",
}
"""What must be known of the place to tell who holds these seats."""


class RuleError(ValueError):
    """`path` says where, as in `who[0].limit`; `text` says what is wrong."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(f"{path}: {text}" if path else text)
        self.path, self.text = path, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    id: str
    signed: Signed = "cosponsor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    id: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Exactly one of the first three is set."""

    officials: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    members: str = ""
    leaders: bool = False
    parties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    bill: Bill | None = None
    vote: Vote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thank:
    """Those who stand behind the bill, or who voted so, are thanked."""

    bill: str = ""
    vote: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    who: tuple[Group, ...]
    excluded: tuple[str, ...] = ()
    limit: int | None = None
    order: Order = "given"
    thank: Thank | None = None


def needs(rule: Rule) -> frozenset[str]:
    """Of `cd`, `state`, `sldu`, `sldl`; empty: the place does not matter."""
    return frozenset(NEEDS[code] for group in rule.who for code in group.mine)


# --- From data -------------------------------------------------------------------------------------------------


def parse(data: object) -> Rule:
    found = _object(data, "", TOP)
    groups = _list(found.get("who"), "who")
    if not groups:
        raise RuleError("who", "at least one group is needed")
    order = found.get("order", "given")
    return Rule(
        who=tuple(_group(group, f"who[{n}]") for n, group in enumerate(groups)),
        excluded=_words(found.get("except", []), "except", empty=True),
        limit=_limit(found.get("limit")),
        order=cast(Order, _one_of(order, "order", ORDERS)),
        thank=_thank(found.get("thank")),
    )


def _group(data: object, path: str) -> Group:
    found = _object(data, path, (*KINDS, *FILTERS))
    kinds = [kind for kind in KINDS if kind in found]
    if len(kinds) != 1:
        raise RuleError(path, f"exactly one of {', '.join(KINDS)} is needed, not {len(kinds)}")
    return Group(
        officials=_words(found["officials"], f"{path}.officials") if "officials" in found else (),
        mine=_words(found["mine"], f"{path}.mine", among=SEAT_CODES) if "mine" in found else (),
        members=_word(found["members"], f"{path}.members") if "members" in found else "",
        leaders=_flag(found.get("leaders", False), f"{path}.leaders"),
        parties=_words(found["parties"], f"{path}.parties") if "parties" in found else (),
        states=_words(found["states"], f"{path}.states", among=STATE_CODES) if "states" in found else (),
        bill=_bill(found["bill"], f"{path}.bill") if "bill" in found else None,
        vote=_vote(found["vote"], f"{path}.vote") if "vote" in found else None,
    )


def _bill(data: object, path: str) -> Bill:
    found = _object(data, path, ("id", "is"))
    signed = _one_of(found.get("is"), f"{path}.is", SIGNED)
    return Bill(id=_word(found.get("id"), f"{path}.id"), signed=cast(Signed, signed))


def _vote(data: object, path: str) -> Vote:
    found = _object(data, path, ("id", "option"))
    options = _words(found.get("option"), f"{path}.option", among=OPTIONS)
    return Vote(id=_word(found.get("id"), f"{path}.id"), options=options)


def _thank(data: object) -> Thank | None:
    if data is None:
        return None
    found = _object(data, "thank", ("bill", "vote", "option"))
    if ("bill" in found) == ("vote" in found):
        raise RuleError("thank", "exactly one of bill, vote is needed")
    if "bill" in found:
        if "option" in found:
            raise RuleError("thank.option", "goes with a vote, not with a bill")
        return Thank(bill=_word(found["bill"], "thank.bill"))
    option = _one_of(found.get("option"), "thank.option", THANKED)
    return Thank(vote=_word(found["vote"], "thank.vote"), option=option)


def _limit(data: object) -> int | None:
    if data is not None and (not isinstance(data, int) or isinstance(data, bool) or data <= 0):
        raise RuleError("limit", "must be a whole number above zero, or null")
    return data


def _object(data: object, path: str, keys: Iterable[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise RuleError(path, "must be an object")
    unknown = [str(key) for key in data if key not in set(keys)]
    if unknown:
        raise RuleError(f"{path}.{unknown[0]}".lstrip("."), f"unknown; known are {', '.join(keys)}")
    return data


def _list(data: object, path: str) -> list[object]:
    if not isinstance(data, list | tuple):
        raise RuleError(path, "must be a list")
    return list(data)


def _words(
    data: object, path: str, *, among: Iterable[str] | None = None, empty: bool = False
) -> tuple[str, ...]:
    words = tuple(_word(word, f"{path}[{n}]") for n, word in enumerate(_list(data, path)))
    if not words and not empty:
        raise RuleError(path, "is empty")
    for n, word in enumerate(words):
        if word in words[:n]:
            raise RuleError(f"{path}[{n}]", f"“{word}” stands there twice")
        if among is not None:
            _one_of(word, f"{path}[{n}]", among)
    return words


def _word(data: object, path: str) -> str:
    if not isinstance(data, str) or not data.strip():
        raise RuleError(path, "must be a text that is not empty")
    return data


def _one_of(data: object, path: str, known: Iterable[str]) -> str:
    if not isinstance(data, str) or data not in known:
        raise RuleError(path, f"must be one of {', '.join(sorted(known))}")
    return data


def _flag(data: object, path: str) -> bool:
    if not isinstance(data, bool):
        raise RuleError(path, "must be true or false")
    return data


# --- To data ---------------------------------------------------------------------------------------------------


def to_data(rule: Rule) -> dict[str, object]:
    return {
        "who": [_group_data(group) for group in rule.who],
        "except": list(rule.excluded),
        "limit": rule.limit,
        "order": rule.order,
        "thank": _thank_data(rule.thank),
    }


def _group_data(group: Group) -> dict[str, object]:
    lists = {name: list(getattr(group, name)) for name in ("officials", "mine", "parties", "states")}
    data: dict[str, object] = {name: value for name, value in lists.items() if value}
    if group.members:
        data["members"] = group.members
    if group.leaders:
        data["leaders"] = True
    if group.bill:
        data["bill"] = {"id": group.bill.id, "is": group.bill.signed}
    if group.vote:
        data["vote"] = {"id": group.vote.id, "option": list(group.vote.options)}
    return data


def _thank_data(thank: Thank | None) -> dict[str, str] | None:
    if thank is None:
        return None
    return {"bill": thank.bill} if thank.bill else {"vote": thank.vote, "option": thank.option}
