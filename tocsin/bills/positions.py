"""Where members stand, as target rules ask it; remembered until the data change."""

from __future__ import annotations

from functools import lru_cache

from tocsin.bills.models import Bill, RollCall, Sponsorship
from tocsin.core import datasets
from tocsin.officials.positions import BillFacts, VoteFacts


def bill(bill_id: str) -> BillFacts | None:
    return _bill(bill_id, _version())


def vote(roll_call: str) -> VoteFacts | None:
    return _vote(roll_call, _version())


def _version() -> tuple[int, ...]:
    return datasets.version("bills", "officials")


@lru_cache(maxsize=256)
def _bill(bill_id: str, version: tuple[int, ...]) -> BillFacts | None:
    found = Bill.objects.filter(pk=bill_id).first()
    if found is None:
        return None
    backers = Sponsorship.objects.standing().filter(bill=found).values_list("person_id", flat=True)
    return BillFacts(
        id=found.pk,
        title=found.title,
        chamber=found.chamber,
        as_of=found.as_of,
        supporters=frozenset(backers),
    )


@lru_cache(maxsize=256)
def _vote(roll_call: str, version: tuple[int, ...]) -> VoteFacts | None:
    found = RollCall.objects.filter(pk=roll_call).first()
    if found is None:
        return None
    options = dict(found.votes.values_list("person_id", "option"))
    return VoteFacts(id=found.pk, question=found.question, options=options)


def forget() -> None:
    """For tests."""
    _bill.cache_clear()
    _vote.cache_clear()
