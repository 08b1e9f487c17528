"""Making a book, in the process that `tasks.py` starts. Killed, it is made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from tocsin.campaigns import tally
from tocsin.core import audit, csvsafe
from tocsin.delivery.channels.print import typeset
from tocsin.delivery.channels.print.typeset import TypesetError, Volume
from tocsin.delivery.models import Message
from tocsin.offices import book_data, book_files, book_pages, book_words
from tocsin.offices.book_data import Contents
from tocsin.offices.book_pages import Data, Row
from tocsin.offices.book_text import Line, volumes
from tocsin.offices.models import Book, BookEntry
from tocsin.officials.models import ContactDetail
from tocsin.places import ocd

CSV = "messages.csv"
COLUMNS = ("number", "date", "name", "place", "district", "kind", "text_sha256", "volume", "page")
MERGE = "letters.csv"
MERGE_COLUMNS = (
    *("number", "date", "name", "place", "office_address"),
    *("subject", "salutation", "own_words", "body", "closing"),
)
BATCH = 2_000
TRIES = 3
"""A book that kills its maker so often is given up."""
LOCK = "SELECT pg_try_advisory_lock(hashtext(%s))"


@dataclass(slots=True)
class Making:
    """One book under way."""

    book: Book
    folder: Path
    contents: Contents
    rows: list[Row]
    common: Data
    day: date
    missing: str
    files: list[Data] = field(default_factory=list)
    pages: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Number → volume and page."""

    def set(self, name: str, data: Data, *, template: str = "book") -> Volume:
        return typeset.typeset(
            template=template, data=self.common | data, output=self.folder / f"{name}.pdf", day=self.day
        )

    def seal(self, name: str, pages: int, label: str) -> None:
        self.files.append(book_files.seal(self.folder / name, pages=pages, label=label))


def make(book_id: UUID) -> bool:
    """False where another process is making it, or nothing is left to do."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"book {book_id}"])
        if not cursor.fetchone()[0]:
            return False
    book = Book.objects.select_related("campaign", "person").filter(pk=book_id).first()
    if book is None or book.state != Book.State.MAKING:
        return False
    if book.tries >= TRIES:
        fail(book, "its maker was ended three times; see the worker's log")
        return False
    Book.objects.filter(pk=book_id).update(tries=F("tries") + 1)
    with override(book.language):
        try:
            making = begin(book)
            typeset_all(making)
        except TypesetError as error:
            fail(book, str(error))
        else:
            freeze(making)
    return True


def begin(book: Book) -> Making:
    folder = book_files.work_folder(book.pk)
    contents = book_data.gather(book, folder)
    if not contents.lines:
        raise TypesetError("there is no confirmed message to this official")
    Book.objects.filter(pk=book.pk).update(letters=len(contents.lines), done=0)
    day = timezone.localdate(book.created_at)
    office = _office(book, contents.lines[0].submission)
    common = book_pages.base(book, office=office, title=_title(book), day=day, lines=contents.lines)
    rows = book_pages.outline(contents.lines, book.language)
    texts = (
        entry["signature"] + entry["own"] + entry["body"] for _, entry in contents.entries(contents.lines)
    )
    missing = book_words.missing(typeset.missing_scripts(texts))
    return Making(book, folder, contents, rows, common, day, missing)


def _office(book: Book, submission: UUID) -> str:
    """As the messages name it."""
    found = Message.objects.filter(ref=submission, purpose="action", data__official__slug=book.person.slug)
    return str(found.values_list("data__official__office", flat=True).first() or "")


def _title(book: Book) -> str:
    """As the page in the book's language calls the campaign, else as staff do."""
    from tocsin.actions.models import ActionPage

    pages = ActionPage.objects.live().filter(campaign=book.campaign_id)
    page = pages.filter(locale__language_code=book.language).first() or pages.first()
    return page.title if page else book.campaign.name


def typeset_all(making: Making) -> None:
    parts = list(volumes(making.contents.lines))
    if len(parts) == 1:
        _single(making)
    else:
        _several(making, parts)
    if making.book.singly:
        _letters(making, parts)
    (making.folder / book_files.SUMS).write_text(book_files.sums(making.files))
    making.seal(book_files.SUMS, 0, "")


def _single(making: Making) -> None:
    """Set twice: the first time tells on which page each message stands."""
    lines = making.contents.lines
    body = {"sections": book_pages.sections(making.contents, making.rows, lines, making.book.language)}
    blank = [["messages.csv", "0" * 64]]
    first = making.set("book", body | _opening(making) | {"proof": _proof(making, blank)})
    making.pages = {n: (1, page) for n, page in first.marks.items()}
    _csv(making)
    made = making.set("book", body | _opening(making) | {"proof": _proof(making)})
    making.seal("book.pdf", made.pages, "")
    _progress(making, len(lines))


