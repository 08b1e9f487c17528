"""What outsiders may know of letters. Every public door reads from here, so nothing shows before its hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from tocsin.letters import states
from tocsin.letters.models import Freeze, Letter, LetterVersion, Signature

Counts = dict[int, tuple[int, int]]
"""Letter → organizations, people."""
GONE = """
SELECT fixed.letter_id, count(signature.organization_id), count(*) - count(signature.organization_id)
FROM letters_freeze fixed
CROSS JOIN LATERAL jsonb_array_elements(fixed.signatories) record
JOIN letters_signature signature ON signature.id = (record ->> 'id')::uuid
LEFT JOIN organizations_organization body ON body.id = signature.organization_id
WHERE fixed.id = ANY(%s) AND (signature.withdrawn_at IS NOT NULL OR body.state IN ('blocked', 'merged'))
GROUP BY fixed.letter_id
"""


@dataclass(frozen=True, slots=True)
class Published:
    """One public letter. `versions`: those that were ever up for signing, in order; the last one is up now.

    `freeze` is of the version that is up; `latest` may be of one before, while a corrected version collects its names.
    """

    letter: Letter
    version: LetterVersion
    versions: list[LetterVersion]
    freezes: dict[int, Freeze]

    @property
    def freeze(self) -> Freeze | None:
        return self.freezes.get(self.version.pk)

    @property
    def latest(self) -> Freeze | None:
        return max(self.freezes.values(), key=lambda freeze: freeze.at, default=None)

    @property
    def numbers(self) -> list[int]:
        return [version.number for version in self.versions]

    def numbered(self, number: int) -> LetterVersion | None:
        return next((version for version in self.versions if version.number == number), None)


def find(slug: str) -> Published | None:
    letter = Letter.objects.public().select_related("supporters_page").filter(slug=slug).first()
    return publish(letter) if letter else None


def get(slug: str) -> Published:
    found = find(slug)
    if found is None:
        raise Http404
    return found


def publish(letter: Letter) -> Published | None:
    """Versions that were only shown for comments stay between those who were invited."""
    versions = list(letter.versions.exclude(state=states.COMMENTS).order_by("number"))
    version = next((one for one in versions if one.state == states.UP), None)
    if version is None:
        return None
    shown = [one for one in versions if one.number <= version.number]
    return Published(
        letter, version, shown, {freeze.version_id: freeze for freeze in letter.freezes.defer("signatories")}
    )


# --- Many at once -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Line:
    """One letter in a list; the counts are those of its page."""

    letter: Letter
    version: LetterVersion
    organizations: int
    people: int
    freeze: Freeze | None

    @property
    def is_open(self) -> bool:
        return self.letter.state == states.SIGNING


def lines(letters: QuerySet[Letter] | None = None) -> list[Line]:
    """The public ones, the newest first, in a fixed number of queries."""
    found = list(
        (Letter.objects.all() if letters is None else letters).filter(pk__in=Letter.objects.public())
    )
    if not found:
        return []
    ids = [letter.pk for letter in found]
    up = {one.letter_id: one for one in LetterVersion.objects.filter(letter__in=ids, state=states.UP)}
    frozen = Freeze.objects.filter(version__in=up.values()).defer("signatories", "files")
    freezes = {freeze.letter_id: freeze for freeze in frozen}
    counts = _standing(ids) | _still(freezes.values())
    return [
        Line(letter, up[letter.pk], *counts.get(letter.pk, (0, 0)), freezes.get(letter.pk))
        for letter in found
        if letter.pk in up
    ]


def _standing(letters: Iterable[int]) -> Counts:
    """Of letters that are up: who stands under the version that is up now."""
    signed = Signature.objects.standing().filter(letter__in=letters, version__state=states.UP)
    counted = (
        signed.order_by()
        .values("letter")
        .annotate(
            bodies=Count("pk", filter=Q(organization__isnull=False)),
            people=Count("pk", filter=Q(organization__isnull=True)),
        )
    )
    return {row["letter"]: (row["bodies"], row["people"]) for row in counted}


def _still(freezes: Iterable[Freeze]) -> Counts:
    """Of frozen letters: who was fixed then, without those who do not count any more."""
    kept = list(freezes)
    with connection.cursor() as cursor:
        cursor.execute(GONE, [[freeze.pk for freeze in kept]])
        gone = {letter: (bodies, people) for letter, bodies, people in cursor.fetchall()}
    return {
        freeze.letter_id: (freeze.organizations - bodies, freeze.people - people)
        for freeze in kept
        for bodies, people in [gone.get(freeze.letter_id, (0, 0))]
    }
