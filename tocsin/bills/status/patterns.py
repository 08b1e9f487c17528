"""What the texts of actions of Congress say, as tables of regular expressions.

Texts are written by clerks of four systems. All patterns are tried on a text without its links, its references in
brackets and the words the Library of Congress puts before a copy of a chamber's line; the first that fits counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from re import Match

HOUSE, SENATE = "HOUSE", "SENATE"


class Kind(StrEnum):
    """What an action does to a bill."""

    REFERRAL = "referral"
    COMMITTEE = "committee"  # reported, ordered to be reported
    BYPASS = "bypass"  # relieved of the bill, or wrote it itself
    ADOPTED = "adopted"  # the chamber changed the text before its vote
    PASSAGE = "passage"
    AGREEMENT = "agreement"  # to what the other chamber changed
    CONFERENCE = "conference"
    CLOTURE = "cloture"
    OVERRIDE = "override"
    PRESENTED = "presented"
    VETO = "veto"
    POCKET = "pocket"
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Rule:
    """`passed` None: the words after the match say it. `fits` looks at the start alone where the pattern says so."""

    kind: Kind
    chamber: str
    passed: bool | None
    fits: Callable[[str], Match[str] | None]


def _rule(kind: Kind, chamber: str, passed: bool | None, fits: str) -> Rule:
    pattern = re.compile(fits, re.IGNORECASE)
    return Rule(kind, chamber, passed, pattern.match if fits.startswith("^") else pattern.search)


_MEASURE = r"(?:bill|measure|(?:joint |concurrent )?resolution)"
_SUSPEND = r"^on motion (?:that the house |to )?(?:suspend the rules and )?"
_OVER = r"over (?:the )?(?:president'?s )?veto|objections? of the president"
_CONCUR = r"(?:recede(?: from [\w ]+?)? and )?(?:agree|concur)(?: with (?:an |a further )?amendments?)?"
_FELL = r"(?!.*\b(?:cloture|withdrawn|made|moot|fell|tabled)\b)"
_PANEL = r"^(?:(?:house|senate) )?(?:select |special |permanent |joint )*committee\b"
_NOT_BILL = (
    r"(?!.*\b(?:amendment (?:sa |no\. ?)|s\.? ?amdt|(?:committee|substitute) amendment|substitute sa))"
)

RULES: tuple[Rule, ...] = (
    # The President. A pocket veto first: its words contain those of a veto.
    _rule(Kind.POCKET, "", True, r"^pocket vetoed"),
    _rule(Kind.VETO, "", True, r"^vetoed by (?:the )?president"),
    _rule(Kind.SIGNED, "", True, r"^signed by (?:the )?president"),
    _rule(Kind.UNSIGNED, "", True, r"sent to archivist of the united states unsigned|^became law without"),
    _rule(Kind.LAW, "", True, r"^(?:became )?(?:public|private) law(?: no)?\b"),
    _rule(Kind.PRESENTED, "", True, r"^(?:presented to|cleared for) (?:the )?(?:president|white house)"),
    # Both chambers again, over a veto.
    _rule(Kind.OVERRIDE, HOUSE, True, rf"^passed house (?:{_OVER})"),
    _rule(Kind.OVERRIDE, HOUSE, True, r"^two-thirds of the members present having voted in the affirmative"),
    _rule(Kind.OVERRIDE, HOUSE, False, r"^two-thirds of the members present not having voted"),
    _rule(Kind.OVERRIDE, HOUSE, False, rf"^(?:failed|failed of passage|not passed) in house (?:{_OVER})"),
    _rule(
        Kind.OVERRIDE,
        HOUSE,
        None,
        rf"^(?:on passage|shall the [\w ]+ pass)\b.*?(?:{_OVER})",
    ),
    _rule(Kind.OVERRIDE, SENATE, True, rf"^passed senate,? (?:{_OVER})"),
    _rule(Kind.OVERRIDE, SENATE, False, rf"^(?:failed|failed of passage|not passed) in senate,? (?:{_OVER})"),
    # A common text.
    _rule(Kind.CONFERENCE, HOUSE, None, r"^on agreeing to the conference report"),
    _rule(Kind.CONFERENCE, HOUSE, None, rf"{_SUSPEND}agree to the conference report"),
    _rule(
        Kind.CONFERENCE,
        HOUSE,
        True,
        r"^(?:house agreed to (?:the )?conference report|conference report agreed to in house)",
    ),
    _rule(
        Kind.CONFERENCE,
        SENATE,
        True,
        r"^(?:senate agreed to (?:the )?conference report|conference report agreed to in senate)",
    ),
    _rule(
        Kind.CONFERENCE,
        SENATE,
        False,
        r"^conference report (?:rejected|disagreed to|not agreed to) in senate",
    ),
    _rule(Kind.CONFERENCE, SENATE, False, r"^senate (?:rejected|disagreed to) (?:the )?conference report"),
    # What the other chamber changed.
    _rule(Kind.AGREEMENT, HOUSE, None, rf"{_SUSPEND}{_CONCUR} (?:to|in|with) (?:the )?senate amendments?"),
    _rule(Kind.AGREEMENT, HOUSE, None, r"^on (?:concurring in|agreeing to) (?:the )?senate amendments?"),
    _rule(Kind.AGREEMENT, HOUSE, True, r"^house (?:agreed to|concurred in) (?:the )?senate amendments?"),
    _rule(Kind.AGREEMENT, SENATE, True, r"^senate (?:agreed to|concurred in) (?:the )?house amendments?"),
    _rule(Kind.AGREEMENT, SENATE, True, r"^senate receded from its amendments? and (?:concurred|agreed)"),
    _rule(
        Kind.AGREEMENT,
        SENATE,
        None,
        rf"^motion (?:by senator [\w .'-]+ )?to (?:recede and )?concur in (?:the )?house amendments?{_FELL}",
    ),
    # The Senate's vote to end debate on the bill, not on an amendment to it.
    _rule(Kind.CLOTURE, SENATE, False, rf"^(?:upon reconsideration, )?cloture\b{_NOT_BILL}.*\bnot invoked"),
    # Passage.
    _rule(Kind.PASSAGE, HOUSE, None, r"^on passage\b"),
    _rule(Kind.PASSAGE, HOUSE, None, rf"{_SUSPEND}(?:pass|agree to) the {_MEASURE}"),
    _rule(Kind.PASSAGE, HOUSE, None, r"^on agreeing to the (?:joint |concurrent )?resolution"),
    _rule(Kind.PASSAGE, HOUSE, True, r"^(?:measure )?passed house\b"),
    _rule(
        Kind.PASSAGE,
        HOUSE,
        True,
        r"^pursuant to .*\bis considered (?:as )?(?:passed|agreed to|adopted)(?: in the| by the)? house",
    ),
    _rule(
        Kind.PASSAGE,
        HOUSE,
        True,
        rf"^pursuant to .*\b(?:bills?|{_MEASURE}s?) (?:was |were )?(?:passed|agreed to|adopted) under suspension",
    ),
    _rule(Kind.PASSAGE, HOUSE, True, r"^(?:deemed passed|passed|agreed to) (?:in|by) (?:the )?house"),
    _rule(Kind.PASSAGE, HOUSE, False, r"^on motion to table the (?:measure|bill|resolution) agreed to"),
    _rule(
        Kind.PASSAGE,
        HOUSE,
        False,
        r"^(?:failed of passage|failed|rejected|disagreed to|not agreed to) in (?:the )?house",
    ),
    _rule(Kind.PASSAGE, SENATE, True, r"^(?:measure )?passed senate\b"),
    _rule(Kind.PASSAGE, SENATE, True, rf"^(?:{_MEASURE} )?agreed to in (?:the )?senate"),
    _rule(
        Kind.PASSAGE,
        SENATE,
        True,
        r"^(?:introduced|received|submitted) in the senate\b.*\band (?:passed|agreed to)\b",
    ),
    _rule(
        Kind.PASSAGE,
        SENATE,
        False,
        rf"^(?:{_MEASURE} )?(?:failed of passage|failed|rejected|disagreed to|not agreed to) in (?:the )?senate",
    ),
    # Changed on the floor before the vote.
    _rule(Kind.ADOPTED, HOUSE, True, r"^the house adopted the (?:amendments?|committee amendment)"),
    _rule(
        Kind.ADOPTED,
        HOUSE,
        True,
        r"\b(?:struck|strike|striking) all after the enacting clause\b.*\b(?:agreed to|inserted)",
    ),
    # Committees. A subcommittee does not count: it only sends the bill up.
    _rule(Kind.COMMITTEE, "", True, r"(?<!not )\bordered to be reported\b"),
    _rule(Kind.COMMITTEE, "", True, r"^committee agreed to seek consideration under suspension"),
    _rule(
        Kind.COMMITTEE,
        HOUSE,
        True,
        r"^reported (?:adversely |favorably )?(?:\([^)]*\) )?(?:to house )?(?:by|from) the committee",
    ),
    _rule(Kind.COMMITTEE, SENATE, True, r"^reported to senate\b"),
    _rule(
        Kind.COMMITTEE,
        "",
        True,
        rf"{_PANEL}.*\. (?:original measure )?reported\b",
    ),
    _rule(Kind.BYPASS, HOUSE, True, r"\breported an original measure\b"),
    _rule(
        Kind.BYPASS,
        "",
        True,
        rf"{_PANEL}.* discharged\b",
    ),
    _rule(Kind.BYPASS, "", True, r"^motion to discharge\b.*\bagreed to\b"),
    _rule(Kind.REFERRAL, "", True, r"(?<!motion to )\b(?:re)?referred to\b"),
)

# The words of a result, and those that say the text is no longer the one received.
RESULT = re.compile(
    r"\b(?:(?P<no>not agreed to|disagreed to|failed|rejected|defeated)|(?P<yes>passed|agreed to|adopted))\b",
    re.I,
)
AMENDED = re.compile(
    r"\bas amended\b|\(amended\)|^measure passed \w+, amended"
    r"|\bwith (?:an |a further |further )?amend(?:ments?\b|ed preamble)",
    re.I,
)
SUSPENSION = re.compile(r"\bsuspend the rules\b|\bunder suspension\b", re.I)

# What the Library of Congress says before its copy of a chamber's line, and by itself where it copies nothing.
COPY = re.compile(
    r"^(?:(?:passed|failed of passage)/(?:not )?agreed to in (?:house|senate)"
    r"|resolving differences -- (?:house|senate) actions"
    r"|conference report (?:agreed to|disagreed to|rejected) in (?:house|senate)"
    r"|(?:passed|failed of passage in) (?:house|senate) over veto"
    r"|reported original measure|motion to table agreed to): ?",
    re.I,
)
ALONE: tuple[Rule, ...] = (
    _rule(Kind.PASSAGE, HOUSE, True, r"^passed/agreed to in house"),
    _rule(Kind.PASSAGE, SENATE, True, r"^passed/agreed to in senate"),
    _rule(Kind.PASSAGE, HOUSE, False, r"^failed of passage/not agreed to in house"),
    _rule(Kind.PASSAGE, SENATE, False, r"^failed of passage/not agreed to in senate"),
)

# Codes that say it where the words do not. The code of a signature is left out: the House gives it to vetoes too.
CODES: dict[str, tuple[Kind, str, bool]] = {
    "5000": (Kind.COMMITTEE, HOUSE, True),
    "H12200": (Kind.COMMITTEE, HOUSE, True),
    "14000": (Kind.COMMITTEE, SENATE, True),
    "14500": (Kind.BYPASS, SENATE, True),
    "8000": (Kind.PASSAGE, HOUSE, True),
    "9000": (Kind.PASSAGE, HOUSE, False),
    "17000": (Kind.PASSAGE, SENATE, True),
    "18000": (Kind.PASSAGE, SENATE, False),
    "21000": (Kind.CONFERENCE, HOUSE, True),
    "23000": (Kind.CONFERENCE, SENATE, True),
    "28000": (Kind.PRESENTED, "", True),
    "E20000": (Kind.PRESENTED, "", True),
    "29100": (Kind.UNSIGNED, "", True),
    "30000": (Kind.POCKET, "", True),
    "31000": (Kind.VETO, "", True),
    "32000": (Kind.OVERRIDE, HOUSE, True),
    "33000": (Kind.OVERRIDE, HOUSE, False),
    "34000": (Kind.OVERRIDE, SENATE, True),
    "35000": (Kind.OVERRIDE, SENATE, False),
    "36000": (Kind.LAW, "", True),
    "E40000": (Kind.LAW, "", True),
    "38000": (Kind.UNSIGNED, "", True),
}
LIBRARY_CODE = re.compile(r"^(?:\d{4,5}|Intro-[HS]|E[34]0000|H11100-A)$")
