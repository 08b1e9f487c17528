"""The districts of the country, against what is known of postal codes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely

from tocsin.places import atlas, maps, ocd, postal
from tocsin.places.locate import locate
from tocsin.places.models import PostalPoint

pytestmark = [pytest.mark.usefixtures("real"), pytest.mark.django_db]


def test_the_middles_of_postal_codes_lie_in_their_districts() -> None:
    """Some codes have a wrong middle, or lie in another district than their post office."""
    points = list(PostalPoint.objects.filter(kind="standard").exclude(lat=0).order_by("code")[::7])
    known = postal.known([point.code for point in points], date.today())  # noqa: DTZ011
    judged = [
        (point, known[point.code].divisions) for point in points if len(known[point.code].divisions) == 1
    ]
    found = [(locate(point=(point.lat, point.lon)), divisions[0]) for point, divisions in judged]

    right = sum(answer.division == division for answer, division in found)
    assert right / len(judged) > 0.998
    assert all(answer.confidence != "high" or answer.reason == "interior" for answer, _division in found)


@pytest.mark.parametrize(
    ("point", "division", "confidence"),
    [
        ((40.7439, -74.0324), ocd.cd_id("NJ", 8), "high"),
        ((38.8977, -77.0365), ocd.state_id("DC"), "high"),
        ((61.2181, -149.9003), ocd.state_id("AK"), "high"),
        ((18.4655, -66.1057), ocd.state_id("PR"), None),
        ((34.008, -118.437), ocd.cd_id("CA", 36), "approximate"),
        ((18.34, -64.93), ocd.state_id("VI"), None),
        ((37.82, -122.37), ocd.cd_id("CA", 12), "low"),
        ((30.255, -88.11), ocd.cd_id("AL", 1), "low"),
        ((42.3149, -83.0364), None, "none"),
        ((42.30, -83.02), None, "none"),
        ((31.69, -106.42), None, "none"),
        ((27.4779, -99.5496), None, "none"),
        ((32.6245, -115.4523), None, "none"),
        ((32.5149, -117.0382), None, "none"),
        ((40.18, 44.51), None, "none"),
    ],
)
def test_known_places(point: tuple[float, float], division: str | None, confidence: str | None) -> None:
    found = locate(point=point)

    assert found.division == division
    assert confidence in (None, found.confidence)


def test_nothing_is_certain_outside_the_shapes() -> None:
    """Along the coasts and borders, where no neighbor's shape shows where a district ends."""
    main = atlas.book(atlas.today()).main
    assert main is not None
    ground = main.parts[~main.gap]
    random = np.random.default_rng(119)
    lons, lats = random.uniform(-125, -66, 100_000), random.uniform(24, 49.5, 100_000)
    tree = shapely.STRtree(ground)
    on_land = np.zeros(len(lats), dtype=bool)
    on_land[tree.query(shapely.points(lons, lats), predicate="intersects")[0]] = True
    answers = main.find_many(lats[~on_land], lons[~on_land])

    assert 20_000 < len(answers) < 60_000
    assert "high" not in {answer.confidence for answer in answers}


def test_every_district_is_there_and_can_be_drawn() -> None:
    main = atlas.book(atlas.today()).main
    drawn = maps.district_map(ocd.districts_of_state("NJ"))

    assert main is not None
    assert set(main.names) == {d for state in ocd.SEATS for d in ocd.districts_of_state(state)}
    assert drawn is not None
    assert [part.label for part in drawn.parts] == [f"NJ-{n}" for n in range(1, 13)]
    assert all(part.path.startswith("M") and 0 <= part.x <= drawn.width for part in drawn.parts)
    assert sum(len(part.path) for part in drawn.parts) < 60_000
