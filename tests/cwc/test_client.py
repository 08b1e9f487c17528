"""The client alone: codes, rules, XML, maintenance windows."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.cwc.words import AGENT, message, person
from tocsin.delivery.channels.cwc.client import (
    HOUSE,
    SENATE,
    Bill,
    Constituent,
    Endpoint,
    Organization,
    UnwritableError,
    chamber_of,
    closed_for,
    office_code,
    prefix_of,
    validate,
    write,
)
from tocsin.delivery.channels.cwc.client.codes import SENATE_BILLS, TOPICS
from tocsin.delivery.channels.cwc.client.xml import read
from tocsin.delivery.channels.cwc.gateway import roster

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "../shared/data")).resolve()
shared = pytest.mark.skipif(
    not (SHARED / "cwc").is_dir(), reason=f"no public data in {SHARED}; set SHARED_DATA"
)
GIVEN = [field.name for field in fields(person()) if isinstance(getattr(person(), field.name), str)]
ANY = st.text(max_size=60)
SAFE = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\r\t<>&\"'")
LINE = st.text(SAFE, min_size=1, max_size=60).map("ab {} cd".format)
"""Whatever can be typed, long enough for every field."""
HANDLE = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="@."), min_size=1, max_size=20
)
EMAIL = st.builds("{}@{}.{}".format, HANDLE, HANDLE, HANDLE)
LINK = st.text("abc/.?=&+,;:@!$()*~-", max_size=20).map("https://example.org:8000/%20{}".format)


def faults(**changes: Any) -> list[str]:
    with pytest.raises(UnwritableError) as caught:
        write(message(**changes))
    return [problem.field for problem in caught.value.problems]


def texts(content: bytes, path: str) -> list[str]:
    return [element.text or "" for element in read(content).iterfind(path)]


def canonical(content: bytes) -> str:
    return str(etree.canonicalize(etree.fromstring(content), strip_text=True))


def test_the_sample_fits_the_schema_and_so_does_what_is_written() -> None:
    content = write(message())
    assert validate(read(content)) == []
    assert texts(content, "Message/OrganizationStatement") == ["Please cosponsor H.R. 6840."]
    assert texts(content, "Message/ConstituentMessage") == ["My grandmother came from Shushi."]
    assert texts(content, "Message/ProOrCon") == ["Pro"]


@shared
def test_the_elements_stand_in_the_order_of_the_sample() -> None:
    sample = etree.fromstring((SHARED / "cwc/example_message.xml").read_bytes())
    ours = [element.tag for element in read(write(message())).iter()]
    assert ours == [element.tag for element in sample.iter() if element.tag in set(ours)]
    assert validate(sample) == []


@shared
def test_the_names_are_those_of_the_published_lists() -> None:
    known = json.loads((SHARED / "cwc/cwc_enumerations.json").read_text())
    assert list(TOPICS) == known["topics"]
    assert known["bill_type_senate"] == SENATE_BILLS


@shared
def test_the_sample_itself_would_be_written_so() -> None:
    """Every element of the sample, with its value."""
    sample = (SHARED / "cwc/example_message.xml").read_bytes()
    given = replace(
        message(bills=(Bill(congress=119, kind="hr", number=5369),)),
        on=date(2026, 11, 22),
        delivery_id="5f0c8e6f4b3f4f0c9a1d2b3c4d5e6f70",
        agent=replace(AGENT, name="Example Advocacy Platform"),
        organization=Organization(
            name="Example Organization",
            about="A grassroots advocacy organization.",
            contact_name="Ani Example",
            contact_email="campaigns@example.org",
            contact_phone="202-555-0143",
        ),
        office="HNV01",
        constituent=Constituent(
            prefix="Ms.",
            first_name="Jane",
            last_name="Doe",
            email="jane.doe@example.com",
            address1="495 S Main St",
            city="Las Vegas",
            state="NV",
            zip="89101",
            phone="702-555-0100",
            address_is_valid=True,
            email_is_valid=True,
        ),
        subject="Please support H.R. 5369",
        statement="We ask you to support H.R. 5369.",
        message="As your constituent I ask you to cosponsor H.R. 5369.",
        more_info="https://example.org/hr5369",
        wants_response=True,
        wants_newsletter=False,
    )
    assert canonical(write(given)) == canonical(sample)


@shared
def test_the_codes_are_those_of_the_published_list() -> None:
    listed = json.loads((SHARED / "cwc/senate_active_offices_2023-04.json").read_text())
    assert {row["office_code"] for row in listed} <= {office.code for office in roster.offices(SENATE)}


@pytest.mark.parametrize(
    ("chamber", "state", "district", "senate_class", "code"),
    [
        (HOUSE, "NJ", 8, 0, "HNJ08"),
        (HOUSE, "AK", 0, 0, "HAK00"),
        (HOUSE, "AS", 0, 0, "HAQ00"),
        (HOUSE, "dc", 0, 0, "HDC00"),
        (SENATE, "CA", 0, 3, "SCA03"),
    ],
)
def test_an_office_has_a_code(chamber: str, state: str, district: int, senate_class: int, code: str) -> None:
    assert office_code(chamber, state, district, senate_class) == code
    assert chamber_of(code) == chamber


@pytest.mark.parametrize(
    "wrong", [(HOUSE, "XX", 1, 0), (SENATE, "CA", 0, 0), (HOUSE, "CA", 100, 0), ("", "CA", 1, 1)]
)
def test_what_is_no_office_has_no_code(wrong: tuple[str, str, int, int]) -> None:
    with pytest.raises(ValueError, match=r"not a state|an office needs"):
        office_code(*wrong)


def test_there_are_441_offices_of_the_house_and_100_of_the_senate() -> None:
    assert (len(roster.offices(HOUSE)), len(roster.offices(SENATE))) == (441, 100)


@pytest.mark.parametrize(
    ("title", "prefix"), [("ms", "Ms."), ("Dr.", "Dr."), ("MISS", "Miss"), ("Mx.", ""), ("", "")]
)
def test_a_title_becomes_a_prefix_that_both_chambers_take(title: str, prefix: str) -> None:
    assert prefix_of(title) == prefix


@pytest.mark.parametrize(
    ("office", "kind", "spelled"),
    [
        ("HNJ08", "hconres", "hconres"),
        ("SNJ01", "hconres", "H.Con.Res"),
        ("SNJ01", "hr", "H.R."),
        ("SNJ01", "s", "S."),
    ],
)
def test_each_chamber_spells_bills_its_own_way(office: str, kind: str, spelled: str) -> None:
    content = write(message(office=office, bills=(Bill(congress=119, kind=kind, number=1),)))
    assert texts(content, "Message/Bills/Bill/BillTypeAbbreviation") == [spelled]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": "Help!"}, "Subject"),
        ({"subject": "x" * 501}, "Subject"),
        ({"message": "short"}, "ConstituentMessage"),
        ({"message": "x" * 10_001}, "ConstituentMessage"),
        ({"statement": "", "message": ""}, "ConstituentMessage"),
        ({"statement": "a \x0b page"}, "OrganizationStatement"),
        ({"topics": ()}, "LibraryOfCongressTopic"),
        ({"topics": ("Rivers",)}, "LibraryOfCongressTopic"),
        ({"bills": (Bill(congress=119, kind="x", number=1),)}, "BillTypeAbbreviation"),
        ({"position": "perhaps"}, "ProOrCon"),
        ({"office": "HNJ8"}, "MemberOffice"),
        ({"office": "HNY08"}, "StateAbbreviation"),
        ({"delivery_id": "1"}, "DeliveryId"),
        ({"more_info": "javascript:alert(1)"}, "MoreInfo"),
        ({"more_info": "https://example.org/100%"}, "MoreInfo"),
        ({"constituent": person(city="Ai")}, "City"),
        ({"constituent": person(prefix="Mx.")}, "Prefix"),
        ({"constituent": person(zip="0703")}, "Zip"),
        ({"constituent": person(first_name=" ")}, "FirstName"),
        ({"constituent": person(address1="  5  ")}, "Address1"),
        ({"constituent": person(email="anna@example")}, "Email"),
        ({"constituent": person(phone="2025550142")}, "Phone"),
    ],
)
def test_a_broken_rule_is_named_by_its_field(changes: dict[str, Any], field: str) -> None:
    assert faults(**changes) == [field]


def test_an_error_never_holds_what_the_person_wrote() -> None:
    with pytest.raises(UnwritableError) as caught:
        write(message(constituent=person(city="Q!", email="secret", zip="4711x"), message="oh no"))
    told = str(caught.value)
    assert "City needs 3 or more characters: use the office's own form" in told
    assert not any(word in told for word in ("Q!", "secret", "4711x", "oh no"))


def test_the_schema_speaks_where_the_rules_are_silent() -> None:
    root = read(write(message()))
    root.find("Delivery").append(etree.Element("Surprise"))  # type: ignore[union-attr]
    assert validate(root)[0].rule == "does not fit the schema"


@pytest.mark.parametrize(
    "content", [b"no", b"<!DOCTYPE a [<!ENTITY b 'c'>]><CWC>&b;</CWC>", b"<a>" * 100_000]
)
def test_strange_xml_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"XML|document type|large"):
        read(content)


@given(st.fixed_dictionaries(dict.fromkeys(GIVEN, ANY)), ANY, ANY, ANY, ANY)
def test_any_text_gives_valid_xml_or_an_error_that_names_fields(
    words: dict[str, str], subject: str, statement: str, own: str, more: str
) -> None:
    given = message(
        constituent=person(**words), subject=subject, statement=statement, message=own, more_info=more
    )
    with suppress(UnwritableError):
        assert validate(read(write(given))) == []


@given(LINE, LINE, LINE, LINE, EMAIL, LINK)
def test_the_schema_takes_whatever_the_rules_take(
    name: str, line: str, subject: str, text: str, email: str, link: str
) -> None:
    someone = person(first_name=name, address1=line, city=line, email=email)
    content = write(
        message(constituent=someone, subject=subject, statement=text, message=text, more_info=link)
    )
    assert texts(content, "Message/ConstituentMessage") == [text]
    assert texts(content, "Constituent/Address1") == [line]
    assert texts(content, "Constituent/Email") == [email]


@pytest.mark.parametrize(
    ("chamber", "at", "minutes"),
    [
        (HOUSE, datetime(2026, 11, 23, 5, 0, tzinfo=UTC), 360),
        (HOUSE, datetime(2026, 7, 1, 4, 0, tzinfo=UTC), 360),
        (SENATE, datetime(2026, 11, 22, 10, 59, tzinfo=UTC), 1),
        (SENATE, datetime(2026, 11, 25, 11, 30, tzinfo=UTC), 30),
        (HOUSE, datetime(2026, 3, 8, 5, 0, tzinfo=UTC), 300),  # the night that has an hour less
        (HOUSE, datetime(2026, 11, 1, 4, 0, tzinfo=UTC), 420),  # and the one that has an hour more
    ],
)
def test_maintenance_follows_the_clock_of_washington(chamber: str, at: datetime, minutes: int) -> None:
    assert closed_for(chamber, at) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("chamber", "at"),
    [
        (HOUSE, datetime(2026, 11, 23, 11, 0, tzinfo=UTC)),
        (SENATE, datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        (SENATE, datetime(2026, 11, 25, 12, 0, tzinfo=UTC)),
    ],
)
def test_outside_of_it_the_gateways_are_open(chamber: str, at: datetime) -> None:
    assert closed_for(chamber, at) is None


@pytest.mark.parametrize("chamber", [HOUSE, SENATE])
@pytest.mark.parametrize("test", [True, False])
def test_the_official_endpoints_are_allowed(chamber: str, test: bool) -> None:
    endpoint = Endpoint.official(chamber, key="secret", test=test)
    assert endpoint.messages().endswith("?apikey=secret")
    assert "secret" not in repr(endpoint)


@pytest.mark.parametrize(
    "url",
    [
        "https://cwc.house.gov.example.org",
        "http://cwc.house.gov",
        "https://example.org",
        "https://localhost",
        "https://cwc.house.gov/v2?x=1",
        "https://cwc.house.gov:8443",
        "ftp://127.0.0.1",
    ],
)
def test_no_other_host_may_be_set(url: str) -> None:
    with pytest.raises(ValueError, match="gateway must be"):
        Endpoint(chamber=HOUSE, url=url, key="k")


def test_a_retry_writes_the_same_message() -> None:
    assert write(message()) == write(replace(message()))
