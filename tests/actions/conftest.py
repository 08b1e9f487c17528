"""A live campaign for the tests of this folder. Django may be imported only once the database is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tocsin.actions.page import ActionPage


@pytest.fixture(autouse=True)
def forget_pages() -> None:
    from tocsin.actions import published

    published.clear()


@pytest.fixture(scope="module")
def campaign_page(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ActionPage]:
    """Made once for a module, and rolled back with all that its tests did."""
    from django.db import transaction

    from tests import cast

    with django_db_blocker.unblock(), transaction.atomic():
        yield cast.open_campaign()
        transaction.set_rollback(True)


@pytest.fixture
def page(campaign_page: ActionPage, db: None) -> ActionPage:
    return type(campaign_page).objects.get(pk=campaign_page.pk)
