"""Rows of one source among those of others; and what rows need to exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from tocsin.core.datasets import BATCH, SAMPLE, Diff
from tocsin.officials.bodies import in_english
from tocsin.officials.models import ContactDetail, Membership, Organization, Post
from tocsin.people.models import Identifier, OtherName, Person
from tocsin.places import ocd
from tocsin.places.models import Division

FILLED = (Person, Identifier, OtherName, Organization, Post, Membership, ContactDetail)


def analyze() -> None:
    """After a load the planner must not go on believing that the tables are empty."""
    names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in FILLED)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def upsert(
    model: type[models.Model],
    wanted: Mapping[Any, Any],
    stored: Mapping[Any, Any],
    fields: Sequence[str],
    *,
    source: str,
) -> Diff:
    """Adds what is missing and changes what is this source's own; the keys of `wanted` rows are filled in."""
    added = [row for key, row in wanted.items() if key not in stored]
    changed = []
    for key, row in wanted.items():
        if key in stored:
            row.pk = stored[key].pk
            if stored[key].source == source and differ(row, stored[key], fields):
                changed.append(row)
    model._default_manager.bulk_create(added, batch_size=BATCH)
    if issubclass(model, index.Indexed):
        get_search_backend().add_bulk(model, [*added, *changed])
    if changed:
        names = [model._meta.get_field(name.removesuffix("_id")).name for name in fields]
        model._default_manager.bulk_update(changed, names, batch_size=BATCH // 4)
    named = added[:SAMPLE] if model in (Person, Organization) else []
    return Diff(len(added), len(changed), notes=[f"+ {row}" for row in named])


def differ(one: models.Model, other: models.Model, fields: Iterable[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in fields)


def ensure_divisions(ids: Iterable[str | None]) -> None:
    """Divisions that no map has brought yet, with those they lie in."""
    wanted: set[str] = set()
    for division in filter(None, ids):
        parts = division.split("/")
        wanted |= {"/".join(parts[:count]) for count in range(2, len(parts) + 1)}
    missing = wanted - set(Division.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for level in sorted({division.count("/") for division in missing}):
        rows = [_division(division) for division in sorted(missing) if division.count("/") == level]
        Division.objects.bulk_create(rows, batch_size=BATCH)


def _division(division: str) -> Division:
    parent = division.rpartition("/")[0]
    return Division(
        id=division,
        name=in_english(division)[:200],
        kind=ocd.kind_of(division) or Division.Kind.OTHER,
        parent_id=parent if "/" in parent else None,
    )
