"""The rows of divisions, made as they are needed: everything in them follows from the id."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from tocsin.places import ocd
from tocsin.places.models import Division


def ensure(ids: Iterable[str]) -> None:
    """Adds those that are missing, with what they lie in."""
    wanted = set(ids)
    wanted |= {parent for division in wanted for parent in ocd.parents(division)}
    missing = wanted - set(Division.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    with override("en"):
        Division.objects.bulk_create(
            [_row(division) for division in sorted(missing, key=lambda d: (len(ocd.parents(d)), d))],
            ignore_conflicts=True,
        )


def _row(division: str) -> Division:
    return Division(
        id=division,
        name=ocd.name_of(division),
        kind=ocd.kind_of(division) or Division.Kind.OTHER,
        parent_id=next(iter(ocd.parents(division)), None),
    )
