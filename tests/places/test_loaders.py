"""Files that are not what they should be are refused in one line, and what was loaded stays."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import shapefile

from tests.places.conftest import MAIN, NJ1, NJ2, feature, square, written
from tocsin.core.datasets import Missing, Refused
from tocsin.places import ocd, postal, sources
from tocsin.places.loaders import DISTRICTS, ZIPS

Spoil = Callable[[Path], Path]


def truncated(folder: Path) -> Path:
    file = folder / "boundaries119/cd119.geojson.gz"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(gzip.compress(json.dumps({"features": MAIN}).encode())[:-40])
    return file


def half_a_zip(folder: Path) -> Path:
    file = census_zip(folder / "cb_2024_us_cd119_500k.zip", [("34", "01", square(-75, 40, -74, 41))])
    file.write_bytes(file.read_bytes()[:200])
    return file


def census_zip(
    file: Path, rows: list[tuple[str, str, list[list[list[float]]]]], field: str = "CD119FP"
) -> Path:
    base = file.with_suffix("")
    with shapefile.Writer(str(base), shapeType=shapefile.POLYGON) as writer:
        writer.field("STATEFP", "C", 2)
        writer.field(field, "C", 3)
        for state, number, rings in rows:
            writer.poly([ring[::-1] for ring in rings])
            writer.record(state, number)
    with zipfile.ZipFile(file, "w") as archive:
        for suffix in (".shp", ".shx", ".dbf"):
            archive.write(base.with_suffix(suffix), base.name + suffix)
    return file


@pytest.mark.parametrize(
    "spoil",
    [
        truncated,
        half_a_zip,
        lambda folder: written(folder, "cd119.geojson", []),
        lambda folder: written(folder, "cd119.geojson", [feature("nonsense", square(-75, 40, -74, 41))]),
        lambda folder: written(folder, "cd119.geojson", [feature(NJ1, [])]),
        lambda folder: written(folder, "cd119.geojson", [feature(NJ1, square(40, -75, 41, -74))]),
        lambda folder: written(folder, "cd119.geojson", [feature(NJ1, square(-750, 40, -74, 41))]),
        lambda folder: written(
            folder, "cd119.geojson", [{"type": "Feature", "properties": {}, "geometry": None}]
        ),
        lambda folder: written(folder, "districts.geojson", MAIN),
    ],
)
def test_a_spoiled_map_is_refused(spoil: Spoil, tmp_path: Path) -> None:
    file = spoil(tmp_path)

    with pytest.raises(Refused) as refused:
        sources.read(file)

    assert file.name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_without_maps_or_codes_says_so(tmp_path: Path) -> None:
    for loader in (DISTRICTS, ZIPS):
        with pytest.raises(Missing):
            loader.files(tmp_path)


def test_shapefiles_of_the_census_bureau_are_read_as_published(tmp_path: Path) -> None:
    rows = [
        ("34", "06", square(-75, 40, -74, 41)),
        ("02", "00", square(-150, 60, -149, 61)),
        ("72", "98", square(-67, 18, -66, 18.5)),
        ("34", "ZZ", square(-73, 40, -72, 41)),
    ]
    read = sources.read(census_zip(tmp_path / "cb_2024_us_cd119_500k.zip", rows))
    upper = sources.read(
        census_zip(tmp_path / "tl_2024_34_sldu.zip", [("34", "006", square(-75, 40, -74, 41))], "SLDUST")
    )

    assert [sheet.division for sheet in read] == [ocd.cd_id("NJ", 6), ocd.state_id("AK"), ocd.state_id("PR")]
    assert {sheet.vintage for sheet in read} == {"119"}
    assert [(s.division, s.kind, s.vintage) for s in upper] == [
        (ocd.part_id("NJ", "sldu", "6"), "sldu", "2024")
    ]


def test_a_shape_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    bow = [[[-75, 40], [-74, 41], [-74, 40], [-75, 41], [-75, 40]]]
    written(tmp_path, "boundaries119/cd119.geojson", [feature(NJ1, bow), *MAIN[1:]])

    snapshot = DISTRICTS.read(tmp_path, lambda done, total: None)

    assert [NJ1 in warning for warning in snapshot.warnings] == [True]
    assert snapshot.rows == len(MAIN)


@pytest.mark.parametrize(
    "text", ["", "zcta,cd\n", "a,b\n1,2\n", "state_fips,state_abbr,zcta,cd\n34,NJ,seven,1\n"]
)
def test_a_spoiled_table_of_codes_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "zccd.csv"
    file.write_text(text)

    with pytest.raises(Refused, match=r"zccd\.csv"):
        postal.read(file)


def test_the_table_of_the_census_bureau_is_read_as_published(tmp_path: Path) -> None:
    file = tmp_path / "tab20_cd11920_zcta520_natl.txt"
    file.write_text(
        "\ufeffOID_CD119_20|GEOID_CD119_20|GEOID_ZCTA5_20\n1|3401|07030\n2|3402|07030\n3|1198|20001\n4|34ZZ|07001\n5|3401|\n",
        encoding="utf-8",
    )
    assert postal.read(file) == (
        "119",
        {("07030", NJ1), ("07030", NJ2), ("20001", ocd.state_id("DC"))},
        [],
    )
