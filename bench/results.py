"""What was measured: one figure beside its limit; the table; the files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
RESULTS, BASELINE = FOLDER / "results.json", FOLDER / "baseline.json"

AT_LEAST = {
    "intake": 1000.0,
    "page": 2000.0,
    "locate.point": 40_000.0,
    "deliver.smtp": 1000.0,
    "deliver.smtp_million": 1000.0,
    "deliver.cwc": 3000.0,
    "bills.import": 100.0,
    "group": 1500.0,
    "group_found": 95.0,
}
AT_MOST = {
    "targets.resolve": 5.0,
    "intake_p99": 250.0,
    "page_transfer": 60.0,
    "page_freshness": 5.0,
    "tally_10m": 1000.0,
    "tally_growth": 2.0,
    "locate.point_p99": 100.0,
    "locate.batch": 10.0,
    "locate.load": 0.3,
    "locate.memory": 120.0,
    "group_false": 0.1,
    "deliver.memory": 250.0,
    "bills.congress": 180.0,
    "bills.memory": 50.0,
    "letter.pdf_seconds": 10.0,
    "letter.pdf_memory": 300.0,
    "letter.page": 30.0,
    "letter.documents": 10.0,
    "letter.page_frozen": 30.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`limit` was measured in the same run; `of` says what it is."""

    name: str
    value: float
    unit: str
    limit: float
    of: str

    @property
    def ratio(self) -> float:
        return round(self.value / self.limit, 4) if self.limit else 0.0

    @property
    def target(self) -> str:
        if self.name in AT_LEAST:
            least = AT_LEAST[self.name]
            return f"≥ {least:,.0f} {'yes' if self.value >= least else 'NO'}"
        if self.name in AT_MOST:
            most = AT_MOST[self.name]
            return f"≤ {most:,g} {'yes' if self.value <= most else 'NO'}"
        return ""

    def facts(self) -> dict[str, float | str]:
        facts = asdict(self)
        del facts["name"]
        return facts | {"value": _short(self.value), "limit": _short(self.limit), "ratio": self.ratio}


def _short(number: float) -> float:
    return float(f"{number:.5g}")


def save(figures: Iterable[Figure], path: Path = RESULTS) -> None:
    """Figures that were not measured this time stay as they were."""
    known = load(path) | {figure.name: figure.facts() for figure in figures}
    path.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, dict[str, float | str]]:
    found: dict[str, dict[str, float | str]] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def table(figures: Iterable[Figure]) -> str:
    """Value, limit and their ratio, beside the ratio of the baseline."""
    baseline = load(BASELINE)
    lines = [
        f"{'':<22}{'value':>10} {'unit':<5}{'limit':>10}{'ratio':>8}{'before':>8}  {'target':<14}limit is"
    ]
    for figure in figures:
        before = baseline.get(figure.name, {}).get("ratio", "")
        lines.append(
            f"{figure.name:<22}{_plain(figure.value):>10} {figure.unit:<5}{_plain(figure.limit):>10}"
            f"{figure.ratio:>8.3f}{before:>8}  {figure.target:<14}{figure.of}"
        )
    return "\n".join(lines)


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.2f}"
