"""What officials' own web forms ask for: a set of public data, and how it is looked up."""

from __future__ import annotations

import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

from tocsin.core.datasets import Diff, Missing, Progress, Refused, Snapshot, merge
from tocsin.delivery.channels.webform import descriptions
from tocsin.officials.models import ContactForm
from tocsin.people.models import Identifier

FOLDER = "contact-congress"
STEP = 50


class Forms:
    """The descriptions that contact-congress keeps: all senators; for the House many are old."""

    name, label, additive = "forms", "Web forms", False

    def files(self, folder: Path) -> list[Path]:
        place = folder / FOLDER
        return sorted(place.glob("*.tar.gz"))[:1] or sorted(place.glob("members/*.yaml"))

    def read(self, folder: Path, progress: Progress) -> Snapshot:
        found = self.files(folder)
        if not found:
            raise Missing(f"forms: there is no {FOLDER} in {folder}")
        source = found[0] if found[0].name.endswith(".tar.gz") else folder / FOLDER
        try:
            return self._read(source, progress)
        except (OSError, EOFError, tarfile.TarError) as error:
            raise Refused(f"forms: {source.name} cannot be read: {error}") from error

    def _read(self, source: Path, progress: Progress) -> Snapshot:
        rows: dict[str, ContactForm] = {}
        warnings: list[str] = []
        newest, stubs = 0.0, 0
        for done, file in enumerate(descriptions.files(source)):
            if done % STEP == 0:
                progress(done, max(done, 800))
            newest = max(newest, file.modified)
            try:
                found = descriptions.parse(file.data)
            except descriptions.Stub:
                stubs += 1
                continue
            except descriptions.Unreadable as error:
                warnings.append(f"{file.name} left out: {error}")
                continue
            rows[found.bioguide] = row_of(found)
        if not rows:
            raise Refused(f"forms: {source.name} describes no form")
        if stubs:
            warnings.append(
                f"{stubs} left out: these offices have no form and take Communicating With Congress"
            )
        day = datetime.fromtimestamp(newest, UTC).date()
        for row in rows.values():
            row.as_of = day
        return snapshot_of(rows, day, warnings)

    def apply(self, snapshot: Snapshot, progress: Progress) -> Diff:
        return merge(ContactForm, snapshot.payload, key=("bioguide",))


def row_of(found: descriptions.Description) -> ContactForm:
    return ContactForm(bioguide=found.bioguide, url=found.url, captcha=found.captcha, fields=found.as_json())


def snapshot_of(rows: dict[str, ContactForm], day: date, warnings: list[str]) -> Snapshot:
    return Snapshot(
        as_of=day,
        rows=len(rows),
        source="unitedstates/contact-congress",
        payload=list(rows.values()),
        warnings=warnings,
    )


def form_of(person_id: int) -> ContactForm | None:
    """The form of an official, where one is described."""
    known = Identifier.objects.filter(person_id=person_id, scheme="bioguide").values("value")
    return ContactForm.objects.filter(bioguide__in=known).first()


FORMS = Forms()
