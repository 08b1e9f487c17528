"""What a book holds: the confirmed messages of a campaign to one official, read once, in the order of the book."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db import connection, transaction

from tocsin.actions.compose import SUGGESTED
from tocsin.actions.models import TextVersion
from tocsin.offices import book_text
from tocsin.offices.book_text import ALIKE, EDITED, OTHER, OWN, TEMPLATE, Line
from tocsin.offices.models import Book
from tocsin.places import ocd
from tocsin.places.names import STATES, place_name

CHUNK = 500
DISTRICT = re.compile(r"/cd:\d+$")
FIND = """
    SELECT DISTINCT ON (s.id) s.id, s.area, COALESCE(x.division, ''), m.language, m.data->'letter', w.kind,
        s.version_id, s.confirmed_at, CASE w.kind WHEN 'own' THEN w.cluster END
    FROM actions_submission AS s
    JOIN delivery_message AS m ON m.ref = s.id AND m.purpose = 'action' AND m.state <> 'cancelled' AND m.data ? 'letter'
    LEFT JOIN actions_match AS x ON x.submission_id = s.id
    LEFT JOIN offices_wording AS w ON w.submission_id = s.id
    WHERE s.campaign_id = %s AND s.state = 'confirmed' AND m.data->'official'->>'slug' = %s
    ORDER BY s.id, m.channel <> 'print'
"""
Entry = dict[str, Any]


@dataclass(slots=True)
class Text:
    """Words that are printed once for all who signed them."""

    key: str
    body: str
    subject: str
    kind: str
    """TEMPLATE where the campaign suggested it, else how it stands to what was suggested."""
    signed: int = 0
    """So many sent it as it is, with nothing of their own."""
    versions: int = 0
    """So many sent it in one version or another; counted where it was not suggested."""


@dataclass(slots=True)
class Contents:
    """The spool, the lines in the order of the book, and the texts by their digest."""

    spool: Path
    lines: list[Line]
    texts: dict[bytes, Text]
    base: dict[int, list[bytes]] = field(default_factory=dict)
    """Version → the digests of what it suggested."""
    common: dict[UUID, bytes] = field(default_factory=dict)
    """Group of alike texts → the digest of the one that is printed for all of them."""
    versions: Counter[UUID] = field(default_factory=Counter)
    """Group of alike texts → how many messages are in it."""

    def entries(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Entry]]:
        with self.spool.open("rb") as spool:
            for line in lines:
                spool.seek(line.offset)
                yield line, json.loads(spool.readline())


def waiting(campaign_id: int, slug: str) -> int:
    """How many messages a book made now would hold."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({FIND}) AS found", [campaign_id, slug])  # noqa: S608
        return int(cursor.fetchone()[0])


def gather(book: Book, folder: Path) -> Contents:
    """One reading, so that a book is of one moment; the words go to a spool file, not into memory."""
    spool = folder / "spool.jsonl"
    suggested = _suggested(book)
    with spool.open("wb") as file:
        lines = [_line(file, entry, suggested) for entry in _read(book)]
    contents = Contents(spool, lines, {}, {version: list(texts) for version, texts in suggested.items()})
    _share(contents, {digest: words for texts in suggested.values() for digest, words in texts.items()})
    lines.sort(key=lambda line: line.sort_key)
    for n, line in enumerate(lines, start=1):
        line.number = n
    return contents


def _read(book: Book) -> Iterator[Entry]:
    names = ("id", "area", "division", "language", "letter", "kind", "version", "confirmed", "cluster")
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(FIND, [book.campaign_id, book.person.slug])
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                entry = dict(zip(names, row, strict=True))
                letter = entry["letter"]
                yield entry | {"letter": json.loads(letter) if isinstance(letter, str) else letter}


def _suggested(book: Book) -> dict[int, dict[bytes, tuple[str, str]]]:
    """Version → digest → the suggested text and its subject."""
    versions = TextVersion.objects.filter(page__campaign=book.campaign_id)
    return {
        version.pk: {
            book_text.digest(text): (text, str(version.words.get("subject") or ""))
            for name in SUGGESTED
            if (text := str(version.words.get(name) or "").strip())
        }
        for version in versions
    }


