"""The link to an office's page. Who has it may read and answer, so it can be taken back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from tocsin.core import audit, links
from tocsin.core.ids import uuid7
from tocsin.offices import bundle
from tocsin.offices.models import Office
from tocsin.people.models import Person

PURPOSE = "office"


def office_path(person_id: int) -> str:
    """Makes the office's record where there is none yet."""
    office, _ = Office.objects.get_or_create(person_id=person_id)
    return reverse("office", args=[links.sign(PURPOSE, office.pk)])


def office_of(token: str) -> Office | None:
    try:
        return Office.objects.select_related("person").filter(pk=links.read(PURPOSE, token)).first()
    except links.LinkError:
        return None


def open_for(campaign_id: int) -> int:
    """Gives a page to each official whom somebody wrote to. Returns how many are new."""
    people = set(Person.objects.filter(pk__in=bundle.people(campaign_id)).values_list("pk", flat=True))
    people -= set(Office.objects.filter(person_id__in=people).values_list("person_id", flat=True))
    return len(Office.objects.bulk_create([Office(person_id=pk) for pk in people], ignore_conflicts=True))


@transaction.atomic
def rotate(*, actor: User, person_id: int, reason: str) -> None:
    """Every link given out before stops working."""
    Office.objects.filter(person_id=person_id).update(id=uuid7())
    audit.record(actor=actor, verb="office.link_rotated", subject=f"person {person_id}", reason=reason)
