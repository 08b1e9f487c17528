"""A rule in one plain sentence."""

from __future__ import annotations

from typing import cast

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tocsin.officials import positions as registered
from tocsin.officials.holders import Roster
from tocsin.officials.resolving import Positions
from tocsin.officials.roster import roster as current
from tocsin.officials.rule_data import Group, Rule, Thank
from tocsin.places.names import place_name

MINE: dict[str, str | Promise] = {
    "us-house": gettext_lazy("your representative in the House"),
    "us-senate": gettext_lazy("your senators"),
    "state-executive": gettext_lazy("your governor"),
    "state-upper": gettext_lazy("your state senators"),
    "state-lower": gettext_lazy("your state representatives"),
}
VOTED: dict[str, str | Promise] = {
    "yes": gettext_lazy("voted yes"),
    "no": gettext_lazy("voted no"),
    "present": gettext_lazy("voted present"),
    "absent": gettext_lazy("did not vote"),
}


def describe(rule: Rule, *, roster: Roster | None = None, positions: Positions | None = None) -> str:
    picture, said = roster or current(), positions or cast(Positions, registered)
    text = _list([_group(group, picture, said) for group in rule.who], separator="; ")
    if rule.excluded:
        names = _list([_name(slug, picture) for slug in rule.excluded])
        text = _("%(who)s; never %(names)s") % {"who": text, "names": names}
    if rule.limit:
        most = ngettext("at most %(count)d person", "at most %(count)d people", rule.limit)
        text = f"{text}; {most % {'count': rule.limit}}"
    if rule.thank:
        text = f"{text}; {_thanked(rule.thank, said)}"
    return _("%(sentence)s.") % {"sentence": capfirst(text)}


def _group(group: Group, picture: Roster, said: Positions) -> str:
    text = _whom(group, picture)
    narrowed = [
        part
        for part in (_leaders(group), _parties(group), _states(group), _bill(group), _vote(group, said))
        if part
    ]
    return f"{text}, {_list(narrowed)}" if narrowed else text


def _whom(group: Group, picture: Roster) -> str:
    if group.officials:
        return _list([_name(slug, picture) for slug in group.officials])
    if group.mine:
        return _list([str(MINE[code]) for code in group.mine])
    known = picture.organizations.get(group.members)
    return _("all members of %(body)s") % {"body": known.name if known else f"“{group.members}”"}


def _leaders(group: Group) -> str:
    return _("only those who lead it") if group.leaders else ""


def _parties(group: Group) -> str:
    return _("of the party %(names)s") % {"names": _either(group.parties)} if group.parties else ""


def _states(group: Group) -> str:
    names = [place_name(f"US-{state}") for state in group.states]
    return _("from %(places)s") % {"places": _either(names)} if names else ""


def _bill(group: Group) -> str:
    if group.bill is None:
        return ""
    pattern = (
        _("who cosponsored %(bill)s")
        if group.bill.signed == "cosponsor"
        else _("who have not cosponsored %(bill)s")
    )
    return pattern % {"bill": bill_name(group.bill.id)}


def _vote(group: Group, said: Positions) -> str:
    if group.vote is None:
        return ""
    how = _either([str(VOTED[option]) for option in group.vote.options])
    return _("who %(voted)s on %(question)s") % {"voted": how, "question": _question(group.vote.id, said)}


def _thanked(thank: Thank, said: Positions) -> str:
    if thank.bill:
        return _("those who cosponsored %(bill)s are thanked") % {"bill": bill_name(thank.bill)}
    words = {"voted": VOTED[thank.option], "question": _question(thank.vote, said)}
    return _("those who %(voted)s on %(question)s are thanked") % words


BILL_TYPES = {
    "hr": "H.R.",
    "s": "S.",
    "hres": "H.Res.",
    "sres": "S.Res.",
    "hjres": "H.J.Res.",
    "sjres": "S.J.Res.",
    "hconres": "H.Con.Res.",
    "sconres": "S.Con.Res.",
}


def bill_name(bill_id: str) -> str:
    """`119/hr/6840` is H.R. 6840."""
    _congress, _slash, rest = bill_id.partition("/")
    kind, _slash, number = rest.partition("/")
    return f"{BILL_TYPES[kind]}\u00a0{number}" if kind in BILL_TYPES else bill_id


def _question(roll_call: str, said: Positions) -> str:
    known = said.vote(roll_call)
    return f"“{known.question}”" if known else roll_call


def _name(slug: str, picture: Roster) -> str:
    known = picture.by_slug.get(slug)
    return known.name if known else f"“{slug}”"


def _list(parts: list[str], separator: str = ", ") -> str:
    if len(parts) < 2:
        return "".join(parts)
    pattern = pgettext("a list", "%(first)s and %(last)s")
    return pattern % {"first": separator.join(parts[:-1]), "last": parts[-1]}


def _either(parts: list[str] | tuple[str, ...]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    pattern = pgettext("a choice", "%(first)s or %(last)s")
    return pattern % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
