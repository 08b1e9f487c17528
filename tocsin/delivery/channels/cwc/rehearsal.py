"""The messages that a chamber wants to see before it approves a delivery agent: invented people, real offices. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle
from uuid import uuid4, uuid5

from tocsin.delivery.channels.cwc.client import PREFIXES, Agent, Bill, Constituent, Message
from tocsin.delivery.channels.cwc.client.codes import HOUSE_STATES

STANCES = ("pro", "con", "")
"""For a bill, the same bill opposed, and no bill at all: three campaigns."""
NATIVE = {code: state for state, code in HOUSE_STATES.items()}
CAPITALS = {
    "AK": "Juneau 99801", "AL": "Montgomery 36130", "AR": "Little Rock 72201", "AS": "Pago Pago 96799",
    "AZ": "Phoenix 85007", "CA": "Sacramento 95814", "CO": "Denver 80203", "CT": "Hartford 06106",
    "DC": "Washington 20004", "DE": "Dover 19901", "FL": "Tallahassee 32399", "GA": "Atlanta 30334",
    "GU": "Hagatna 96910", "HI": "Honolulu 96813", "IA": "Des Moines 50319", "ID": "Boise 83702",
    "IL": "Springfield 62701", "IN": "Indianapolis 46204", "KS": "Topeka 66612", "KY": "Frankfort 40601",
    "LA": "Baton Rouge 70802", "MA": "Boston 02133", "MD": "Annapolis 21401", "ME": "Augusta 04330",
    "MI": "Lansing 48933", "MN": "Saint Paul 55155", "MO": "Jefferson City 65101", "MP": "Saipan 96950",
    "MS": "Jackson 39201", "MT": "Helena 59601", "NC": "Raleigh 27601", "ND": "Bismarck 58505",
    "NE": "Lincoln 68509", "NH": "Concord 03301", "NJ": "Trenton 08625", "NM": "Santa Fe 87501",
    "NV": "Carson City 89701", "NY": "Albany 12224", "OH": "Columbus 43215", "OK": "Oklahoma City 73105",
    "OR": "Salem 97301", "PA": "Harrisburg 17120", "PR": "San Juan 00901", "RI": "Providence 02903",
    "SC": "Columbia 29201", "SD": "Pierre 57501", "TN": "Nashville 37243", "TX": "Austin 78701",
    "UT": "Salt Lake City 84114", "VA": "Richmond 23219", "VI": "Charlotte Amalie 00802",
    "VT": "Montpelier 05633", "WA": "Olympia 98504", "WI": "Madison 53703", "WV": "Charleston 25305",
    "WY": "Cheyenne 82001",
}  # fmt: skip


def messages(offices: Sequence[str], *, agent: Agent, today: date) -> Iterator[Message]:
    """Each office gets one message of each campaign; a later rehearsal makes new ones."""
    run, prefixes = uuid4(), cycle(PREFIXES)
    for stance in STANCES:
        for office in offices:
            yield Message(
                delivery_id=uuid4().hex,
                on=today,
                agent=agent,
                campaign_id=uuid5(run, stance).hex,
                office=office,
                constituent=_somebody(office, next(prefixes), agent),
                subject=f"Test message: {stance or 'no bill'}",
                topics=("Congress",),
                bills=(Bill(congress=(today.year - 1787) // 2, kind="hr", number=1),) if stance else (),
                position=stance,
                statement="This is a test of a delivery agent. Nobody wrote it, and it needs no answer.",
                wants_response=False,
            )


def _somebody(office: str, prefix: str, agent: Agent) -> Constituent:
    """In the capital of the office's state; the email address is the agent's own."""
    state = NATIVE.get(office[1:3], office[1:3])
    city, _, zip_code = CAPITALS[state].rpartition(" ")
    return Constituent(
        prefix=prefix,
        first_name="Test",
        last_name="Constituent",
        email=agent.ack_email,
        address1="1 Capitol Square",
        city=city,
        state=state,
        zip=zip_code,
    )
