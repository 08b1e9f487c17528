"""Small invented records in the shape of BILLSTATUS 3."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
BILL = """<billStatus><version>{version}</version><bill>
<number>{number}</number><updateDate>{updated}</updateDate><originChamber>House</originChamber><type>HR</type>
<introducedDate>2025-02-03</introducedDate><congress>{congress}</congress>
<sponsors><item><bioguideId>A000001</bioguideId><fullName>Rep. Ada, Ann [D-NJ-1]</fullName>
<firstName>ANN</firstName><lastName>ADA</lastName></item></sponsors>
{parts}
<title>{title}</title></bill></billStatus>"""
COSPONSOR = """<item><bioguideId>{id}</bioguideId><fullName>{full}</fullName><firstName>{first}</firstName>
<lastName>{last}</lastName><sponsorshipDate>{at}</sponsorshipDate>
<isOriginalCosponsor>False</isOriginalCosponsor>{more}</item>"""
WITHDRAWN = "<sponsorshipWithdrawnDate>2025-05-06</sponsorshipWithdrawnDate>"
REFERRED = "Referred to the House Committee on Foreign Affairs."
PASSED = "On passage Passed by recorded vote: 297 - 127 (Roll no. 7)."
ROLL = """<recordedVotes><recordedVote><rollNumber>7</rollNumber><url>https://clerk.example.org/7.xml</url>
<chamber>House</chamber><congress>119</congress><date>2025-06-10T02:21:36Z</date>
<sessionNumber>1</sessionNumber></recordedVote></recordedVotes>"""
COMMITTEE = """<committees><item><systemCode>hsfa00</systemCode><name>Foreign Affairs Committee</name>
<chamber>House</chamber><type>Standing</type><activities>
<item><name>Markup by</name><date>2025-04-21T17:23:40Z</date></item>
<item><name>Referred to</name><date>2025-02-04T02:01:40Z</date></item></activities>
<subcommittees><item><systemCode>hsfa14</systemCode><name>Europe Subcommittee</name><activities>
<item><name>Referred to</name><date>2025-02-10T15:00:00Z</date></item></activities></item></subcommittees>
</item></committees>"""


def bill(
    *parts: str,
    number: int = 12,
    congress: int = 119,
    updated: str = "2026-01-02T03:04:05Z",
    title: str = "River Act",
    version: str = "3.0.0",
) -> str:
    text = BILL.format(
        parts="\n".join(parts),
        number=number,
        congress=congress,
        updated=updated,
        title=title,
        version=version,
    )
    return HEAD + text


def cosponsors(*ids: str, more: str = "", at: str = "2025-03-04") -> str:
    items = (
        COSPONSOR.format(id=one, full=f"Rep. {one}", first="", last=one, at=at, more=more) for one in ids
    )
    return f"<cosponsors>{''.join(items)}</cosponsors>"


def named(bioguide: str, full: str, first: str, last: str) -> str:
    item = COSPONSOR.format(id=bioguide, full=full, first=first, last=last, at="2025-03-04", more="")
    return f"<cosponsors>{item}</cosponsors>"


def action(
    on: str, text: str, *, system: str = "2", time: str = "", kind: str = "Floor", more: str = ""
) -> str:
    clock = f"<actionTime>{time}</actionTime>" if time else ""
    source = f"<sourceSystem><code>{system}</code><name>x</name></sourceSystem>" if system else ""
    return f"<item><actionDate>{on}</actionDate>{clock}{source}<text>{text}</text><type>{kind}</type>{more}</item>"


def actions(*items: str) -> str:
    """The newest first, as records have them."""
    return f"<actions>{''.join(items)}</actions>"


def passed() -> str:
    return actions(
        action("2025-06-09", PASSED, time="22:21:36", more=ROLL),
        action("2025-06-09", f"Passed/agreed to in House: {PASSED}", system="9", more=ROLL),
        action("2025-02-03", REFERRED, kind="IntroReferral"),
        action("2025-02-03", "Introduced in House", system="9", kind="IntroReferral"),
    )
