"""What staff do with a book: ask for it, hand it over."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from tocsin.actions import states as act_states
from tocsin.actions.models import Submission
from tocsin.campaigns.models import Campaign
from tocsin.core import audit
from tocsin.offices import book_files, book_settling, tasks
from tocsin.offices.models import Book
from tocsin.people.models import Person


@transaction.atomic
def ask(*, actor: User, campaign: Campaign, person: Person, language: str, singly: bool = False) -> Book:
    """A new book is waiting to be made; the bell is rung when this commits."""
    book = Book.objects.create(
        campaign=campaign, person=person, language=language, singly=singly, made_by=actor
    )
    audit.record(
        actor=actor,
        verb="book.asked",
        subject=f"book {book.pk}",
        campaign=campaign.slug,
        official=person.slug,
    )
    tasks.make_books.defer()
    return book


def withdrawn(book: Book) -> int:
    """How many who stand in the book are no longer confirmed."""
    ids = book.entries.values("submission")
    return book.letters - Submission.objects.filter(pk__in=ids, state=act_states.CONFIRMED).count()


def hand_over(*, actor: User, book: Book, on: date, to: str) -> int | None:
    """How many messages waited for it and now count as accepted; nothing where it is not frozen."""
    with transaction.atomic():
        locked = Book.objects.select_for_update(of=("self",)).select_related("person").get(pk=book.pk)
        if locked.state != Book.State.FROZEN:
            return None
        locked.state, locked.handed_over_on = Book.State.HANDED_OVER, on
        locked.handed_over_to, locked.handed_over_by = to, actor
        locked.save()
        short, settled = (
            book_files.fingerprint(locked)[: book_files.SHORT],
            book_settling.waiting(locked).count(),
        )
        known = {"on": on.isoformat(), "sha256": short, "settled": settled}
        audit.record(actor=actor, verb="book.handed_over", subject=f"book {book.pk}", **known)
    book_settling.settle(locked)
    return settled
