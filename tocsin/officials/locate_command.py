"""`tocsin locate`: one place on the command line, or a whole table of them."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from math import isfinite

from tocsin.core.errors import OperatorError
from tocsin.officials.roster import officials_of
from tocsin.places import atlas, batch, ocd
from tocsin.places.locate import Located, Point, locate

NEGATIVE = re.compile(r"^-\d*\.?\d+\s*,.*$|^-\d+$|^-\d*\.\d+$")
REASONS = {
    "split-zip": "the ZIP code lies in several districts",
    "military": "a military postal code tells no district",
    "po-box": "the ZIP code is for post office boxes",
    "unknown-zip": "no list knows this ZIP code",
    "foreign": "not a ZIP code of the United States",
    "no-data": "the data are not loaded: tocsin data sync districts zips",
    "edge": "too close to the edge of the district to be certain",
    "gap-layer": "by the coarse map, where the main one has a gap",
    "nearest": "outside every shape; this is the nearest",
    "outside": "outside every district on the map",
    "swapped": "latitude and longitude seem to be exchanged",
    "no-zip": "the address has no state and ZIP code that could be read for certain",
    "other-script": "the address is not written in Latin letters",
    "disagrees": "the state and the ZIP code of the address do not belong together",
    "several": "several places match the address",
    "old-map": "by a map that is no longer in force",
    "one-district": "the state is one district",
    "unique-zip": "by the ZIP code alone",
}


def arguments(parser: ArgumentParser) -> None:
    parser._negative_number_matcher = NEGATIVE  # so that `--point -14.3,-170.7` needs no equals sign
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--address", metavar="TEXT", type=_text)
    place.add_argument("--zip", metavar="NNNNN", type=_text)
    place.add_argument("--point", metavar="LAT,LON", type=_point)
    place.add_argument("--batch", metavar="FILE.csv", help="with columns lat and lon, zip, or address")
    parser.add_argument("--json", action="store_true")


def _text(words: str) -> str:
    if not words.strip():
        raise ArgumentTypeError("is empty")
    return words


def _point(words: str) -> Point:
    try:
        lat, lon = (float(number) for number in words.split(","))
    except ValueError:
        raise ArgumentTypeError(f"{words!r} is not a latitude and a longitude, as in 40.74,-74.03") from None
    if not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ArgumentTypeError(f"{words!r}: latitude comes first and is within ±90, longitude within ±180")
    return lat, lon


def run(options: Namespace) -> int:
    if options.batch:
        if options.json:
            raise OperatorError("locate: --batch writes CSV; it cannot be joined with --json")
        return batch.run(options.batch, sys.stdout, atlas.today())
    located = locate(point=options.point, zip_code=options.zip or "", address=options.address or "")
    show = as_json if options.json else as_text
    sys.stdout.write(show(located) + "\n")
    return 0


def as_json(located: Located) -> str:
    facts = {
        "division": located.division,
        "method": located.method,
        "confidence": located.confidence,
        "vintage": located.vintage,
        "candidates": list(located.candidates),
        "state": located.state,
        "others": list(located.others),
        "reason": located.reason,
        "officials": [
            {"name": name, "post": post, "party": party} for name, post, party in officials(located)
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=2)


def officials(located: Located) -> list[tuple[str, str, str]]:
    """Name, post and party of those who hold office wherever the place lies."""
    seats = officials_of(located.divisions)
    return [(holder.name, seat.label, holder.party) for seat in seats for holder in seat.holders]


def as_text(located: Located) -> str:
    where = ocd.name_of(located.division) if located.division else "District not known"
    why = REASONS.get(located.reason)
    lines = [where, f"  confidence: {located.confidence}" + (f" ({why})" if why else "")]
    if located.vintage:
        lines.append(f"  map: {located.vintage}")
    others = [c for c in located.candidates if c != located.division]
    if others:
        label = "or" if located.division else "one of"
        lines.append(f"  {label}: {', '.join(map(ocd.short_name, others))}")
    for name, post, party in officials(located):
        lines.append(f"  {name}, {post}" + (f" ({party})" if party else ""))
    return "\n".join(lines)
