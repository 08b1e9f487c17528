from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tocsin.campaigns.models import Campaign


@pytest.fixture(autouse=True)
def forget_pages() -> None:
    from tocsin.actions import published

    published.clear()


@pytest.fixture(scope="module")
def letters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Campaign]:
    """Anahit in her own words, Daniel with the suggested text, Leila with one word changed; Narek did not confirm."""
    from django.db import transaction
    from django.test import Client

    from tests import cast
    from tests.offices.scene import LONG, OWN
    from tocsin.actions.page import ActionPage

    with django_db_blocker.unblock(), transaction.atomic():
        page = cast.open_campaign()
        page.suggested = LONG
        page.save_revision().publish()
        cast.published.clear()
        cast.act(Client(), cast.ANAHIT, own_words=OWN, body="It is ours.", consent_reply="on")
        cast.act(Client(), cast.DANIEL, own_words="", body=LONG)
        cast.act(Client(), cast.LEILA, own_words="", body=LONG.replace("village", "town"))
        cast.send(Client(), cast.NAREK, own_words="Unconfirmed words", body="none")
        yield ActionPage.objects.get(pk=page.pk).campaign
        transaction.set_rollback(True)


@pytest.fixture
def campaign(letters: Campaign, db: None) -> Campaign:
    from tocsin.offices import measuring

    campaign = type(letters).objects.get(pk=letters.pk)
    measuring.measure_new(batches=1)
    measuring.group(campaign.pk)
    return campaign
