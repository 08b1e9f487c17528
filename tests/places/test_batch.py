"""Tables of places, as `tocsin locate --batch` reads and writes them."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.places.conftest import NJ1, NJ2
from tocsin.core.errors import OperatorError
from tocsin.places import batch

pytestmark = pytest.mark.usefixtures("squares")


def answered(folder: Path, text: str) -> list[dict[str, str]]:
    file, out = folder / "places.csv", io.StringIO()
    file.write_bytes(text.encode())
    assert batch.run(str(file), out, date(2026, 6, 1)) == 0
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_rows_keep_their_order_and_bad_ones_are_answered_too(tmp_path: Path) -> None:
    rows = answered(
        tmp_path,
        "\ufeffName;ZIP;Lon;LAT\na;;-74,75;40,25\nb;07002;;\nc;07030;x;1\nd\ne;;999;40\nf;09012;;\ng;;-74.1;40.1\n",
    )
    got = [(row["Name"], row["division"], row["method"], row["confidence"]) for row in rows]

    assert got == [
        ("a", NJ1, "point", "high"),
        ("b", "", "zip", "low"),
        ("c", NJ1, "zip", "approximate"),
        ("d", "", "none", "none"),
        ("e", "", "point", "none"),
        ("f", "", "zip", "none"),
        ("g", NJ2, "point", "high"),
    ]
    assert set(rows[1]["candidates"].split()) == {NJ1, NJ2}


def test_addresses_are_read_too(tmp_path: Path) -> None:
    rows = answered(tmp_path, 'Address\n"1 Main St, Hoboken, NJ 07030"\nԵրևան\n')

    assert [(row["division"], row["method"]) for row in rows] == [(NJ1, "zip"), ("", "address")]


def test_many_rows_come_out_as_they_went_in(tmp_path: Path) -> None:
    count = batch.CHUNK + 5
    rows = answered(tmp_path, "id,lat,lon\n" + "".join(f"{n},40.25,-74.75\n" for n in range(count)))

    assert [row["id"] for row in rows] == [str(n) for n in range(count)]
    assert {row["division"] for row in rows} == {NJ1}


@pytest.mark.parametrize("text", ["", "name,mail\na,b\n", "lat\n40\n"])
def test_a_table_without_a_place_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="columns"):
        answered(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        batch.run(str(tmp_path / "none.csv"), io.StringIO(), date(2026, 6, 1))