def _several(making: Making, parts: Sequence[Sequence[Line]]) -> None:
    """The messages first, then the opening, which needs their pages, then the proof, which needs all."""
    page = 1
    for n, lines in enumerate(parts, start=1):
        label = book_words.volume(n, len(parts))
        sections = book_pages.sections(making.contents, making.rows, lines, making.book.language)
        made = making.set(f"volume-{n:02}", {"sections": sections, "first": page, "volume": label})
        making.pages |= {number: (n, at) for number, at in made.marks.items()}
        making.seal(f"volume-{n:02}.pdf", made.pages, label)
        page += made.pages
        _progress(making, lines[-1].number)
    _csv(making)
    front = making.set("opening", _opening(making))
    making.seal("opening.pdf", front.pages, "")
    proof = making.set("proof", {"proof": _proof(making)})
    making.seal("proof.pdf", proof.pages, "")


def _letters(making: Making, parts: Sequence[Sequence[Line]]) -> None:
    """For mailing one by one: typeset, and as fields for a mail merge of one's own."""
    address = _address(making)
    with (making.folder / MERGE).open("w", encoding="utf-8", newline="") as file:
        file.writelines(csvsafe.lines(MERGE_COLUMNS, _merged(making, address)))
    making.seal(MERGE, 0, "")
    for n, lines in enumerate(parts, start=1):
        data = book_pages.letters(making.contents, lines, address)
        made = making.set(f"letters-{n:02}", data, template="letters")
        making.seal(f"letters-{n:02}.pdf", made.pages, "")


def _merged(making: Making, address: list[str]) -> Iterator[list[object]]:
    for line, entry in making.contents.entries(making.contents.lines):
        whose = [line.number, entry["on"], entry["signature"], entry["place"], "\n".join(address)]
        yield [*whose, *(entry[name] for name in ("subject", "salutation", "own", "body", "closing"))]


def _address(making: Making) -> list[str]:
    found = ContactDetail.objects.filter(
        person=making.book.person_id, type=ContactDetail.Type.ADDRESS
    ).first()
    lines = [part.strip() for part in found.value.replace(";", "\n").splitlines()] if found else []
    return [line for line in (making.book.person.name, making.common["office"], *lines) if line]


def _opening(making: Making) -> Data:
    several = len({volume for volume, _page in making.pages.values()}) > 1
    pages = {n: f"{volume} · {page}" if several else str(page) for n, (volume, page) in making.pages.items()}
    parts = _parts(making) if several else []
    return book_pages.opening(making.book, making.contents, making.rows, pages, making.missing, parts)


def _parts(making: Making) -> list[list[str]]:
    """The volumes with their pages, and the proof, which has a file of its own."""
    found, page = [], 1
    for file in (file for file in making.files if file["label"]):
        last = page + file["pages"] - 1
        found.append([f"{file['label']} ({file['name']})", f"{page}–{last}" if last > page else f"{page}"])
        page = last + 1
    return [*found, [str(book_words.WORDS["proof"]), "proof.pdf"]]


def _proof(making: Making, files: list[list[str]] | None = None) -> Data:
    confirmed = tally.read(making.book.campaign_id).confirmed
    text = book_words.proof(
        entries=len(making.contents.lines),
        confirmed=confirmed,
        made=making.day,
        language=making.book.language,
    )
    known = [[file["name"], file["sha256"]] for file in making.files]
    return {"text": text, "files": files or known, "check": [str(words) for words in book_words.CHECK]}


def _csv(making: Making) -> None:
    with (making.folder / CSV).open("w", encoding="utf-8", newline="") as file:
        file.writelines(csvsafe.lines(COLUMNS, _rows(making)))
    making.seal(CSV, 0, "")


def _rows(making: Making) -> Iterator[list[object]]:
    for line, entry in making.contents.entries(making.contents.lines):
        district = ocd.short_name(line.place[4]) if line.place[4] else ""
        known = [line.number, entry["on"], entry["signature"], entry["place"], district, line.kind]
        yield [*known, line.digest.hex(), *making.pages[line.number]]


def _progress(making: Making, done: int) -> None:
    Book.objects.filter(pk=making.book.pk).update(done=done)


@transaction.atomic
def freeze(making: Making) -> None:
    """From here on the files are what they are."""
    book = Book.objects.select_for_update().get(pk=making.book.pk)
    (making.folder / "spool.jsonl").unlink()
    book.entries.all().delete()
    BookEntry.objects.bulk_create(
        (
            BookEntry(book=book, number=line.number, submission=line.submission)
            for line in making.contents.lines
        ),
        batch_size=BATCH,
    )
    book.state, book.frozen_at, book.problem = Book.State.FROZEN, timezone.now(), ""
    book.files, book.pages = making.files, sum(file["pages"] for file in making.files)
    book.letters = book.done = len(making.contents.lines)
    book.save()
    audit.record(
        actor=None, verb="book.frozen", subject=f"book {book.pk}", letters=book.letters, pages=book.pages
    )


def fail(book: Book, problem: str) -> None:
    book_files.drop(book.pk)
    Book.objects.filter(pk=book.pk).update(state=Book.State.FAILED, problem=problem[:300])
