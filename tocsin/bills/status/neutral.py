"""Texts with weighty words that change nothing, and the weighty words: what is neither known is shown to a person."""

from __future__ import annotations

import re

WEIGHTY = re.compile(
    r"\b(?:passed|failed|agreed|disagreed|rejected|defeated|vetoed|veto|vitiated|signed|adopted|enacted|law|vacated"
    r"|postponed indefinitely|indefinitely postponed|ratified|overridden|deemed)\b",
    re.IGNORECASE,
)

_NEUTRAL = (
    r"^[hs]\.? ?amdt\.? ?\d",  # about an amendment, not the bill
    r"^(?:on agreeing to|on) the .*\bamendments?\b",
    r"^(?:motion to (?:table|waive|recommit|commit|refer|instruct|proceed|reconsider|adjourn|strike|insist|insert))\b",
    r"^motion by ",
    r"^(?:table )?motion to (?:table|reconsider)|^table motion|.*\bmotion to reconsider\b",
    r"^on (?:motion to|ordering|a? ?division|question of|consideration)\b(?!.*\b(?:pass the|agree to the))",
    r"^on motion (?:that the house|to) (?:disagree|insist|instruct|recommit|table|adjourn|close)",
    r"^(?:rule |rules committee resolution )",
    r"^debate|^general debate|^postponed (?:proceedings|votes?)|^unfinished business|^vote|^announcement",
    r"^(?:the previous question|the house (?:rose|resolved|resumed|proceeded|adopted)|the clerk|the speaker|the chair)",
    r"^pursuant to .*\b(?:previous question|proceeded|resumed|resolved|debate|vacated|postponed|considered as ordered"
    r"|laid on the table)\b",
    r"^(?:at the conclusion of debate|considered (?:under|by|as)|consideration|by unanimous consent|by senator)",
    r"^(?:mr|ms|mrs|miss|dr)\.? .*\b(?:moved|asked|filed|objected|demanded|requested|offered|raised)\b",
    r"^(?:senator|representative) ",
    r"^(?:message on|measure (?:signed|laid)|enrolled measure|papers:|star print|text of|title (?:of|amended))",
    r"^the title of the measure was amended|^chair's ruling|^point of order|^appeal ",
    r"^(?:amendment|(?:the )?committee (?:substitute|amendment))",
    r"^(?:s(?:ub)?committee|forwarded by|hearings? |committee (?:consideration|hearings))",
    r"^cloture\b|^(?:the )?motion to proceed|^second cloture",
    r"^(?:house|senate) (?:insisted|insists|disagreed|requested|asked|agreed to (?:a |the )?request)",
    r"^(?:house|senate) (?:appointed|conferees)|^conference papers|^to conference",
    r"^motions? to (?:reconsider|disagree|instruct|discharge)|^previous question",
    r"^(?:the )?committee (?:rose|of the whole)|^on motion that the committee",
    r"(?-i:^(?:Floor summary: )?[A-Z][A-Z' ]{4,}(?: OF [A-Z ]+)? - )",  # the headings of the House's notes
    r"^(?:conference (?:held|report .*filed)|conferees agreed|conference committee|the speaker appointed)",
    r"^rule provides|^rule h|^(?:mark-?up|full committee)",
    r"^(?:veto message|sequential|introduced in|received in|held at|placed on|read (?:twice|the)|sponsor)",
)
NEUTRAL = re.compile("|".join(_NEUTRAL), re.IGNORECASE)
