"""The reader of BILLSTATUS XML: what it takes out of a record, and what it does not let in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from tests.bills.billxml import (
    COMMITTEE,
    HEAD,
    REFERRED,
    WITHDRAWN,
    action,
    actions,
    bill,
    cosponsors,
    passed,
)
from tocsin.bills import readers
from tocsin.bills.billstatus import bill_of_xml
from tocsin.bills.markup import paragraphs
from tocsin.bills.names import parts
from tocsin.bills.readers import Document, documents, read_bill
from tocsin.bills.records import BillRecord
from tocsin.core.datasets import Refused

BOMB = (
    '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;">]><billStatus><version>3.0.0</version>&c;</billStatus>'
)


def read(*more: str, **changes: object) -> BillRecord:
    return bill_of_xml(bill(*more, **changes).encode(), "x.xml")  # type: ignore[arg-type]


def test_backers_with_their_dates() -> None:
    sponsor, cosponsor = read(cosponsors("B000001", more=WITHDRAWN)).backers
    assert (sponsor.bioguide, sponsor.role, sponsor.at) == ("A000001", "sponsor", date(2025, 2, 3))
    assert (cosponsor.at, cosponsor.withdrawn_at) == (date(2025, 3, 4), date(2025, 5, 6))


def test_actions_oldest_first_with_the_time_of_the_house_floor_alone() -> None:
    found = read(passed()).actions
    assert [a.text[:10] for a in found] == ["Introduced", "Referred t", "Passed/agr", "On passage"]
    assert [a.time for a in found] == ["", "", "", "2025-06-09T22:21:36-04:00"]
    assert [a.source for a in found] == ["9", "2", "9", "2"]
    roll = found[-1].rolls[0]
    assert (roll.chamber, roll.congress, roll.session, roll.number) == ("house", 119, 1, 7)
    assert roll.at == "2025-06-09", "the day at the Capitol, not in Greenwich"


def test_an_action_without_source_date_or_text_does_no_harm() -> None:
    found = read(
        actions(action("2025-02-04", "Read.", system=""), "<item/>", action("2025-02-03", ""))
    ).actions
    assert [(a.text, a.source) for a in found] == [("Read.", "")]


def test_committees_with_their_subcommittees_and_activities() -> None:
    whole, part = read(COMMITTEE).committees
    assert (whole.code, whole.chamber, part.code) == ("hsfa00", "us-house", "hsfa14")
    assert whole.activities == (("Referred to", "2025-02-03"), ("Markup by", "2025-04-21"))
    assert part.chamber == "us-house"


def test_titles_summary_laws_and_related_bills() -> None:
    found = read(
        "<policyArea><name>Water</name></policyArea>",
        "<laws><item><type>Public Law</type><number>119-9</number></item></laws>",
        "<titles><item><titleType>Official Title as Enacted</titleType><title>To clean rivers.</title></item>"
        "<item><titleType>Official Title as Introduced</titleType><title>To look at them.</title></item></titles>",
        "<summaries><summary><actionDate>2025-02-03</actionDate><actionDesc>Introduced</actionDesc>"
        "<updateDate>2025-02-09T00:00:00Z</updateDate><text><![CDATA[<p>Old.</p>]]></text></summary>"
        "<summary><actionDate>2025-06-09</actionDate><actionDesc>Passed House</actionDesc>"
        "<updateDate>2025-06-12T00:00:00Z</updateDate><text><![CDATA[<p><b>River</b> Act</p><p>It "
        "<script>alert(1)</script>cleans &amp; <a href='https://example.org'>counts</a>.</p>]]></text></summary>"
        "</summaries>",
        "<relatedBills><item><title>Lake Act</title><congress>119</congress><number>3</number><type>S</type>"
        "<relationshipDetails><item><type>Identical bill</type><identifiedBy>CRS</identifiedBy></item>"
        "<item><type>Related bill</type><identifiedBy>House</identifiedBy></item></relationshipDetails></item>"
        "</relatedBills>",
        title="<![CDATA[The <i>River</i> Act &amp; more]]>",
    )
    assert found.title == "The River Act & more"
    assert found.official_title == "To clean rivers."
    assert (found.policy_area, found.laws) == ("Water", ("Public Law 119-9",))
    assert found.summary == {
        "at": "2025-06-09",
        "stage": "Passed House",
        "text": "River Act\n\nIt cleans & counts.",
    }
    assert found.related == (
        {"id": "119/s/3", "title": "Lake Act", "relation": "Identical bill", "by": "CRS, House"},
    )


@pytest.mark.parametrize(
    ("full", "given", "family", "name"),
    [
        ("Rep. DeLauro, Rosa L. [D-CT-3]", "ROSA", "DELAURO", ("Rosa", "DeLauro")),
        ("Rep. MCCARTHY, KEVIN [R-CA-23]", "KEVIN", "MCCARTHY", ("Kevin", "McCarthy")),
        ("Sen. O'BRIEN-VAN DYKE, J. III [D-NJ]", "J.", "O'BRIEN-VAN DYKE", ("J.", "O'Brien-Van Dyke")),
        ("Rep. McCARTHY, Kevin", "Kevin", "McCARTHY", ("Kevin", "McCarthy")),
        ("Rep. Ruiz de la Peña, Ana [D-TX-1]", "ANA", "RUIZ DE LA PEÑA", ("Ana", "Ruiz de la Peña")),
        ("", "", "NÚÑEZ", ("", "Núñez")),
    ],
)
def test_names_that_shout(full: str, given: str, family: str, name: tuple[str, str]) -> None:
    assert parts(full, given, family) == name


@pytest.mark.parametrize(
    "text", ["", " ", "<", "<p>", "a < b & c", "<!--x-->", "<p" * 9000, "\x01<b>", "&#0;&lt;"]
)
def test_any_markup_becomes_text(text: str) -> None:
    assert "<b>" not in paragraphs(text) and "\x00" not in paragraphs(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (bill()[:300], "not whole XML"),
        (bill(version="1.0.0"), "not BILLSTATUS 3 but 1.0.0"),
        (HEAD + BOMB, "entities"),
        ('<!DOCTYPE b SYSTEM "file:///etc/passwd">' + bill().removeprefix(HEAD), "entities"),
        (bill().replace("A000001", "../x"), "bioguide"),
        (bill(updated="2999-01-01T00:00:00Z"), "future"),
        (bill(number=0), "number"),
        (bill(title=" "), "no title|title"),
        (bill().replace("<type>HR</type>", "<type>XX</type>"), "type of bill"),
        ("<a>" * 5000, "not whole XML"),
    ],
)
def test_what_is_no_bill_is_refused_in_one_line_that_names_it(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "BILLSTATUS-x.xml"
    path.write_text(text)
    with pytest.raises(Refused, match=words) as refused:
        read_bill(path)
    assert "BILLSTATUS-x.xml" in str(refused.value) and "\n" not in str(refused.value)


def test_entities_hidden_by_another_encoding_are_refused() -> None:
    text = '<!DOCTYPE b [<!ENTITY a "ha">]>' + bill(title="&a;").removeprefix(HEAD)
    with pytest.raises(Refused, match="entities"):
        Document("bomb.xml", text.encode("utf-16"), named=True).record()


def test_two_megabytes_are_a_bill_and_seventeen_are_not(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_text(bill(actions(*[action("2025-02-03", REFERRED)] * 9_000)))
    assert path.stat().st_size > 1_500_000
    assert len(read_bill(path).actions) == 9_000
    path.write_text(bill() + " " * 17 * 2**20)
    with pytest.raises(Refused, match="too large"):
        read_bill(path)


def test_folders_and_archives_are_read_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "119" / "hr").mkdir(parents=True)
    (tmp_path / "119" / "hr" / "a.xml").write_text(bill(number=1))
    (tmp_path / "119" / "hr" / "notes.txt").write_text("no bill")
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("119/hr/c.xml", bill(number=2))
        archive.writestr("readme.txt", "no bill")
    found = [item for item in documents([tmp_path]) if isinstance(item, Document)]
    assert [item.record().id for item in found] == ["119/hr/1", "119/hr/2"]
    assert [item.name for item in found] == ["a.xml", "b.zip: c.xml"]


def test_a_member_that_swells_is_cut_and_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b" " * 40 * 2**20)
    (item,) = documents([tmp_path / "b.zip"])
    assert isinstance(item, Document) and len(item.data) == readers.LARGEST + 1
    with pytest.raises(Refused, match="too large"):
        item.record()


def test_an_archive_of_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_BYTES", 100)
    with ZipFile(tmp_path / "b.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", bill())
    with pytest.raises(Refused, match="more than any Congress"):
        list(documents([tmp_path / "b.zip"]))


def test_a_broken_member_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.xml", bill(number=1))
        archive.writestr("c.xml", bill(number=2))
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data.replace(b"River Act", b"Rover Act", 1))
    broken, whole = documents([tmp_path / "b.zip"])
    assert isinstance(broken, Refused) and "b.zip: a.xml" in str(broken)
    assert isinstance(whole, Document) and whole.record().id == "119/hr/2"


@pytest.mark.parametrize("packed", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_a_damaged_or_protected_member_is_named_and_the_others_are_read(tmp_path: Path, packed: int) -> None:
    file = tmp_path / "b.zip"
    with ZipFile(file, "w", packed) as archive:
        archive.writestr("a.xml", bill(title="A river that runs through many words"))
        archive.writestr("c.xml", bill(number=2))
    with ZipFile(file) as archive:
        start = archive.getinfo("a.xml").header_offset + 30 + len("a.xml")
    data = bytearray(file.read_bytes())
    data[start + 40 : start + 60] = bytes(20)
    file.write_bytes(data)
    damaged, whole = documents([file])
    assert isinstance(damaged, Refused) and "a.xml" in str(damaged)
    assert isinstance(whole, Document) and whole.record().id == "119/hr/2"


def test_a_member_that_asks_for_a_password_is_named(tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("a.xml", bill())
    data = bytearray(file.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    (found,) = documents([file])
    assert isinstance(found, Refused) and "a.xml is protected by a password" in str(found)
