"""The guide tells the rules as they are."""

from __future__ import annotations

from pathlib import Path

from tocsin.delivery import states
from tocsin.delivery.states import Fate, Rule

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "delivery.md"
DOUBT = ", or {} where a repeat could do harm"


def row(fate: Fate, rule: Rule) -> list[str]:
    again = rule.then == states.QUEUED
    most = {True: "until it expires", False: str(rule.limit)}[rule.limit is None]
    then = rule.then + DOUBT.format(rule.doubt) * bool(rule.doubt)
    return [fate.value, then, most * again, rule.counts.value, rule.last * (again and rule.limit is not None)]


def test_the_table_of_the_guide_is_the_table_of_the_rules() -> None:
    chapter = GUIDE.read_text().partition("## What becomes of a try")[2].partition("\n## ")[0]
    lines = [line for line in chapter.splitlines() if line.startswith("| ")][1:]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert found == [row(fate, rule) for fate, rule in states.RULES.items()]
