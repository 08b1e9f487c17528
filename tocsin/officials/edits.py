"""What editors change in the admin shows at once: each edit counts as a new version of the set `edits`."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.utils.timezone import now

from tocsin.core import datasets
from tocsin.core.models import Dataset
from tocsin.officials.models import ContactDetail, Membership, Official, Organization, Post
from tocsin.people.models import Identifier, OtherName, Person

NAME = "edits"
WATCHED: tuple[type[models.Model], ...] = (
    Person,
    Official,
    Membership,
    ContactDetail,
    Organization,
    Post,
    OtherName,
    Identifier,
)


def touch(**_: object) -> None:
    if not Dataset.objects.filter(pk=NAME).update(version=F("version") + 1, loaded_at=now()):
        Dataset.objects.get_or_create(name=NAME, defaults={"version": 1, "loaded_at": now()})
    datasets.forget()


def watch() -> None:
    for model in WATCHED:
        post_save.connect(touch, sender=model, dispatch_uid=f"edits-save-{model.__name__}")
        post_delete.connect(touch, sender=model, dispatch_uid=f"edits-delete-{model.__name__}")
