"""One action of Congress, read: what it does to the bill, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tocsin.bills.status.actions import Action
from tocsin.bills.status.neutral import NEUTRAL, WEIGHTY
from tocsin.bills.status.patterns import (
    ALONE,
    AMENDED,
    CODES,
    COPY,
    LIBRARY_CODE,
    RESULT,
    RULES,
    SUSPENSION,
    Kind,
    Rule,
)

_LINK = re.compile(r"</?a(?: [^<>]*)?>", re.IGNORECASE)
_REFERENCES = re.compile(r"\s*\((?:consideration|text|cr|all|as|crs|title)\b[^()]*\)\s*$", re.IGNORECASE)
_ABOUT_AMENDMENT = re.compile(r"^[HS]\.? ?Amdt\.? ?\d", re.IGNORECASE)
_BILL = re.compile(r"\b(H|S)\.? ?((?:(?:Con|J)\.? ?)?(?:Res\.?|R\.)?) ?(\d+)(, as amended)?", re.IGNORECASE)
_EN_BLOC = re.compile(r"^pursuant to .*\bunder suspension\b", re.IGNORECASE)
_RECEIVED = re.compile(r"^received in the (?:house|senate)", re.IGNORECASE)
# The Senate's own condition, in the midst of any of its sentences.
_ORDER = re.compile(
    r",? ?under the (?:previous )?order of [^,]*,(?: (?:not )?having achieved [\w ]+ votes? in the affirmative,?)?"
    r"|, (?:not )?having achieved [\w ]+ votes? in the affirmative,?",
    re.IGNORECASE,
)
_LIMIT = 4_000  # no text of an action is longer; what is said is said at the start


@dataclass(frozen=True, slots=True)
class Event:
    """What one action did. `at`: its trusted time, or its date."""

    kind: Kind
    chamber: str
    passed: bool
    amended: bool
    suspension: bool
    day: date
    at: str
    timed: bool
    library: bool
    text: str


def clean(text: str) -> str:
    """Without links, doubled spaces and the references at the end."""
    text = " ".join(_LINK.sub("", text[:_LIMIT]).split())
    text = " ".join(_ORDER.sub("", text).split())
    shorter = _REFERENCES.sub("", text)
    while shorter != text:
        text, shorter = shorter, _REFERENCES.sub("", shorter)
    return text


def read(action: Action, bill: str = "") -> Event | None:
    """`bill`: such as `hr2471`, to find it in a list of bills passed together."""
    whole = clean(action.text)
    text = COPY.sub("", whole)
    if _ABOUT_AMENDMENT.match(text):
        return None
    found = _first(RULES, text) or _first(ALONE, whole) or CODES.get(action.code)
    if found is None or (found[0] is Kind.REFERRAL and _RECEIVED.match(text)):
        return None
    kind, chamber, passed = found
    amended: bool | None = bool(AMENDED.search(text))
    if kind is Kind.PASSAGE and _EN_BLOC.match(text):
        amended = _in_list(text, bill)
    if amended is None:
        return None
    timed = action.time.startswith(f"{action.at.isoformat()}T")
    return Event(
        kind,
        chamber,
        passed,
        amended,
        bool(SUSPENSION.search(text)),
        action.at,
        action.time if timed else action.at.isoformat(),
        timed,
        action.source == "9" or bool(not action.source and LIBRARY_CODE.match(action.code)),
        text,
    )


def weighty(action: Action) -> bool:
    """Not understood, yet it sounds as if something was decided."""
    text = COPY.sub("", clean(action.text))
    return bool(WEIGHTY.search(text)) and not NEUTRAL.match(text)


def _first(rules: tuple[Rule, ...], text: str) -> tuple[Kind, str, bool] | None:
    for rule in rules:
        match = rule.fits(text)
        if match is None:
            continue
        passed = rule.passed if rule.passed is not None else _result(text, match.end())
        if passed is not None:
            return rule.kind, rule.chamber, passed
    return None


def _result(text: str, start: int) -> bool | None:
    match = RESULT.search(text, start)
    return None if match is None else match["yes"] is not None


def _in_list(text: str, bill: str) -> bool | None:
    """Whether the bill was passed as amended; None when the list does not name it."""
    listed = {
        re.sub(r"[^a-z]", "", f"{chamber}{kind}".lower()) + number: bool(amended)
        for chamber, kind, number, amended in _BILL.findall(text)
    }
    return listed.get(bill) if bill else False
