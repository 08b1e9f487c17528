"""How old the public data are, and what is missing, in words for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core import datasets

LABELS: dict[str, str | Promise] = {
    "officials": _("officials"),
    "committees": _("committees"),
    "districts": _("district maps"),
    "zips": _("ZIP codes"),
    "bills": _("bills"),
    "forms": _("web forms of offices"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """One data set: `as_of` is None where it was never loaded; `percent` where a load runs."""

    name: str
    label: str | Promise
    as_of: date | None
    percent: int | None = None

    @property
    def missing(self) -> bool:
        return self.as_of is None


def of(*names: str) -> list[Freshness]:
    known = datasets.all_sets()
    found = []
    for name in names:
        entry = known.get(name)
        runs = entry is not None and entry.total > 0
        found.append(
            Freshness(
                name=name,
                label=LABELS.get(name, name),
                as_of=entry.as_of if entry else None,
                percent=min(100, entry.done * 100 // entry.total) if entry and runs else None,
            )
        )
    return found


def missing(*names: str) -> list[Freshness]:
    return [each for each in of(*names) if each.missing]
