"""A campaign with some people, and staff who sign in through the real door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from django.test import Client

    from tocsin.campaigns.models import Campaign

SignIn = Callable[[str], "Client"]


@pytest.fixture(autouse=True)
def forget_pages() -> None:
    from tocsin.actions import published

    published.clear()


@pytest.fixture(scope="module")
def river(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Campaign]:
    """Three confirmed people and one who did not confirm; made once for a module, then rolled back."""
    from django.db import transaction
    from django.test import Client

    from tests import cast

    with django_db_blocker.unblock(), transaction.atomic():
        page = cast.open_campaign()
        for person in (cast.ANAHIT, cast.DANIEL, cast.ZOE):
            cast.act(Client(), person)
        cast.send(Client(), cast.NAREK, own_words="")
        yield page.campaign
        transaction.set_rollback(True)


@pytest.fixture
def campaign(river: Campaign, db: None) -> Campaign:
    return type(river).objects.get(pk=river.pk)


@pytest.fixture
def sign_in(db: None) -> SignIn:
    from tests.insights.scene import signed_in

    return signed_in


@pytest.fixture
def organizer(sign_in: SignIn) -> Client:
    return sign_in("organizer")


@pytest.fixture
def viewer(sign_in: SignIn) -> Client:
    return sign_in("viewer")
