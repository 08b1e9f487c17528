"""A letter as data, for `/letters/<slug>.json` and `.csv`. The keys stay; new ones may come.

`slug, url, state` (signing | frozen), `by_invitation, takes_people, takes_names, deadline, time_zone, opened_at`
`version`: `number, authoritative, opened_at, sha256` · `texts`: language → `title, lead, subject, salutation, closing,
body: [{id, kind, text}]` · `versions`: `[{number, state, opened_at, replaced_at, note, sha256}]`
`hosts`: `[{name, language, website}]` · `addressees`: `[{name, office, url}]`
`counts`: `organizations, countries, people, late, earlier, withdrawn, people_withdrawn, struck, unproven,
supporters`
`signatories`: one for each line of the list, with the keys of `roll.COLUMNS`, `status` being signed, late, earlier,
withdrawn, or struck (frozen with it, but found since not to be who it said). A person who withdrew is a line
without name, and without anything else that tells who it was.
`frozen`: `[{version, at, organizations, people, text_sha256, names_sha256, files: [{name, url, sha256, bytes, pages,
language}]}]`, the newest first.
`delivery`: `[{name, office, state, label, at}]` · `responses`: `[{name, text, signed_by, received_on, source_url}]`

Moments are ISO 8601; what is not known is null or empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from tocsin.letters import roll, verifying
from tocsin.letters.face import LetterFace
from tocsin.letters.models import LetterVersion
from tocsin.letters.roll import PERSON, Entry
from tocsin.letters.verifying import Frozen

SIGNED, LATE, EARLIER, WITHDRAWN, STRUCK = "signed", "late", "earlier", "withdrawn", "struck"


def letter(face: LetterFace) -> dict[str, Any]:
    kept, version = face.letter, face.version
    return {
        "slug": kept.slug,
        "url": face.absolute_url,
        "state": kept.state,
        "by_invitation": kept.by_invitation,
        "takes_people": kept.takes_people,
        "takes_names": face.takes_names,
        "deadline": moment(kept.deadline),
        "time_zone": kept.time_zone,
        "opened_at": moment(kept.opened_at),
        "version": {
            "number": version.number,
            "authoritative": version.authoritative,
            "opened_at": moment(version.opened_at),
            "sha256": version.digest,
        },
        "texts": version.texts,
        "versions": [_version(one) for one in face.found.versions],
        "hosts": [{"name": host["name"], "language": host["lang"], "website": host["website"]} for host in face.hosts],
        "addressees": [
            {"name": one.name, "office": one.office, "url": settings.SITE_URL + one.url if one.url else ""}
            for one in face.addressees
        ],
        "counts": counts(face),
        "signatories": [dict(zip(roll.COLUMNS, row, strict=True)) for row in rows(face)],
        "frozen": [_frozen(one) for one in verifying.frozen(face.found)],
        "delivery": [
            {"name": one.name, "office": one.office, "state": one.state, "label": str(one.label), "at": moment(one.at)}
            for one in face.deliveries
        ],
        "responses": [_response(one) for one in face.responses],
    }  # fmt: skip


def counts(face: LetterFace) -> dict[str, int]:
    found = face.roll
    return {
        "organizations": found.organizations,
        "countries": found.countries,
        "people": len(found.people),
        "late": len(found.late),
        "earlier": len(found.earlier),
        "withdrawn": len(face.withdrawn),
        "people_withdrawn": face.people_withdrawn,
        "struck": len(found.struck),
        "unproven": found.unproven,
        "supporters": face.supporters["count"] if face.supporters else 0,
    }


def rows(face: LetterFace) -> Iterator[list[Any]]:
    """Everybody on the page, in its order."""
    found = face.roll
    listed = [entry for group in found.groups for entry in group.entries]
    for status, entries in (
        (SIGNED, [*listed, *found.people]),
        (LATE, found.late),
        (EARLIER, found.earlier),
        (WITHDRAWN, found.withdrawn),
        (STRUCK, found.struck),
    ):
        yield from (_row(entry, status) for entry in entries)


def _row(entry: Entry, status: str) -> list[Any]:
    """By `roll.COLUMNS`."""
    if status == WITHDRAWN and entry.kind == PERSON:
        return ["", PERSON, "", "", "", "", "", "", "", entry.version, status, entry.withdrawn_at, ""]
    signer, title = ("", "") if status == WITHDRAWN else (entry.signer, entry.title)
    return [
        entry.id, entry.kind, entry.other or entry.name, entry.language, entry.country, signer, title,
        entry.affiliation, entry.signed_at, entry.version, status, entry.withdrawn_at, entry.proof,
    ]  # fmt: skip


def _version(one: LetterVersion) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state,
        "opened_at": moment(one.opened_at),
        "replaced_at": moment(one.replaced_at),
        "note": one.note,
        "sha256": one.digest,
    }


def _frozen(one: Frozen) -> dict[str, Any]:
    freeze = one.freeze
    return {
        "version": one.number,
        "at": moment(freeze.at),
        "organizations": freeze.organizations,
        "people": freeze.people,
        "text_sha256": freeze.text_sha256,
        "names_sha256": freeze.names_sha256,
        "files": [
            {"name": file.name, "url": settings.SITE_URL + file.url, "sha256": file.sha256, "bytes": file.bytes,
             "pages": file.pages, "language": file.language}
            for file in one.files
        ],
    }  # fmt: skip


def _response(one: dict[str, Any]) -> dict[str, Any]:
    answer = one["answer"]
    return {
        "name": one["name"],
        "text": answer.text,
        "signed_by": answer.signed_by,
        "received_on": answer.received_on.isoformat(),
        "source_url": answer.source_url,
    }


def moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
