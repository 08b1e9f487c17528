"""`/officials/`: everybody in office can be found, read, and taken away as data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.officials import stage
from tocsin.officials import directory
from tocsin.officials.models import Membership, Official
from tocsin.officials.roster import forget


@pytest.fixture(autouse=True)
def scene(db: None) -> Iterator[None]:
    stage.set_up()
    forget()
    yield
    forget()


def names(client: Client, **asked: str) -> list[str]:
    return [person["name"] for person in client.get("/officials.json", asked).json()["officials"]]


def test_the_list_is_sorted_by_family_name_and_may_be_shared(client: Client) -> None:
    assert names(client) == ["Ada Lindqvist", "Maria O’Neill", "Sam Okafor", "José Sánchez"]
    response = client.get("/officials/")
    assert "s-maxage=2" in response.headers["Cache-Control"] and not response.cookies


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "sanchez"}, ["José Sánchez"]),
        ({"q": "maria o'neill"}, ["Maria O’Neill"]),
        ({"body": "us-senate"}, ["Ada Lindqvist", "Sam Okafor"]),
        ({"body": "us-house", "state": "NJ"}, ["Maria O’Neill", "José Sánchez"]),
        ({"state": "CA"}, []),
        ({"party": "Nobody’s"}, []),
        ({"q": "zzz"}, []),
    ],
    ids=str,
)
def test_filters_find_whom_they_name(client: Client, asked: dict[str, str], found: list[str]) -> None:
    assert names(client, **asked) == found
    page = client.get("/officials/", asked).content.decode()
    assert all(name in page for name in found)
    assert f"<b>{len(found)}</b> official" in page


@pytest.mark.parametrize(
    "asked",
    [{"page": "9999"}, {"page": "x"}, {"page": "-1"}, {"state": "ZZ"}, {"q": "\0"}, {"body": "' --"}],
    ids=str,
)
def test_filters_that_do_not_exist_are_passed_over(client: Client, asked: dict[str, str]) -> None:
    for path in ("/officials/", "/officials.json", "/officials.csv"):
        assert client.get(path, asked).status_code == 200


def test_pages_lead_through_everybody_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(directory, "DATA_SIZE", 3)
    first = client.get("/officials.json").json()
    following = urlsplit(first["next"])
    second = client.get(f"{following.path}?{following.query}").json()
    people = [person["page"] for person in first["officials"] + second["officials"]]
    assert len(people) == len(set(people)) == first["total"] == 4 and second["next"] is None


def test_no_cell_of_the_csv_is_a_formula(client: Client) -> None:
    Official.objects.filter(slug=stage.SIXTH).update(name="=HYPERLINK(1)")
    forget()
    rows = list(csv.DictReader(io.StringIO(client.get("/officials.csv").getvalue().decode())))
    assert "'=HYPERLINK(1)" in {row["name"] for row in rows}


def test_a_person_has_a_page_with_all_that_is_known(client: Client) -> None:
    page = client.get(f"/officials/{stage.SIXTH}/").content.decode()
    for words in (
        "<h1><bdi>Maria O’Neill</bdi></h1>",
        '<bdi lang="hy">Մարիա Օնիլ</bdi>', "6th congressional district, Harbor Party",
        "since January 3, 2025", "House Committee on Foreign Affairs", "Chair", "Mayor of Cape Mercy",
        "checked on June 15, 2026", "https://bioguide.congress.gov/search/bio/O000001",
        'href="tel:+12025550106"',
    ):  # fmt: skip
        assert words in page, words


def test_what_is_not_for_the_public_is_not_shown_and_no_link_runs_a_script(client: Client) -> None:
    for path in (f"/officials/{stage.SIXTH}/", f"/officials/{stage.SIXTH}.json"):
        assert "never-shown" not in client.get(path).content.decode()
    assert 'href="javascript:' not in client.get(f"/officials/{stage.SIXTH}/").content.decode()


def test_the_record_has_the_shape_of_popolo(client: Client) -> None:
    person = client.get(f"/officials/{stage.SIXTH}.json").json()
    assert person["name"] == "Maria O’Neill" and person["sort_name"] == "O’Neill, Maria"
    assert {"scheme": "bioguide", "identifier": "O000001"} in person["identifiers"]
    seat = next(each for each in person["memberships"] if each["post"])
    assert (
        seat["post"]["area"] == stage.NJ6 and seat["start_date"] == "2025-01-03" and seat["end_date"] is None
    )


def test_the_record_as_csv_has_a_line_for_each_office(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"/officials/{stage.SIXTH}.csv").getvalue().decode())))
    assert len(rows) == 3 and rows[0]["division"] == stage.NJ6
    assert ("2011-01-01", "2015-01-01") in {(row["start_date"], row["end_date"]) for row in rows}


def test_who_left_office_keeps_a_page_that_says_so_and_leaves_the_list(client: Client) -> None:
    stage.retire(stage.FOURTH, date(2026, 1, 3))
    forget()
    page = client.get(f"/officials/{stage.FOURTH}/").content.decode()
    assert "not in office" in page and "until January 3, 2026" in page
    assert "José Sánchez" not in names(client)


def test_who_never_held_an_office_is_not_given_one(client: Client) -> None:
    Membership.objects.filter(person__slug=stage.FOURTH).delete()
    assert (
        "No office of José Sánchez is known here."
        in client.get(f"/officials/{stage.FOURTH}/").content.decode()
    )


@pytest.mark.parametrize("path", ["/officials/nobody/", "/officials/nobody.json", "/officials/nobody.csv"])
def test_nobody_has_no_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/find/", "/officials/", f"/officials/{stage.SIXTH}/"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_page_is_in_the_readers_direction(client: Client, path: str, language: str, direction: str) -> None:
    page = client.get(f"{path}?lang={language}").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page and page.count("<h1") == 1
