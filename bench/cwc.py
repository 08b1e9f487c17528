"""Messages to Congress that one process writes and validates per second, beside the validation alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.harness import SCALE, Site
from bench.results import Figure

if TYPE_CHECKING:
    from tocsin.delivery.channels.cwc.client import Message

MESSAGES, ROUNDS = int(3_000 * SCALE), 3
OWN, STATEMENT = "My grandmother came from Shushi. " * 20, "Please cosponsor H.R. 6840. " * 40


def run(site: Site) -> Iterator[Figure]:
    from lxml import etree

    from tocsin.delivery.channels.cwc.client import validate, write

    messages = [message(number) for number in range(MESSAGES)]
    trees = [etree.fromstring(write(one)) for one in messages[:500]]

    def written(count: int) -> None:
        for one in messages[:count]:
            write(one)

    def validated(count: int) -> None:
        for number in range(count):
            assert not validate(trees[number % len(trees)])

    pairs = [(rate(written), rate(validated)) for _ in range(ROUNDS)]
    value, limit = (max(rates) for rates in zip(*pairs, strict=True))
    of = "lxml validating trees that are there already"
    yield Figure(name="deliver.cwc", value=value, unit="/s", limit=limit, of=of)


def rate(work: Callable[[int], None]) -> float:
    start = time.perf_counter()
    work(MESSAGES)
    return MESSAGES / (time.perf_counter() - start)


def message(number: int) -> Message:
    from tocsin.delivery.channels.cwc import client

    email, phone = "congress@example.org", "202-555-0142"
    agent = client.Agent(
        name="Tocsin", ack_email=email, contact_name="Tocsin", contact_email=email, contact_phone=phone
    )
    person = client.Constituent(
        prefix="Ms.",
        first_name=f"Anna {number}",
        last_name="Petrosyan",
        email=f"anna{number}@example.org",
        address1=f"{number} Washington St",
        city="Hoboken",
        state="NJ",
        zip="07030",
    )
    return client.Message(
        delivery_id=uuid4().hex,
        on=date(2026, 11, 23),
        agent=agent,
        organization=client.Organization(name="River Friends"),
        campaign_id="3d9680ff6ecad3c29a3a629280e686cf",
        office="HNJ08",
        constituent=person,
        subject="Please cosponsor H.R. 6840",
        topics=("International Affairs",),
        bills=(client.Bill(congress=119, kind="hr", number=6840),),
        position="pro",
        statement=STATEMENT,
        message=f"{OWN}{number}",
        more_info="https://example.org/hr-6840/",
    )
