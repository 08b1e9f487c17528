"""A message as nested pairs of element and content, in the order of the official sample."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from . import codes
from .model import Agent, Bill, Constituent, Message, Organization

VERSION = "2.0"
STANCES = {"pro": "Pro", "con": "Con"}
FLAGS = {True: "Y", False: "N", None: ""}
OPTIONAL = frozenset({
    *("Organization", "OrganizationContact", "OrganizationContactName", "OrganizationContactEmail"),
    *("OrganizationContactPhone", "OrganizationAbout", "IsResponseRequested", "NewsletterOptIn", "MiddleName"),
    *("Suffix", "Title", "ConstituentOrganization", "Address2", "Address3", "Phone", "AddressValidation"),
    *("EmailValidation", "Bills", "ProOrCon", "MoreInfo", "OrganizationStatement", "ConstituentMessage"),
})  # fmt: skip
Node: TypeAlias = "tuple[str, str | list[Node]]"


def outline(message: Message) -> Node:
    return (
        "CWC",
        [
            ("CWCVersion", VERSION),
            ("Delivery", _present(_delivery(message))),
            ("Recipient", _present(_recipient(message))),
            ("Constituent", _present(_constituent(message.constituent))),
            ("Message", _present(_message(message))),
        ],
    )


def leaves(node: Node) -> Iterator[tuple[str, str]]:
    tag, content = node
    if isinstance(content, str):
        yield tag, content
        return
    for child in content:
        yield from leaves(child)


def _present(nodes: list[Node]) -> list[Node]:
    return [(tag, content) for tag, content in nodes if content or tag not in OPTIONAL]


def _delivery(message: Message) -> list[Node]:
    return [
        ("DeliveryId", message.delivery_id),
        ("DeliveryDate", f"{message.on:%Y%m%d}"),
        *_agent(message.agent),
        *(_organization(message.organization) if message.organization else []),
        ("CampaignId", message.campaign_id),
    ]


def _agent(agent: Agent) -> list[Node]:
    return [
        ("DeliveryAgent", agent.name),
        ("DeliveryAgentAckEmailAddress", agent.ack_email),
        (
            "DeliveryAgentContact",
            [
                ("DeliveryAgentContactName", agent.contact_name),
                ("DeliveryAgentContactEmail", agent.contact_email),
                ("DeliveryAgentContactPhone", agent.contact_phone),
            ],
        ),
    ]


def _organization(organization: Organization) -> list[Node]:
    contact: list[Node] = [
        ("OrganizationContactName", organization.contact_name),
        ("OrganizationContactEmail", organization.contact_email),
        ("OrganizationContactPhone", organization.contact_phone),
    ]
    return [
        ("Organization", organization.name),
        ("OrganizationContact", _present(contact)),
        ("OrganizationAbout", organization.about),
    ]


def _recipient(message: Message) -> list[Node]:
    return [
        ("MemberOffice", message.office),
        ("IsResponseRequested", FLAGS[message.wants_response]),
        ("NewsletterOptIn", FLAGS[message.wants_newsletter]),
    ]


def _constituent(person: Constituent) -> list[Node]:
    return [
        ("Prefix", person.prefix),
        ("FirstName", person.first_name),
        ("MiddleName", person.middle_name),
        ("LastName", person.last_name),
        ("Suffix", person.suffix),
        ("Title", person.title),
        ("ConstituentOrganization", person.organization),
        ("Address1", person.address1),
        ("Address2", person.address2),
        ("Address3", person.address3),
        ("City", person.city),
        ("StateAbbreviation", person.state),
        ("Zip", person.zip),
        ("Phone", person.phone),
        ("AddressValidation", FLAGS[person.address_is_valid]),
        ("Email", person.email),
        ("EmailValidation", FLAGS[person.email_is_valid]),
    ]


def _message(message: Message) -> list[Node]:
    return [
        ("Subject", message.subject),
        ("LibraryOfCongressTopics", [("LibraryOfCongressTopic", topic) for topic in message.topics]),
        ("Bills", [("Bill", _bill(message.office, bill)) for bill in message.bills]),
        ("ProOrCon", STANCES.get(message.position, message.position)),
        ("MoreInfo", message.more_info),
        ("OrganizationStatement", message.statement),
        ("ConstituentMessage", message.message),
    ]


def _bill(office: str, bill: Bill) -> list[Node]:
    senate = office.startswith("S")
    return [
        ("BillCongress", str(bill.congress)),
        ("BillTypeAbbreviation", codes.SENATE_BILLS.get(bill.kind, bill.kind) if senate else bill.kind),
        ("BillNumber", str(bill.number)),
    ]
