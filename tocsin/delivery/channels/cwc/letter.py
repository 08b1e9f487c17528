"""From the outbox's data to a message of the client: whose words are whose, and which issue it belongs to. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.channels.cwc.client import Agent, Bill, Constituent, Message, Organization, prefix_of
from tocsin.delivery.channels.cwc.client.rules import problem_of

Content = Mapping[str, Any]
FIELDS = {
    "title": "Prefix",
    "given_name": "FirstName",
    "family_name": "LastName",
    "email": "Email",
    "street": "Address1",
    "city": "City",
    "state": "StateAbbreviation",
    "zip": "Zip",
}
"""What a form asks for, and the element it fills."""
HOME = ("", "US", "USA", "United States")
CLOSINGS = frozenset({
    *("sincerely", "sincerely yours", "yours sincerely", "yours truly", "yours faithfully", "best regards"),
    *("kind regards", "regards", "respectfully", "respectfully yours", "with respect", "best wishes", "best"),
})  # fmt: skip
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Left behind by word processors, without a meaning of their own."""
SPACES, LINE_ENDS = re.compile(r"\s+"), re.compile(r"\r\n?|\u2028|\u2029|\x85")
NINE = re.compile(r"([0-9]{5})[ -]?([0-9]{4})")
BILL = re.compile(r"([1-9][0-9]*)/([a-z]+)/([1-9][0-9]*)")


def missing(content: Content) -> list[str]:
    """Which of the constituent's fields are not given, or not such that the gateway takes them."""
    person = _person(content.get("constituent", {}))
    values = {
        "title": person.prefix,
        "given_name": person.first_name,
        "family_name": person.last_name,
        "email": person.email,
        "street": person.address1,
        "city": person.city,
        "state": person.state,
        "zip": person.zip,
    }
    wrong = [name for name, field in FIELDS.items() if problem_of(field, values[name])]
    return wrong + ([] if content.get("constituent", {}).get("country", "") in HOME else ["country"])


def to_message(outgoing: Outgoing, *, agent: Agent, today: date) -> Message:
    """The client still judges it. Raises ValueError where the data are not what `actions` writes."""
    content = outgoing.content
    organization = str(content["campaign"].get("organization", ""))
    return Message(
        delivery_id=delivery_id(outgoing.id),
        on=today,
        agent=agent,
        organization=Organization(name=_line(organization)) if organization.strip() else None,
        campaign_id=campaign_id(content),
        office=outgoing.recipient,
        constituent=_person(content.get("constituent", {})),
        subject=_line(content["letter"]["subject"]),
        topics=tuple(content.get("topics", ())),
        bills=tuple(map(_bill, content.get("bills", ()))),
        position=str(content.get("position", "")),
        statement=unsigned(content.get("statement", ""), content),
        message=unsigned(content.get("message", ""), content),
        more_info=str(content.get("more_info", "")),
        wants_response=True,  # the form says that the office asks who writes in order to answer
        wants_newsletter=False,
    )


def delivery_id(message_id: str) -> str:
    """The same on every try, so the gateway recognizes a repeat."""
    return UUID(message_id).hex


def campaign_id(content: Content) -> str:
    """One for each issue and stance on each site; edits of texts and titles do not change it."""
    site = urlsplit(str(content.get("more_info", ""))).hostname or ""
    stance = (content.get("position", ""), content.get("stance", ""))
    parts = (site, content["campaign"]["id"], *stance, *sorted(content.get("bills", ())))
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def unsigned(text: str, content: Content) -> str:
    """Without the signature at its end, which would make every text of a campaign a different one."""
    lines = CONTROLS.sub(" ", LINE_ENDS.sub("\n", text)).rstrip().split("\n")
    letter, person = content["letter"], content.get("constituent", {})
    names = {_bare(letter.get(part, "")) for part in ("signature", "place")} | {_bare(person.get("name", ""))}
    names |= {_bare(f"{person.get('given_name', '')} {person.get('family_name', '')}"), ""}
    end = _before(lines, len(lines), names)
    closed = _before(lines, end, CLOSINGS | {_bare(letter.get("closing", "")), ""})
    signed = any(line.strip() for line in lines[end:])
    return "\n".join(lines[: closed if signed or closed == 0 else len(lines)]).strip()


def _before(lines: list[str], end: int, known: set[str] | frozenset[str]) -> int:
    """Where the lines that are all known begin, going back from the end."""
    while end and _bare(lines[end - 1]) in known:
        end -= 1
    return end


def _bare(line: str) -> str:
    return SPACES.sub(" ", line).strip(" ,.;:!-–—").casefold()


def _person(given: Content) -> Constituent:
    zip_code = _line(given.get("zip", ""))
    nine = NINE.fullmatch(zip_code)
    return Constituent(
        prefix=prefix_of(str(given.get("title", ""))),
        first_name=_line(given.get("given_name", "")),
        last_name=_line(given.get("family_name", "")),
        email=_line(given.get("email", "")),
        address1=_line(given.get("street", "")),
        city=_line(given.get("city", "")),
        state=_line(given.get("state", "")).upper(),
        zip=f"{nine[1]}-{nine[2]}" if nine else zip_code,
        email_is_valid=True,  # nothing leaves before its sender has confirmed from that address
    )


def _line(text: object) -> str:
    return SPACES.sub(" ", CONTROLS.sub(" ", str(text or ""))).strip()


def _bill(name: str) -> Bill:
    found = BILL.fullmatch(name)
    if not found:
        raise ValueError("a bill is named like 119/hr/6840")
    return Bill(congress=int(found[1]), kind=found[2], number=int(found[3]))
