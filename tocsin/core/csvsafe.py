"""CSV that a spreadsheet reads as text, sent while it is being made."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def cell(value: object) -> str:
    """The value as text that no spreadsheet will run; an apostrophe before what would start a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    def write(self, text: str) -> str:
        return text


def lines(head: Sequence[object], rows: Iterable[Sequence[object]], *, bom: bool = False) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield (BOM if bom else "") + writer.writerow([cell(value) for value in head])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def response(name: str, content: Iterator[str]) -> StreamingHttpResponse:
    """`name` is plain ASCII, without the ending."""
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store, private"
    return answer
