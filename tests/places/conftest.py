"""A small country of squares, and the real one where its files are at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tocsin.places import ocd


def square(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(division: str, rings: Any, source: str = "TIGER/Line", kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"ocd_id": division, "source": source},
        "geometry": {"type": kind, "coordinates": rings},
    }


NJ1, NJ2, NJ3 = (ocd.cd_id("NJ", number) for number in (1, 2, 3))
PA1, DC = ocd.cd_id("PA", 1), ocd.cd_id("DC", 0)
ROUGH = "cb_2024_us_cd119_500k"
MAIN = [
    feature(NJ1, square(-75.0, 40.0, -74.5, 40.5)),
    feature(NJ2, square(-74.5, 40.0, -74.0, 40.5) + square(-74.3, 40.2, -74.2, 40.3), ROUGH),
    feature(PA1, square(-75.5, 40.0, -75.0, 40.5)),
    feature(DC, square(-77.1, 38.8, -76.9, 39.0), ROUGH),
]
"""NJ-2 has a hole, in which NJ-3 lies by the coarse map."""
COARSE = [feature(NJ3, square(-74.31, 40.19, -74.19, 40.31)), feature(NJ1, square(-75.01, 40.0, -74.5, 40.5))]


def written(folder: Path, name: str, features: list[dict[str, Any]]) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def drawn(folder: Path) -> Path:
    written(folder, "boundaries119/cd119.geojson", MAIN)
    written(folder, "boundaries119/cd119_20m.geojson", COARSE)
    (folder / "zips").mkdir()
    (folder / "zips/zccd.csv").write_text(
        "state_fips,state_abbr,zcta,cd\n34,NJ,07030,1\n34,NJ,07002,1\n34,NJ,07002,2\n11,DC,20001,98\n38,ND,57641,0\n"
    )
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn(tmp_path)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    from tocsin.core import datasets
    from tocsin.places import atlas, maps

    for forget in (datasets.forget, atlas.forget, maps.forget):
        forget()
    yield
    for forget in (datasets.forget, atlas.forget, maps.forget):
        forget()


@pytest.fixture(scope="module")
def squares_of_module(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = drawn(tmp_path_factory.mktemp("squares"))
    with django_db_blocker.unblock(), loaded(folder):
        yield folder


@pytest.fixture
def squares(squares_of_module: Path, db: None) -> Path:
    """What a test changes of them is undone."""
    return squares_of_module


@contextmanager
def loaded(folder: Path) -> Iterator[None]:
    from tocsin.core.models import Dataset
    from tocsin.places.models import Boundary, Division, PostalDistrict, PostalPoint

    load_all(folder)
    try:
        yield
    finally:
        for model in (PostalDistrict, PostalPoint, Boundary, Dataset):
            model.objects.all().delete()
        Division.objects.update(parent=None)
        Division.objects.all().delete()


def load_all(folder: Path) -> None:
    from tocsin.core import datasets
    from tocsin.places.loaders import DISTRICTS, ZIPS

    for loader in (DISTRICTS, ZIPS):
        datasets.load(loader, folder, lambda done, total: None)
    datasets.forget()


def shared_data() -> Path:
    return Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared/data"))


@pytest.fixture(scope="module")
def real(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The districts and ZIP codes of the country, for a whole module."""
    if not (shared_data() / "boundaries119").is_dir():
        pytest.skip(f"the public data are not at {shared_data()}; set SHARED_DATA")
    with django_db_blocker.unblock(), loaded(shared_data()):
        yield
