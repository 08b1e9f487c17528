"""Who stands under a letter: one list of records, from which page, document, JSON and CSV are made.

Before freezing the records are read from the signatures; afterwards they are the frozen ones, with what came later
told beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from tocsin.core.countries import country_name
from tocsin.letters import rows as lines
from tocsin.letters.alphabet import collation
from tocsin.letters.models import Freeze, Letter, LetterVersion
from tocsin.letters.rows import ORGANIZATION, PERSON, Entry
from tocsin.organizations.models import Organization

Record = dict[str, Any]
"""Of one signatory: `id, kind, names, language, country, signer, title, affiliation, signed_at, version, host, proof`.

`names`: language → name; `host`: its place among the hosts, or null; `signed_at`: ISO 8601, UTC.
"""
__all__ = ["ORGANIZATION", "PERSON", "Entry", "Group", "Record", "Roll", "frozen", "order", "records", "roll"]
COLUMNS = (
    "id", "kind", "name", "language", "country", "signer", "title", "affiliation", "signed_at", "version",
    "status", "withdrawn_at", "proof",
)  # fmt: skip
"""Of the CSV. `status`: signed, late, withdrawn, or earlier (signed a version that was replaced since)."""


@dataclass(frozen=True, slots=True)
class Group:
    """`country` is a code, and `name` what it is called; both empty where the list is not grouped."""

    country: str
    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Roll:
    """`withdrawn`: took their names off; `earlier`: signed a version that was replaced, and have not signed again.

    `struck`: frozen with it, but blocked or found to be another's second record since. A person who took their name
    off stands in `withdrawn` without it.
    """

    groups: list[Group]
    people: list[Entry]
    late: list[Entry]
    withdrawn: list[Entry]
    earlier: list[Entry]
    unproven: int
    countries: int
    frozen: bool
    organizations: int = field(default=0)
    struck: list[Entry] = field(default_factory=list)


def roll(letter: Letter, version: LetterVersion, freeze: Freeze | None = None, language: str = "") -> Roll:
    """The whole list for readers of `language`, in the order that the letter asks for."""
    code = language or get_language() or "en"
    fixed = lines.frozen(freeze, code) if freeze else []
    known = {row.id for row in fixed}
    odd = [row for row in fixed if not row.is_untouched]
    moved = {row.id for row in odd if not row.is_plain}
    rows = lines.live(letter, code, without=list(known - moved))
    signed = [row for row in rows if row.stands and row.id not in known]
    standing = fixed if freeze else [row for row in signed if row.version == version.number]
    struck = [row for row in odd if row.is_struck]
    ended = [row for row in rows if row.withdrawn_at and _was_listed(row, known)]
    gone = {row.id for row in (*ended, *struck)}
    late = [row for row in signed if row.version >= version.number] if freeze else []
    earlier = [row for row in signed if row.version < version.number]
    return Roll(
        **_listed([row for row in standing if row.id not in gone] if gone else standing, letter, code),
        late=sorted(late, key=lambda row: (row.signed_at, row.id)),
        withdrawn=order([_ended(row) for row in ended], letter, code),
        earlier=order(earlier, letter, code),
        unproven=sum(row.is_unproven for row in rows),
        frozen=freeze is not None,
        struck=order(struck, letter, code),
    )


def frozen(letter: Letter, freeze: Freeze, language: str) -> Roll:
    """The frozen set and nothing else, as its documents say it: what came later is told beside them."""
    standing = [entry_of(record, language) for record in freeze.signatories]
    return Roll(
        **_listed(standing, letter, language), late=[], withdrawn=[], earlier=[], unproven=0, frozen=True
    )


def _listed(kept: list[Entry], letter: Letter, code: str) -> dict[str, Any]:
    bodies = [one for one in kept if one.kind == ORGANIZATION]
    return {
        "groups": _groups(order(bodies, letter, code), letter, code),
        "people": order([one for one in kept if one.kind == PERSON], letter, code),
        "countries": len({one.country for one in bodies if one.country}),
        "organizations": len(bodies),
    }


def records(letter: Letter, version: LetterVersion) -> list[Record]:
    """What freezing fixes: everybody who stands under this version now, in a stable order."""
    rows = lines.live(letter, "")
    names = _names(row.body for row in rows if row.body)
    now = [row for row in rows if row.stands and row.version == version.number]
    found = [_record(row, names.get(row.body or "", {})) for row in now]
    return sorted(found, key=lambda record: (record["signed_at"], record["id"]))


def _record(row: Entry, others: dict[str, str]) -> Record:
    fields = {name: getattr(row, name) for name in ENTRY_FIELDS}
    return {**fields, "names": {**others, row.language: row.name}}


def _names(bodies: Iterable[str]) -> dict[str, dict[str, str]]:
    """Organization → language → name; of two in one language the one that was entered last."""
    found = Organization.objects.filter(pk__in=list(bodies)).values_list("pk", "translations")
    return {str(pk): names for pk, names in found}


def entry_of(record: Record, code: str) -> Entry:
    own = record["names"].get(record["language"], "")
    shown = record["names"].get(code) or own
    fields = {name: record[name] for name in ENTRY_FIELDS}
    return Entry(**fields, name=shown, other=own if own != shown else "")


ENTRY_FIELDS = (
    "id", "kind", "language", "country", "signer", "title", "affiliation", "signed_at", "version", "host", "proof",
)  # fmt: skip


def _ended(row: Entry) -> Entry:
    """A person who took their name off is named no more."""
    if row.kind == ORGANIZATION:
        return row
    return row._replace(name="", title="", affiliation="", country="")


def _was_listed(row: Entry, known: set[str]) -> bool:
    """Nobody is told of the withdrawal of one that was never shown: the name may be an impostor's invention."""
    return row.is_vouched or (row.id in known and not row.is_struck)


# --- Order ----------------------------------------------------------------------------------------------------------
def order(entries: Iterable[Entry], letter: Letter, code: str) -> list[Entry]:
    by_date, first = letter.order == Letter.Order.DATE, letter.hosts_first

    def place(entry: Entry) -> tuple[object, ...]:
        host = (entry.host if first else None) or 10_000
        return (host, entry.signed_at, entry.id) if by_date else (host, collation(entry.name, code), entry.id)

    return sorted(entries, key=place)


def _groups(entries: list[Entry], letter: Letter, code: str) -> list[Group]:
    if not letter.by_country:
        return [Group("", "", entries)] if entries else []
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.country, []).append(entry)
    groups = [Group(country, country_name(country, code), listed) for country, listed in found.items()]
    return sorted(groups, key=lambda group: (not group.country, collation(group.name, code)))
