"""`tocsin locate`, word for word as people and scripts call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.officials import stage
from tests.places.conftest import DC, NJ1, NJ2
from tocsin import cli
from tocsin.officials import roster
from tocsin.places import ocd
from tocsin.places.models import Division

pytestmark = pytest.mark.usefixtures("squares")

KEYS = {"division", "method", "confidence", "vintage", "candidates", "officials"}
"""What is promised to scripts; there may be more."""
INSIDE = "40.25,-74.75"


@pytest.fixture(autouse=True)
def seated(squares: Path) -> Iterator[None]:
    """A member of the House for the first district, and a senator."""
    party = stage.organization("party-harbor", "Harbor Party", "party")
    house = stage.organization("us-house", "US House of Representatives", "chamber")
    senate = stage.organization("us-senate", "US Senate", "chamber")
    Division.objects.get_or_create(
        pk=ocd.state_id("NJ"), defaults={"name": "New Jersey", "kind": "state", "parent_id": ocd.US}
    )
    for body, role, division in ((house, "Representative", NJ1), (senate, "Senator", ocd.state_id("NJ"))):
        held = stage.post(body, role, division, f"{role} for {ocd.name_of(division)}")
        stage.seat(role.lower(), "Ada", f"{role}son", held, party)
    roster.forget()
    yield
    roster.forget()


Said = pytest.CaptureFixture[str]


def said(capsys: Said, *words: str) -> str:
    assert cli.main(["locate", *words]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def refused(capsys: Said, *words: str) -> str:
    """One line on standard error, nothing on standard output, status 2."""
    try:
        status: Any = cli.main(["locate", *words])
    except SystemExit as stop:
        status = stop.code
    told = capsys.readouterr()
    assert (status, told.out, told.err.count("\n")) == (2, "", 1)
    return told.err


def test_json_has_what_is_promised_and_who_sits_there(capsys: Said) -> None:
    facts = json.loads(said(capsys, "--point", INSIDE, "--json"))

    assert set(facts) >= KEYS
    assert {key: facts[key] for key in KEYS} == {
        "division": NJ1,
        "method": "point",
        "confidence": "high",
        "vintage": "119",
        "candidates": [NJ1],
        "officials": [
            {
                "name": "Ada Representativeson",
                "post": "Representative for New Jersey’s 1st congressional district",
                "party": "Harbor",
            },
            {"name": "Ada Senatorson", "post": "Senator for New Jersey", "party": "Harbor"},
        ],
    }


@pytest.mark.parametrize(
    ("words", "division", "method", "confidence", "officials"),
    [
        (["--zip", "07030"], NJ1, "zip", "approximate", 2),
        (["--zip", "07002"], None, "zip", "low", 1),
        (["--zip", "07303"], None, "state", "low", 1),
        (["--zip", "09012"], None, "zip", "none", 0),
        (["--address", "1 Main St, Hoboken, NJ 07030"], NJ1, "zip", "approximate", 2),
        (["--address", "Երևան"], None, "address", "none", 0),
        (["--point", "38.9,-77"], DC, "point", "high", 0),
        (["--point", "-12.5,33"], None, "point", "none", 0),
        (["--point=-12.5, 33"], None, "point", "none", 0),
        (["--point", "-.5,-.5"], None, "point", "none", 0),
    ],
)
def test_whatever_is_asked_the_answer_has_one_form(
    words: list[str], division: str | None, method: str, confidence: str, officials: int, capsys: Said
) -> None:
    facts = json.loads(said(capsys, *words, "--json"))

    assert set(facts) >= KEYS
    assert (facts["division"], facts["method"], facts["confidence"]) == (division, method, confidence)
    assert len(facts["officials"]) == officials


def test_people_are_told_in_words(capsys: Said) -> None:
    assert said(capsys, "--point", INSIDE).splitlines() == [
        "New Jersey’s 1st congressional district",
        "  confidence: high",
        "  map: 119",
        "  Ada Representativeson, Representative for New Jersey’s 1st congressional district (Harbor)",
        "  Ada Senatorson, Senator for New Jersey (Harbor)",
    ]
    assert said(capsys, "--zip", "07002").splitlines()[:4] == [
        "District not known",
        "  confidence: low (the ZIP code lies in several districts)",
        "  map: 119",
        "  one of: NJ-2, NJ-1",
    ]
    assert "exchanged" in said(capsys, "--point=-74.75,40.25")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ([], "--address"),
        (["--zip", "07030", "--point", INSIDE], "not allowed with"),
        (["--point", "Hoboken"], "latitude and a longitude"),
        (["--point", "40.25"], "latitude and a longitude"),
        (["--point", "1,2,3"], "latitude and a longitude"),
        (["--point", "-118.2,34.1"], "latitude comes first"),
        (["--point", "40.25,181"], "latitude comes first"),
        (["--point", "nan,0"], "latitude comes first"),
        (["--point", "inf,0"], "latitude comes first"),
        (["--zip", " "], "empty"),
        (["--address", ""], "empty"),
        (["--batch", "none.csv"], "No such file"),
        (["--batch", "."], "directory"),
        (["--batch", "none.csv", "--json"], "--json"),
    ],
)
def test_bad_input_is_one_line_and_status_two(words: list[str], about: str, capsys: Said) -> None:
    assert about in refused(capsys, *words)


def test_a_table_without_a_place_is_refused(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,mail\nA,b@example.org\n")

    assert "columns lat and lon, zip, address" in refused(capsys, "--batch", str(file))


def test_a_table_keeps_its_order_whatever_program_wrote_it(tmp_path: Path, capsys: Said) -> None:
    """Spreadsheets write a mark at the beginning, semicolons, and commas in numbers."""
    file = tmp_path / "people.csv"
    file.write_bytes('\ufeffName;lat;lon;zip\nb;;;07002\na;40,25;-74,75;\n"c;d";40,1;-74,1;\n'.encode())

    assert said(capsys, "--batch", str(file)).splitlines() == [
        "Name,lat,lon,zip,division,method,confidence,candidates",
        f"b,,,07002,,zip,low,{NJ2} {NJ1}",
        f'a,"40,25","-74,75",,{NJ1},point,high,{NJ1}',
        f'c;d,"40,1","-74,1",,{NJ2},point,high,{NJ2}',
    ]


def test_it_runs_from_the_shell(tmp_path: Path) -> None:
    from django.db import connection

    file, given = tmp_path / "people.csv", connection.settings_dict
    file.write_text(f"lat,lon\n{INSIDE}\n,\n")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{given['NAME']}").geturl()
    environment = os.environ | {"DATABASE_URL": url}

    def shell(*words: str) -> tuple[int, str, str]:
        tocsin = [sys.executable, "-m", "tocsin.cli", "locate", *words]
        done = subprocess.run(
            tocsin, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr

    status, out, err = shell("--batch", str(file))
    assert (status, err) == (0, "")
    assert out.splitlines()[1:] == [f"{INSIDE},{NJ1},point,high,{NJ1}", ",,,none,none,"]
    assert shell("--point", "x")[::2] == (
        2,
        "tocsin locate: argument --point: 'x' is not a latitude and a longitude, as in 40.74,-74.03; "
        "try tocsin locate --help\n",
    )
