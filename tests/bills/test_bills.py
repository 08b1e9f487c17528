"""Bills, as far as target rules need them: who stands behind one, since when, as of when."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from tocsin.bills import positions
from tocsin.bills.loaders import BILLS
from tocsin.bills.models import Bill, Sponsorship
from tocsin.bills.readers import read_bill
from tocsin.core import datasets
from tocsin.core.datasets import Missing, Refused
from tocsin.people.models import Identifier, Person

SHARED_DATA = Path(os.environ.get("SHARED_DATA", "../shared/data"))
shared = pytest.mark.skipif(not (SHARED_DATA / "billstatus").is_dir(), reason="SHARED_DATA is not here")
BILL = """<?xml version="1.0"?><billStatus><version>3.0.0</version><bill>
<number>12</number><type>HR</type><congress>119</congress><originChamber>House</originChamber>
<updateDate>{updated}T01:02:03Z</updateDate><introducedDate>2025-02-03</introducedDate><title>River Act</title>
<sponsors><item><bioguideId>A000001</bioguideId><fullName>Rep. Ada, Ann [D-NJ-1]</fullName>
<firstName>ANN</firstName><lastName>ADA</lastName></item></sponsors>
<cosponsors>{cosponsors}</cosponsors></bill></billStatus>"""
COSPONSOR = """<item><bioguideId>{id}</bioguideId><fullName>Rep. {id}</fullName>
<sponsorshipDate>2025-03-04</sponsorshipDate>{more}</item>"""
WITHDRAWN = "<sponsorshipWithdrawnDate>2025-05-06</sponsorshipWithdrawnDate>"


def write(folder: Path, *ids: str, updated: str = "2026-01-02", more: str = "", name: str = "a") -> Path:
    (folder / "billstatus").mkdir(exist_ok=True)
    path = folder / "billstatus" / f"BILLSTATUS-{name}.xml"
    cosponsors = "".join(COSPONSOR.format(id=one, more=more) for one in ids)
    path.write_text(BILL.format(updated=updated, cosponsors=cosponsors))
    return path


def load(folder: Path) -> datasets.Outcome:
    return datasets.load(BILLS, folder, lambda done, total: None)


@pytest.fixture(autouse=True)
def fresh() -> None:
    positions.forget()
    datasets.forget()


def facts() -> set[str]:
    positions.forget()
    found = positions.bill("119/hr/12")
    assert found
    return set(
        Identifier.objects.filter(person_id__in=found.supporters, scheme="bioguide").values_list(
            "value", flat=True
        )
    )


@pytest.mark.django_db
def test_sponsor_and_cosponsors_support_the_bill(tmp_path: Path) -> None:
    ann = Person.objects.create(name="Ann Ada", slug="ann-ada")
    Identifier.objects.create(person=ann, scheme="bioguide", value="A000001")
    write(tmp_path, "B000001")
    load(tmp_path)
    bill = Bill.objects.get()
    assert (bill.id, bill.title, bill.chamber, bill.as_of) == (
        "119/hr/12",
        "River Act",
        "us-house",
        date(2026, 1, 2),
    )
    assert facts() == {"A000001", "B000001"}
    assert Sponsorship.objects.get(role="sponsor").person == ann


@pytest.mark.django_db
def test_who_withdrew_is_kept_and_supports_no_more(tmp_path: Path) -> None:
    write(tmp_path, "B000001", more=WITHDRAWN)
    load(tmp_path)
    assert Sponsorship.objects.get(role="cosponsor").withdrawn_at == date(2025, 5, 6)
    assert facts() == {"A000001"}


@pytest.mark.django_db
def test_a_newer_record_replaces_and_an_older_one_does_not(tmp_path: Path) -> None:
    write(tmp_path, "B000001")
    load(tmp_path)
    write(tmp_path, "B000001", "C000001", updated="2026-02-02")
    assert load(tmp_path).diff.added == 1
    write(tmp_path, updated="2025-12-31")
    assert load(tmp_path).diff.is_empty
    assert facts() == {"A000001", "B000001", "C000001"}


@pytest.mark.django_db
def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "B000001")
    load(tmp_path)
    assert load(tmp_path).snapshot is None


@pytest.mark.django_db
def test_a_broken_file_is_named_and_the_others_are_loaded(tmp_path: Path) -> None:
    write(tmp_path, "B000001")
    whole = (tmp_path / "billstatus" / "BILLSTATUS-a.xml").read_text()
    (tmp_path / "billstatus" / "BILLSTATUS-b.xml").write_text(whole[: len(whole) // 2])
    outcome = load(tmp_path)
    assert outcome.snapshot and "BILLSTATUS-b.xml" in outcome.snapshot.warnings[0]
    assert Bill.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<billStatus>", "cannot be read"),
        (BILL.format(updated="2026-01-02", cosponsors="").replace("3.0.0", "1.0.0"), "BILLSTATUS 3"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><billStatus/>', "entities"),
        (BILL.format(updated="soon", cosponsors=""), "cannot be read"),
    ],
)
def test_what_is_no_bill_is_refused_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "BILLSTATUS-x.xml"
    path.write_text(text)
    with pytest.raises(Refused, match=words) as refused:
        read_bill(path)
    assert "\n" not in str(refused.value)


def test_a_record_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a_snapshot_b.json"
    path.write_text(json.dumps(["nothing"]))
    with pytest.raises(Refused):
        read_bill(path)


@pytest.mark.django_db
def test_an_empty_folder_has_no_bills(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        load(tmp_path)


@pytest.mark.django_db
def test_votes_are_read_with_the_bill(tmp_path: Path) -> None:
    write(tmp_path, "B000001")
    (tmp_path / "votes").mkdir()
    head = "\ufeffroll_call,bill,at,question,bioguide,option"
    line = "119-2-house-7,119/hr/12,2026-01-05,On passage,B000001,Nay"
    (tmp_path / "votes" / "house.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    load(tmp_path)
    found = positions.vote("119-2-house-7")
    assert found and set(found.options.values()) == {"no"}


@shared
@pytest.mark.django_db
def test_the_published_records_are_read() -> None:
    outcome = load(SHARED_DATA)
    assert outcome.snapshot and not outcome.snapshot.warnings
    found = positions.bill("119/hr/5369")
    assert found and len(found.supporters) == 30, "the sponsor and 29 cosponsors"
    assert found.as_of == date(2026, 5, 1)
