"""`/find/`: whatever somebody says of their place, the answer is honest, private, and the same in every form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from tests.officials import stage
from tocsin.core import datasets, microcache
from tocsin.core.models import Dataset
from tocsin.officials.forms import FindForm, ListForm
from tocsin.officials.roster import forget
from tocsin.places.models import PostalDistrict, PostalPoint

UNIQUE, SPLIT, VACANT, BOX = "07030", "07701", "07302", "07099"
KEYS = {"division", "method", "confidence", "vintage", "candidates", "officials"}
STRANGE = [
    "",
    " ",
    "0",
    "99999",
    "K1A 0B1",
    "٠٧٠٣٠",
    "07030-1234",
    "x" * 300,
    "\0",
    "'; --",
    "<b>",
    "⁷",
    "-1",
]


@pytest.fixture(autouse=True)
def scene(db: None) -> Iterator[None]:
    stage.set_up()
    for code, divisions in {
        UNIQUE: (stage.NJ6,),
        SPLIT: (stage.NJ4, stage.NJ6),
        VACANT: (stage.NJ8,),
    }.items():
        PostalPoint.objects.create(code=code, kind="standard", state="NJ", lat=40.7, lon=-74.0)
        for division in divisions:
            PostalDistrict.objects.create(code=code, division_id=division, vintage="119")
    PostalPoint.objects.create(code=BOX, kind="po-box", state="NJ", lat=40.7, lon=-74.1)
    for name in ("officials", "districts", "zips"):
        Dataset.objects.update_or_create(
            name=name, defaults={"version": 1, "as_of": date(2026, 6, 15), "rows": 9}
        )
    forget()
    yield
    forget()


def ask(client: Client, **place: str) -> str:
    response = client.post("/find/", place)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    return response.content.decode()


def test_the_empty_page_may_be_shared_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/find/")
    assert response.status_code == 200 and not response.cookies
    assert "s-maxage=2" in response.headers["Cache-Control"]


def test_a_zip_in_one_district_shows_its_people_and_how_to_reach_them(client: Client) -> None:
    page = ask(client, zip=UNIQUE)
    assert "Maria O’Neill" in page and "Ada Lindqvist" in page and "José Sánchez" not in page
    assert 'href="tel:+12025550106"' in page and f'href="{stage.SITE}"' in page
    assert "<h1>New Jersey’s 6th congressional district</h1>" in page
    assert "right for 99 people in 100" in page and "June 15, 2026" in page


def test_a_split_zip_asks_with_names_and_the_choice_is_answered(client: Client) -> None:
    page = ask(client, zip=SPLIT)
    assert "Which of these is yours?" in page and "Maria O’Neill" in page and "José Sánchez" in page
    assert page.count('type="radio"') == 2 and " checked" not in page
    assert "<h1>2 districts share this ZIP code</h1>" in page
    chosen = ask(client, zip=SPLIT, division=stage.NJ4)
    assert "José Sánchez" in chosen and "Maria O’Neill" not in chosen and "You chose this district" in chosen


def test_a_forged_choice_is_asked_again(client: Client) -> None:
    page = ask(client, zip=SPLIT, division="ocd-division/country:us/state:ca/cd:12")
    assert "is not one of those" in page and page.count('type="radio"') == 2


def test_a_vacant_seat_is_said_to_be_vacant_and_an_unknown_one_unknown(client: Client) -> None:
    assert "This seat is vacant." in ask(client, zip=VACANT)
    unknown = client.get("/find/", {"division": "ocd-division/country:us/state:ca/cd:12"}).content.decode()
    assert "is not known to this site" in unknown and "seat is vacant" not in unknown


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"zip": "09012"}, "military postal code"),
        ({"zip": BOX}, "post office boxes"),
        ({"zip": "07000"}, "None of our lists knows"),
        ({"country": "AM"}, "Citizens abroad vote where they last lived"),
        ({"lat": "x", "lon": ""}, "no such latitude"),
    ],
    ids=str,
)
def test_what_cannot_be_told_is_explained_and_asked(
    client: Client, place: dict[str, str], words: str
) -> None:
    page = ask(client, **place)
    assert words in page
    assert 'name="state"' in page or 'name="division"' in page


def test_a_state_leads_to_its_districts_and_one_with_a_single_district_to_an_answer(client: Client) -> None:
    page = ask(client, state="NJ")
    assert page.count('<option value="ocd-division/') == 12 and "Ada Lindqvist" in page
    assert "All of Alaska is one district." in ask(client, state="AK")


def test_nothing_entered_is_said_beside_the_field(client: Client) -> None:
    response = client.post("/find/", {"zip": " "})
    assert response.status_code == 422 and "Enter your ZIP code" in response.content.decode()


@pytest.mark.parametrize("name", sorted(FindForm.base_fields))
def test_nothing_that_is_typed_is_an_error_page(client: Client, name: str) -> None:
    for text in STRANGE:
        for response in (
            client.post("/find/", {name: text}),
            client.get("/find/", {name: text}),
            client.get("/find.json", {name: text}),
            client.get("/find.csv", {name: text}),
        ):
            assert response.status_code in {200, 400, 404, 422}, text


def test_a_district_can_be_linked_to_and_an_unknown_one_is_not_found(client: Client) -> None:
    assert "Maria O’Neill" in client.get("/find/", {"division": stage.NJ6}).content.decode()
    for nonsense in ("ocd-division/country:us/state:nj/cd:13", "ocd-division/country:us/state:zz", "x"):
        assert client.get("/find/", {"division": nonsense}).status_code == 404


def test_the_json_is_the_same_answer(client: Client) -> None:
    data = client.get("/find.json", {"zip": UNIQUE}).json()
    assert data.keys() >= KEYS
    assert (data["division"], data["method"], data["confidence"]) == (stage.NJ6, "zip", "approximate")
    assert [person["name"] for person in data["officials"]] == [
        "Maria O’Neill",
        "Ada Lindqvist",
        "Sam Okafor",
    ]
    assert data["officials"][0]["phone"] == stage.PHONE and data["as_of"]["officials"] == "2026-06-15"
    split = client.get("/find.json", {"zip": SPLIT}).json()
    assert split["division"] is None and split["candidates"] == [stage.NJ4, stage.NJ6]
    assert client.get("/find.json").status_code == 400


def test_the_csv_is_the_same_answer(client: Client) -> None:
    response = client.get("/find.csv", {"zip": UNIQUE})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert [row["name"] for row in rows] == ["Maria O’Neill", "Ada Lindqvist", "Sam Okafor"]
    assert "no-store" in response.headers["Cache-Control"]


def test_only_the_embedded_page_may_be_framed(client: Client) -> None:
    framed, own = client.get("/embed/find/"), client.get("/find/")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'none'" in own.headers["Content-Security-Policy"]
    assert own.headers["X-Frame-Options"] == "DENY"
    answered = client.post("/embed/find/", {"zip": UNIQUE}).content.decode()
    assert (
        "Maria O’Neill" in answered
        and 'action="/embed/find/"' in answered
        and 'class="masthead"' not in answered
    )


def test_data_that_are_missing_are_named_with_what_loads_them(client: Client) -> None:
    Dataset.objects.filter(name="districts").update(as_of=None)
    datasets.forget()
    assert "<code>tocsin data sync districts</code>" in client.get("/find/").content.decode()
    Dataset.objects.filter(name="districts").update(done=3, total=4)
    datasets.forget()
    assert "75% done" in client.get("/find/").content.decode()


def test_asking_changes_nothing(client: Client) -> None:
    before = (Dataset.objects.count(), PostalDistrict.objects.count())
    ask(client, zip=UNIQUE, address="1 Main Street")
    assert (Dataset.objects.count(), PostalDistrict.objects.count()) == before


@pytest.mark.parametrize("name", sorted({*FindForm.base_fields, *ListForm.base_fields}))
def test_no_two_places_share_an_answer_in_the_cache(name: str) -> None:
    keys = {
        microcache.MicroCache.key(
            {"REQUEST_METHOD": "GET", "PATH_INFO": "/find/", "QUERY_STRING": f"{name}={value}"}
        )
        for value in "ab"
    }
    assert len(keys) == 2
