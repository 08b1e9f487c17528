"""No cell that leaves the house can run in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core import csvsafe

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
STARTS = "=+-@\t\r"


def read(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline="")))


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_no_cell_begins_like_a_formula(values: list[str]) -> None:
    [row] = read("".join(csvsafe.lines(values, [])))
    assert not [cell for cell in row if cell.startswith(tuple(STARTS))]


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_a_reader_gets_the_same_words_back(values: list[str]) -> None:
    [row] = read("".join(csvsafe.lines(values, [])))
    assert [cell.removeprefix("'") for cell in row] == [value.removeprefix("'") for value in values]


@pytest.mark.parametrize("start", STARTS)
def test_every_dangerous_start_gets_an_apostrophe(start: str) -> None:
    assert csvsafe.cell(f"{start}1+1") == f"'{start}1+1"


def test_harmless_cells_stay_as_they_are() -> None:
    assert [csvsafe.cell(value) for value in ("a=b", 5, None, "’s")] == ["a=b", "5", "", "’s"]


def test_the_mark_of_utf8_comes_first_and_only_on_request() -> None:
    assert next(csvsafe.lines(["é"], [], bom=True)) == "\ufeffé\r\n"
    assert next(csvsafe.lines(["é"], [])) == "é\r\n"
