"""A table of places: read, located and written a chunk at a time, so that its length does not matter."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from math import isfinite, nan
from pathlib import Path
from typing import TextIO

import numpy as np

from tocsin.core.errors import OperatorError
from tocsin.places import postal
from tocsin.places.areas import clean_zip
from tocsin.places.grid import Floats
from tocsin.places.locate import Located, Point, by_points, by_zip, locate
from tocsin.places.postal import Postal

COLUMNS: Mapping[str, frozenset[str]] = {
    "lat": frozenset({"lat", "latitude"}),
    "lon": frozenset({"lon", "lng", "long", "longitude"}),
    "zip": frozenset({"zip", "zip_code", "zipcode", "zip code", "postal_code", "postcode"}),
    "address": frozenset({"address"}),
}
ADDED = ("division", "method", "confidence", "candidates")
DELIMITERS = ",;\t|"
QUOTE = '"'
CHUNK = 20_000
LONGEST_FIELD = 10_000_000

Row = list[str]
Cells = tuple[list[str], str]
"""What is added to a row: the cells, and the end of the line."""


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
    for rows, is_plain in _chunks(file, delimiter):
        fitted = table.fitted(rows)
        cells = _cells(table.located(fitted))
        if is_plain:
            out.writelines([",".join(row) + end for row, (_, end) in zip(fitted, cells, strict=True)])
        else:
            writer.writerows([[*row, *some] for row, (some, _) in zip(fitted, cells, strict=True)])
        out.flush()


def _chunks(file: TextIO, delimiter: str) -> Iterator[tuple[list[Row], bool]]:
    """With each chunk, whether its cells can be written as they are, which is three times as fast."""
    while lines := list(islice(file, CHUNK)):
        if any(QUOTE in line for line in lines):
            yield _parsed(lines, file, delimiter), False
        else:
            yield [line.split(delimiter) for text in lines if (line := text.rstrip("\r\n"))], delimiter == ","


def _parsed(lines: Sequence[str], file: TextIO, delimiter: str) -> list[Row]:
    """The last row may go on in the file."""
    reader, rows = csv.reader(chain(lines, file), delimiter=delimiter), []
    for row in reader:
        if row:
            rows.append(row)
        if reader.line_num >= len(lines):
            break
    return rows


def _cells(answers: Iterable[Located]) -> Iterator[Cells]:
    """What is added to each row. Most answers are the same objects again and again."""
    known: dict[int, Cells] = {}
    for found in answers:
        cells = known.get(id(found))
        if cells is None:
            some = [found.division or "", found.method, found.confidence, " ".join(found.candidates)]
            cells = known[id(found)] = some, ",".join(["", *some]) + "\n"
        yield cells


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

    def fitted(self, rows: Sequence[Row]) -> list[Row]:
        """As many cells as the header has."""
        width = len(self.header)
        return [row if len(row) == width else [*row[:width], *[""] * (width - len(row))] for row in rows]

    def located(self, rows: Sequence[Row]) -> list[Located]:
        """All points at once, then what they leave open by the other columns."""
        lats, lons = self._numbers(rows, "lat"), self._numbers(rows, "lon")
        sound = np.nonzero((np.abs(lats) <= 90) & (np.abs(lons) <= 180))[0]
        found = np.full(len(rows), Located(), dtype=object)
        found[sound] = np.fromiter(by_points(lats[sound], lons[sound], self.day), object, len(sound))
        answers: list[Located] = found.tolist()
        open_ = [number for number, answer in enumerate(answers) if not answer.division]
        self._learn(rows[number] for number in open_)
        for number in open_:
            point = float(lats[number]), float(lons[number])
            answers[number] = self._otherwise(rows[number], point, answers[number])
        return answers

    def _numbers(self, rows: Sequence[Row], name: str) -> Floats:
        """NaN where there is none."""
        if not {"lat", "lon"} <= self.columns.keys():
            return np.full(len(rows), np.nan)
        texts = [row[self.columns[name]] for row in rows]
        if self.decimal_comma:
            texts = [text.replace(",", ".") for text in texts]
        try:
            return np.fromiter(map(float, texts), np.float64, len(texts))
        except ValueError:
            return np.fromiter(map(_number, texts), np.float64, len(texts))

    def _otherwise(self, row: Row, point: Point, found: Located) -> Located:
        """By the address or the ZIP code; else what the point led to, or why it is none."""
        zip_code, address = self._text(row, "zip"), self._text(row, "address")
        if address:
            return locate(zip_code=zip_code, address=address, day=self.day)
        if zip_code:
            return self.zips[zip_code]
        is_point = isfinite(point[0]) and isfinite(point[1])
        return locate(point=point, day=self.day) if is_point and not found.reason else found

    def _text(self, row: Row, name: str) -> str:
        return row[self.columns[name]].strip() if name in self.columns else ""

    def _learn(self, rows: Iterable[Row]) -> None:
        """Looks up the codes that are new, all at once."""
        new = {text for row in rows if (text := self._text(row, "zip"))} - self.zips.keys()
        digits = {text: code for text in new if (code := clean_zip(text))}
        known = postal.known(set(digits.values()), self.day)
        self.zips |= {text: by_zip(text, self.day, known.get(digits.get(text, ""), Postal())) for text in new}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan
