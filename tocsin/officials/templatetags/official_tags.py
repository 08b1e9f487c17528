"""What templates need to draw officials and to say how old the data are."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from tocsin.officials import faces, freshness, record
from tocsin.officials.faces import Aims, Face, Holds, SeatFaces, Seats
from tocsin.officials.freshness import Freshness
from tocsin.officials.models import Membership
from tocsin.places.maps import DistrictMap

register = template.Library()


@register.simple_tag
def faces_of_seats(seats: Iterable[Seats]) -> list[SeatFaces]:
    return faces.seat_faces(seats)


@register.simple_tag
def faces_of_targets(targets: Iterable[Aims]) -> list[Face]:
    return faces.target_faces(targets)


@register.simple_tag
def faces_of_holders(holders: Iterable[Holds]) -> list[Face]:
    return faces.holder_faces(holders)


@register.simple_tag
def freshness_of(names: str) -> list[Freshness]:
    """`names`: data sets, parted by spaces."""
    return freshness.of(*names.split())


@register.filter
def text_size(drawn: DistrictMap) -> str:
    """Of the labels on a map, in its own units: about 15 pixels where the map is as large as a phone is wide."""
    width, height = (float(number) for number in drawn.view_box.split()[2:])
    return f"{max(width / 26, height / 20):.4g}"


@register.filter
def office(membership: Membership) -> str:
    """What the office is called."""
    return record.office_of(membership)
