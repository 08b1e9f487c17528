"""The lines of a roll as the database gives them, in the reader's language, by one statement each.

Two thousand names are read for one page. Built as objects, with their dates taken apart and put together again, they
take a tenth of a second; as plain text they take a tenth of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tocsin.letters import states
from tocsin.letters.models import Freeze, Letter, SignatureEvent
from tocsin.letters.signing import GAVE
from tocsin.organizations import standing

ORGANIZATION, PERSON = "organization", "person"
STAMP = "(overlay(left(({} AT TIME ZONE 'UTC')::text, 19) PLACING 'T' FROM 11) || '+00:00')"
"""To the second, as ISO 8601; a third of what `to_char` takes."""
NAME = "CASE WHEN body.language <> %(code)s THEN body.translations ->> %(code)s END"
SINCE = f"""
    coalesce(body.website, ''), coalesce(body.logo, ''), coalesce(body.logo_width, 0), coalesce(body.logo_height, 0),
    coalesce({STAMP.format("signature.withdrawn_at")}, ''), coalesce(signature.withdrawn_why, ''),
    signature.state, body.state, body.id::text
"""
LIVE = f"""
SELECT signature.id::text, CASE WHEN body.id IS NULL THEN 'person' ELSE 'organization' END,
    coalesce(nullif({NAME}, ''), body.name, signature.name),
    CASE WHEN nullif({NAME}, '') <> body.name THEN body.name ELSE '' END,
    coalesce(body.language, signature.language), coalesce(body.country, signature.country),
    CASE WHEN body.id IS NOT NULL AND signature.show_signer THEN signature.name ELSE '' END,
    CASE WHEN body.id IS NULL OR signature.show_signer THEN signature.title ELSE '' END,
    signature.affiliation, coalesce({STAMP.format("signature.signed_at")}, ''), version.number,
    array_position(
        (SELECT array_agg(organization_id ORDER BY id) FROM letters_host WHERE letter_id = %(letter)s), body.id
    ),
    CASE WHEN body.id IS NULL THEN 'mail' ELSE body.proven_by END, {SINCE}
FROM letters_signature signature
JOIN letters_letterversion version ON version.id = signature.version_id
LEFT JOIN organizations_organization body ON body.id = signature.organization_id
WHERE signature.letter_id = %(letter)s AND signature.first_signed_at IS NOT NULL
    AND NOT signature.id = ANY(%(without)s::uuid[])
"""  # noqa: S608 (of the constants above)
FROZEN = f"""
SELECT record.id::text, record.kind, coalesce(nullif(names ->> %(code)s, ''), names ->> record.language, ''),
    CASE WHEN nullif(names ->> %(code)s, '') <> names ->> record.language THEN names ->> record.language ELSE '' END,
    record.language, record.country, record.signer, record.title, record.affiliation, record.signed_at, record.version,
    record.host, record.proof, {SINCE}
FROM letters_freeze fixed
CROSS JOIN LATERAL jsonb_to_recordset(fixed.signatories) AS record(
    id uuid, kind text, names jsonb, language text, country text, signer text, title text, affiliation text,
    signed_at text, version integer, host integer, proof text
)
LEFT JOIN letters_signature signature ON signature.id = record.id
LEFT JOIN organizations_organization body ON body.id = signature.organization_id
WHERE fixed.id = %(freeze)s
"""  # noqa: S608


class Entry(NamedTuple):
    """One line of the list, in the language of the reader. `other`: the name as the organization itself writes it.

    `state` is the signature’s, `standing` the organization’s, and `body` its id.
    """

    id: str
    kind: str
    name: str
    other: str
    language: str
    country: str
    signer: str
    title: str
    affiliation: str
    signed_at: str
    version: int
    host: int | None
    proof: str
    website: str = ""
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    withdrawn_at: str = ""
    why: str = ""
    state: str = states.SIGNED
    standing: str | None = None
    body: str | None = None

    @property
    def is_vouched(self) -> bool:
        return self.standing is None or self.standing == standing.PROVEN

    @property
    def stands(self) -> bool:
        return self.state == states.SIGNED and self.is_vouched

    @property
    def is_struck(self) -> bool:
        return self.standing in (standing.BLOCKED, standing.MERGED)

    @property
    def is_unproven(self) -> bool:
        return self.state == states.SIGNED and self.standing in (standing.UNPROVEN, standing.HELD)

    @property
    def is_plain(self) -> bool:
        """It has not been moved since it was frozen."""
        return self.state == states.SIGNED and not self.withdrawn_at

    @property
    def is_untouched(self) -> bool:
        """Plain, and nobody doubts whose it is: what nearly all are."""
        return self.state == states.SIGNED and not self.withdrawn_at and self.is_vouched


def live(letter: Letter, code: str, without: Sequence[str] = ()) -> list[Entry]:
    """Everybody who has ever put their name under it, but those that are known already."""
    found = _read(LIVE, letter=letter.pk, code=code, without="{" + ",".join(without) + "}")
    return _settled(found)


def frozen(freeze: Freeze, code: str) -> list[Entry]:
    """The frozen set, with what became of each since."""
    return _read(FROZEN, freeze=freeze.pk, code=code)


def _read(statement: str, **values: Any) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(map(partial(tuple.__new__, Entry), cursor.fetchall()))  # a fifth of what `_make` takes


def _settled(rows: list[Entry]) -> list[Entry]:
    """Who is asked for a corrected version, or refused it, stands under the one they signed until they sign anew."""
    asked = {row.id for row in rows if row.state != states.SIGNED and not row.withdrawn_at}
    if not asked:
        return rows
    given = SignatureEvent.objects.filter(signature__in=map(UUID, asked), verb__in=GAVE).order_by("id")
    signed = {str(pk): number for pk, number in given.values_list("signature", "version__number")}
    return [_as_given(row, signed) if row.id in asked else row for row in rows]


def _as_given(row: Entry, signed: dict[str, int]) -> Entry:
    title = "" if row.kind == ORGANIZATION else row.title
    return row._replace(state=states.SIGNED, signer="", title=title, version=signed.get(row.id, row.version))
