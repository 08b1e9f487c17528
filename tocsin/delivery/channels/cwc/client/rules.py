"""Every rule for every field, and what to do about a field that breaks it. Pure.

At least as strict as the schema, so that a person hears "City" and not "element Constituent failed".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import codes
from .errors import Problem
from .model import Message
from .outline import Node, leaves, outline

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry."""
SPACES = re.compile("[ \t\r\n]+")
BY_HAND = "use the office's own form"
SETTINGS = "correct the settings"


@dataclass(frozen=True, slots=True)
class Rule:
    holds: Callable[[str], bool]
    says: str
    remedy: str


def _at_least(least: int, remedy: str) -> Rule:
    return Rule(lambda value: len(value) >= least, f"needs {least} or more characters", remedy)


def _between(least: int, most: int, remedy: str) -> Rule:
    return Rule(lambda value: least <= len(value) <= most, f"needs {least} to {most:,} characters", remedy)


def _like(pattern: str, says: str, remedy: str) -> Rule:
    fits = re.compile(pattern).fullmatch
    return Rule(lambda value: fits(value) is not None, says, remedy)


_EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"
_PHONE = r"[0-9]{3}-[0-9]{3}-[0-9]{4}"
_LINK = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/(%[0-9A-Fa-f]{2}|[A-Za-z0-9_./~?=&+,;:@!$()*-])*)?"
_FLAG = _like("[YN]", "must be Y or N", SETTINGS)


def _email(remedy: str) -> Rule:
    return _like(_EMAIL, "must be an email address", remedy)


def _phone(remedy: str) -> Rule:
    return _like(_PHONE, "must look like 202-555-0142", remedy)


RULES: dict[str, Rule] = {
    "CWCVersion": _like(r"2\.0", "must be 2.0", SETTINGS),
    "DeliveryId": _like("[a-zA-Z0-9]{32}", "must be 32 letters and digits", "give the message a new id"),
    "DeliveryDate": _like("[0-9]{8}", "must be a date", "correct the clock"),
    "DeliveryAgent": _at_least(1, SETTINGS),
    "DeliveryAgentAckEmailAddress": _email(SETTINGS),
    "DeliveryAgentContactName": _at_least(6, SETTINGS),
    "DeliveryAgentContactEmail": _email(SETTINGS),
    "DeliveryAgentContactPhone": _phone(SETTINGS),
    "Organization": _at_least(3, "give the organization's full name"),
    "OrganizationContactName": _at_least(2, "give a full name or none"),
    "OrganizationContactEmail": _email("correct it or leave it out"),
    "OrganizationContactPhone": _phone("correct it or leave it out"),
    "OrganizationAbout": _between(6, 500, "change the text or leave it out"),
    "CampaignId": _at_least(1, "name the campaign"),
    "MemberOffice": _like(codes.OFFICE.pattern, "must be an office code such as HNJ08", "check the official"),
    "IsResponseRequested": _FLAG,
    "NewsletterOptIn": _FLAG,
    "Prefix": Rule(codes.PREFIXES.__contains__, f"must be one of {' '.join(codes.PREFIXES)}", "choose one"),
    "FirstName": _at_least(1, "give a first name"),
    "MiddleName": _at_least(1, "leave it out"),
    "LastName": _at_least(1, "give a last name"),
    "Suffix": _at_least(1, "leave it out"),
    "Title": _at_least(1, "leave it out"),
    "ConstituentOrganization": _at_least(2, "leave it out"),
    "Address1": _at_least(3, "give street and number"),
    "Address2": _at_least(2, "put it on the first line"),
    "Address3": _at_least(2, "put it on the first line"),
    "City": _at_least(3, BY_HAND),
    "StateAbbreviation": Rule(codes.STATES.__contains__, "must be a state's two letters", "choose one"),
    "Zip": _like("[0-9]{5}(-[0-9]{4})?", "must be five digits, or nine as 12345-6789", "correct it"),
    "Phone": _phone("correct it or leave it out"),
    "AddressValidation": _FLAG,
    "Email": _email("correct it"),
    "EmailValidation": _FLAG,
    "Subject": _between(6, 500, "change the subject"),
    "LibraryOfCongressTopic": Rule(codes.TOPICS.__contains__, "must be one of the 32 topics", "choose one"),
    "BillCongress": _like("[1-9][0-9]{0,3}", "must be a number", "correct the bill"),
    "BillTypeAbbreviation": Rule(
        {*codes.SENATE_BILLS, *codes.SENATE_BILLS.values()}.__contains__,
        "must be a kind of bill such as hr",
        "correct the bill",
    ),
    "BillNumber": _like("[1-9][0-9]{0,5}", "must be a number", "correct the bill"),
    "ProOrCon": _like("Pro|Con", "must be pro or con", "choose one"),
    "MoreInfo": _like(_LINK, "must be a web address", "correct it"),
    "OrganizationStatement": _between(6, 10_000, "change the suggested text"),
    "ConstituentMessage": _between(6, 10_000, "write it in the office's own form, or change its length"),
}
LONG = frozenset({"Subject", "OrganizationStatement", "ConstituentMessage", "OrganizationAbout"})
"""Counted as they stand, and long enough without their outer spaces. Others count with every run of spaces as one."""
SILENT = Problem("ConstituentMessage", "is missing, and so is a statement", "write something")
ELSEWHERE = Problem(
    "StateAbbreviation", "is not the state of this office", "write to an office of the own state"
)
UNSORTED = Problem("LibraryOfCongressTopic", "is missing", "choose a topic for the campaign")


def problems(message: Message) -> list[Problem]:
    """Why this message cannot be sent; none when it can."""
    return [*broken(outline(message)), *inconsistent(message)]


def problem_of(field: str, value: str) -> Problem | None:
    rule = RULES[field]
    if not (value.isprintable() or value.replace("\n", "").isprintable()) and ILLEGAL.search(value):
        return Problem(field, "holds a character that cannot be sent", "take out control characters")
    if field in LONG:
        fits = rule.holds(value) and rule.holds(value.strip())
    else:
        fits = rule.holds(SPACES.sub(" ", value).strip(" "))
    return None if fits else Problem(field, rule.says, rule.remedy)


def broken(node: Node) -> Iterator[Problem]:
    for field, value in leaves(node):
        if problem := problem_of(field, value):
            yield problem


def inconsistent(message: Message) -> Iterator[Problem]:
    if not message.topics:
        yield UNSORTED
    if not (message.statement or message.message):
        yield SILENT
    state = message.constituent.state
    if codes.OFFICE.fullmatch(message.office) and state in codes.STATES and not _is_of(state, message.office):
        yield ELSEWHERE


def _is_of(state: str, office: str) -> bool:
    return office[1:3] == (codes.HOUSE_STATES.get(state, state) if office[0] == "H" else state)
