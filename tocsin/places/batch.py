"""A table of places: read, located and written a chunk at a time, so that its length does not matter."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import TextIO

from tocsin.core.errors import OperatorError
from tocsin.places import postal
from tocsin.places.areas import clean_zip
from tocsin.places.locate import Located, by_points, by_zip, locate
from tocsin.places.postal import Postal

COLUMNS: Mapping[str, frozenset[str]] = {
    "lat": frozenset({"lat", "latitude"}),
    "lon": frozenset({"lon", "lng", "long", "longitude"}),
    "zip": frozenset({"zip", "zip_code", "zipcode", "zip code", "postal_code", "postcode"}),
    "address": frozenset({"address"}),
}
ADDED = ("division", "method", "confidence", "candidates")
DELIMITERS = ",;\t|"
CHUNK = 20_000
LONGEST_FIELD = 10_000_000

Row = list[str]


def run(path: str, out: TextIO, day: date) -> int:
    """Writes the table with the answers to `out`; 0 unless the file cannot be used at all."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with _opened(path) as file:
            _copy(file, out, day)
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        raise OperatorError(f"locate: {path}: {error.strerror or error}") from error
    except csv.Error as error:
        raise OperatorError(f"locate: {path} is not a CSV file: {error}") from error
    return 0


def _opened(path: str) -> TextIO:
    return Path(path).open(encoding="utf-8-sig", errors="replace", newline="")


def _copy(file: TextIO, out: TextIO, day: date) -> None:
    first = file.readline()
    delimiter = max(DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    table = Table(header, delimiter == ";", day)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*header, *ADDED])
    rows = (row for row in csv.reader(file, delimiter=delimiter) if row)
    for chunk in _chunks(rows):
        writer.writerows(table.answered(chunk))
        out.flush()


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@dataclass(slots=True)
class Table:
    """Which column is what, and the ZIP codes that were met."""

    header: Sequence[str]
    decimal_comma: bool
    day: date
    columns: dict[str, int] = field(default_factory=dict)
    zips: dict[str, Located] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, title in enumerate(self.header):
            for name, spellings in COLUMNS.items():
                if title.strip().casefold() in spellings:
                    self.columns.setdefault(name, number)
        if not {"zip", "address"} & set(self.columns) and not {"lat", "lon"} <= set(self.columns):
            raise OperatorError("locate: the file has none of the columns lat and lon, zip, address")

    def answered(self, rows: Sequence[Row]) -> Iterable[Row]:
        width = len(self.header)
        rows = [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows]
        for row, found in zip(rows, self._located(rows), strict=True):
            yield [
                *row, found.division or "", found.method, found.confidence, " ".join(found.candidates)
            ]  # fmt: skip

    def _located(self, rows: Sequence[Row]) -> list[Located]:
        """All points at once, then what they leave open by the other columns."""
        found: list[Located] = [Located()] * len(rows)
        points = {n: p for n, row in enumerate(rows) if (p := self._point(row))}
        sound = [n for n, (lat, lon) in points.items() if -90 <= lat <= 90 and -180 <= lon <= 180]
        lats, lons = [points[n][0] for n in sound], [points[n][1] for n in sound]
        for number, answer in zip(sound, by_points(lats, lons, self.day), strict=True):
            found[number] = answer
        open_ = [n for n in range(len(rows)) if not found[n].division]
        self._learn(rows[n] for n in open_)
        for number in open_:
            found[number] = self._otherwise(rows[number], points.get(number)) or found[number]
        return found

    def _point(self, row: Row) -> tuple[float, float] | None:
        if not {"lat", "lon"} <= self.columns.keys():
            return None
        lat, lon = row[self.columns["lat"]], row[self.columns["lon"]]
        if self.decimal_comma:
            lat, lon = lat.replace(",", "."), lon.replace(",", ".")
        try:
            read = float(lat), float(lon)
        except ValueError:
            return None
        return read if isfinite(read[0]) and isfinite(read[1]) else None

    def _otherwise(self, row: Row, point: tuple[float, float] | None) -> Located | None:
        """By the address or the ZIP code; what cannot be read at all has been a point that is none."""
        zip_code, address = self._text(row, "zip"), self._text(row, "address")
        if address:
            return locate(zip_code=zip_code, address=address, day=self.day)
        if zip_code:
            return self.zips[zip_code]
        return locate(point=point, day=self.day) if point else None

    def _text(self, row: Row, name: str) -> str:
        return row[self.columns[name]].strip() if name in self.columns else ""

    def _learn(self, rows: Iterable[Row]) -> None:
        """Looks up the codes that are new, all at once."""
        new = {text for row in rows if (text := self._text(row, "zip"))} - self.zips.keys()
        digits = {text: code for text in new if (code := clean_zip(text))}
        known = postal.known(set(digits.values()), self.day)
        self.zips |= {text: by_zip(text, self.day, known.get(digits.get(text, ""), Postal())) for text in new}
