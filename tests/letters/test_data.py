"""A letter as data: keys that stay, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from tests.letters import scene
from tocsin.letters import cards, roll

pytestmark = pytest.mark.django_db
KEYS = {
    "slug", "url", "state", "by_invitation", "takes_people", "takes_names", "deadline", "time_zone", "opened_at",
    "version", "texts", "versions", "hosts", "addressees", "counts", "signatories", "frozen", "delivery", "responses",
}  # fmt: skip


def test_the_data_of_a_letter_have_the_keys_that_are_promised(client: Client) -> None:
    letter = scene.letter(languages=("en", "hy"))
    scene.up(letter)
    scene.signed(letter, "River Watch")
    response = client.get("/letters/river.json")
    found = response.json()
    assert set(found) == KEYS
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert set(found["texts"]) == {"en", "hy"}
    assert tuple(found["signatories"][0]) == roll.COLUMNS
    assert found["signatories"][0]["name"] == "River Watch"


def test_the_table_has_the_same_lines_and_no_formulas(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter, "=HYPERLINK(1)")
    response = client.get("/letters/river.csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert tuple(rows[0]) == roll.COLUMNS
    assert (rows[0]["name"], rows[0]["status"], rows[0]["country"]) == ("'=HYPERLINK(1)", "signed", "AM")
    assert "s-maxage=2" in response.headers["Cache-Control"]


def test_the_list_is_a_table_too(client: Client) -> None:
    scene.up(scene.letter())
    rows = list(csv.DictReader(io.StringIO(client.get("/letters.csv").getvalue().decode())))
    assert tuple(rows[0]) == cards.COLUMNS
    assert (rows[0]["slug"], rows[0]["addressees"], rows[0]["state"]) == ("river", "Jo Example", "signing")
