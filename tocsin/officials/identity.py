"""Who is who: which stored person a record means, under which slug a new one goes, which term is the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.utils.text import slugify

from tocsin.core.datasets import BATCH
from tocsin.officials.models import Membership
from tocsin.officials.records import PersonRecord, Term
from tocsin.people.models import Identifier, Person

Item = TypeVar("Item")
LONGEST = 90


def who_is_who(records: Sequence[PersonRecord]) -> tuple[dict[int, int], dict[int, Person]]:
    """For each record that is known (by `id()`) the person's key; and these persons."""
    pairs = {pair for record in records for pair in record.identifiers}
    by_identifier: dict[tuple[str, str], int] = {}
    for part in _parts(sorted({value for _scheme, value in pairs})):
        rows = Identifier.objects.filter(value__in=part).values_list("scheme", "value", "person_id")
        by_identifier |= {
            (scheme, value): person for scheme, value, person in rows if (scheme, value) in pairs
        }
    found: dict[int, int] = {}
    taken: set[int] = set()
    for record in records:
        person = next((by_identifier[pair] for pair in record.identifiers if pair in by_identifier), None)
        if person is not None and person not in taken:
            found[id(record)] = person
            taken.add(person)
    found |= _entered_by_hand([record for record in records if id(record) not in found], taken)
    people: dict[int, Person] = {}
    for keys in _parts(list(found.values())):
        people |= Person.objects.in_bulk(keys)
    return found, people


def listed_once(records: Iterable[PersonRecord], warnings: list[str]) -> list[PersonRecord]:
    """An identifier belongs to one person, the first who has it; who has none of one's own is left out."""
    owner: dict[tuple[str, str], PersonRecord] = {}
    kept = []
    for record in records:
        if not record.identifiers or record.key in owner:
            warnings.append(f"{record.name}: left out, listed twice")
            continue
        for pair in [pair for pair in record.identifiers if pair in owner]:
            record.identifiers.remove(pair)
            warnings.append(f"{record.name}: {pair[0]} {pair[1]} is already that of {owner[pair].name}")
        owner |= dict.fromkeys(record.identifiers, record)
        kept.append(record)
    return kept


def _entered_by_hand(records: Sequence[PersonRecord], taken: set[int]) -> dict[int, int]:
    """An editor entered the same name (or slug) in the same office, and nobody else in the list bears it."""
    slugs = {id(record): slugify(record.name) for record in records}
    times = Counter(slugs.values())
    hand = Person.objects.filter(source="", memberships__source="").exclude(pk__in=taken)
    found: dict[int, int] = {}
    rows = list(hand.values_list("pk", "name", "slug", "memberships__role"))
    by_slug: dict[str, list[tuple[int, str]]] = {}
    for pk, name, slug, role in rows:
        for form in {slug, slugify(name)} - {""}:
            by_slug.setdefault(form, []).append((pk, role))
    for record in records:
        same = by_slug.get(slugs[id(record)], []) if times[slugs[id(record)]] == 1 else []
        people = {pk for pk, role in same if any(_same_office(term, role) for term in record.terms)}
        if len(people) == 1:
            found[id(record)] = people.pop()
    return found


def _same_office(term: Term, role: str) -> bool:
    """“US Senator from Ohio” is the office of a senator."""
    return bool(term.role) and term.role.casefold() in role.casefold()


def same_term(row: Membership, term: Term, mine: Iterable[Membership]) -> Membership | None:
    """The stored membership that is this one: same post or body, same start; or one that overlaps it."""
    own = [was for was in mine if was.source == row.source and _place(was) == _place(row)]
    same = [was for was in own if was.start_date == row.start_date]
    overlapping = [was for was in own if _overlap(was, row)]
    by_hand = [was for was in mine if was.source == "" and _is_meant(was, row, term)]
    return next(iter([*same, *overlapping, *by_hand]), None)


def _is_meant(was: Membership, row: Membership, term: Term) -> bool:
    """Whether an editor's entry, of the same post or of an office of that name, is what the list now dates."""
    if was.post_id is None:
        return _same_office(term, was.role)
    return was.post_id == row.post_id and _overlap(was, row)


def _place(row: Membership) -> tuple[int | None, int | None]:
    return (row.post_id, None) if row.post_id else (None, row.organization_id)


def _overlap(one: Membership, other: Membership) -> bool:
    return (one.start_date or date.min) < (other.end_date or date.max) and (other.start_date or date.min) < (
        one.end_date or date.max
    )


# --- Slugs -----------------------------------------------------------------------------------------------------


def give_slugs(records: Sequence[PersonRecord], new: Mapping[int, Person]) -> None:
    """The name; where that is taken the name and the state, or the name and a number."""
    wanted = {id(r): _forms(r) for r in records if id(r) in new}
    forms = sorted({form for pair in wanted.values() for form in pair})
    taken: set[str] = set()
    for part in _parts(forms):
        taken |= set(Person.objects.filter(slug__in=part).values_list("slug", flat=True))
    for key, pair in wanted.items():
        slug = next((form for form in pair if form not in taken), "") or _numbered(pair[-1], taken)
        taken.add(slug)
        new[key].slug = slug


def _forms(record: PersonRecord) -> tuple[str, ...]:
    base = slugify(record.name)[:LONGEST].strip("-") or f"official-{_digest(record)}"
    return (base, f"{base}-{record.state.lower()}") if record.state else (base,)


def _digest(record: PersonRecord) -> str:
    return hashlib.sha256("\0".join([*record.identifiers[0], record.name]).encode()).hexdigest()[:8]


def _numbered(form: str, taken: set[str]) -> str:
    number = 2
    while (slug := f"{form}-{number}") in taken or Person.objects.filter(slug=slug).exists():
        number += 1
    return slug


def party_slug(name: str) -> str:
    return f"party-{slugify(name)[:LONGEST]}" if name else ""


def _parts(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