def _line(file: IO[bytes], entry: Entry, suggested: dict[int, dict[bytes, tuple[str, str]]]) -> Line:
    letter, offset = entry["letter"], file.tell()
    own, body = str(letter["own_words"]).strip(), str(letter["body"]).strip()
    digest, given = book_text.digest(body), suggested.get(entry["version"], {})
    kept = {name: str(entry[name]) for name in ("area", "division", "language")}
    words = {name: letter[name] for name in ("subject", "salutation", "closing", "signature", "place")}
    kept |= {
        **words,
        "own": own,
        "body": body,
        "version": entry["version"],
        "on": f"{entry['confirmed']:%Y-%m-%d}",
    }
    bare, cluster = not own, entry["cluster"]
    kind = (
        OTHER
        if cluster
        else entry["kind"] or _kind(own, body, bare and digest in given, [text for text, _ in given.values()])
    )
    file.write(json.dumps(kept, ensure_ascii=False).encode() + b"\n")
    return Line(
        submission=entry["id"],
        place=place_key(entry["area"], entry["division"]),
        name=book_text.sort_name(words["signature"]),
        kind=kind,
        digest=digest,
        offset=offset,
        size=len(own) + len(body),
        bare=bare,
        cluster=cluster,
    )


def _kind(own: str, body: str, unchanged: bool, given: list[str]) -> str:
    """Until it has been measured."""
    from tocsin.offices import wording

    if unchanged:
        return TEMPLATE
    kinds = {wording.measure(own, body, text).kind for text in given}
    return TEMPLATE if TEMPLATE in kinds else EDITED if EDITED in kinds else OWN


def _share(contents: Contents, suggested: dict[bytes, tuple[str, str]]) -> None:
    """Finds the texts that are printed once: what was suggested, and what many sent alike."""
    lines = contents.lines
    counts = Counter(line.digest for line in lines if line.size)
    bare = Counter(line.digest for line in lines if line.bare)
    first = {line.digest: line for line in reversed(lines)}
    contents.versions = Counter(line.cluster for line in lines if line.cluster)
    contents.common = _common(contents, suggested)
    edited = suggested if any(line.kind == EDITED for line in lines) else {}
    wanted = [
        d for d, n in counts.most_common() if d in suggested or n >= ALIKE or d in contents.common.values()
    ]
    wanted += [d for d in edited if d not in counts]
    empty = book_text.digest("")
    for digest in (d for d in wanted if d != empty):
        text, subject = suggested.get(digest) or ("", "")
        key, kind, versions = book_text.label(len(contents.texts)), TEMPLATE, 0
        if not text:
            line = first[digest]
            kind, versions = line.kind, contents.versions[line.cluster] if line.cluster else counts[digest]
            text = next(contents.entries([line]))[1]["body"]
        contents.texts[digest] = Text(key, text, subject, kind, bare[digest], versions)
    for line in lines:
        line.shared = line.digest in contents.texts


def _common(contents: Contents, suggested: dict[bytes, tuple[str, str]]) -> dict[UUID, bytes]:
    """Of each group of alike texts that is large enough, the version that most people sent."""
    found: dict[UUID, Counter[bytes]] = {}
    for line in contents.lines:
        if line.cluster and line.digest not in suggested and contents.versions[line.cluster] >= ALIKE:
            found.setdefault(line.cluster, Counter())[line.digest] += 1
    return {cluster: digests.most_common(1)[0][0] for cluster, digests in found.items()}


# --- Where ---------------------------------------------------------------------------------------------------------
def place_key(area: str, division: str) -> tuple[Any, ...]:
    """The states of the United States first, then other countries by name; whose district is unknown, at the end."""
    state = ocd.state_of(division) or area.partition("-")[2]
    if state not in STATES:
        return (1, place_name(area), 0, area, "")
    district = division if DISTRICT.search(division) else ""
    order = int(district.rpartition(":")[2]) if district else 999
    return (0, STATES[state], order, f"US-{state}", district)


def whole_name(place: tuple[Any, ...], language: str) -> str:
    return place_name(place[3], language)
