"""Officials, organizations and data sets as staff see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.officials import stage
from tocsin.core import datasets
from tocsin.core.models import Dataset
from tocsin.officials.models import Organization
from tocsin.officials.roster import forget

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def scene(db: None) -> None:
    stage.set_up()
    Organization.objects.filter(slug="hsfa").update(source="committees")
    forget()


def test_the_list_of_officials_has_the_office_and_the_party_of_today(sign_in: SignIn) -> None:
    page = sign_in("editor").get("/admin/snippets/officials/official/").content.decode()
    assert "Maria O’Neill" in page and "6th congressional district" in page and "Harbor" in page


@pytest.mark.parametrize(("slug", "status"), [("party-harbor", 200), ("hsfa", 302)])
def test_only_what_was_made_by_hand_may_be_edited(sign_in: SignIn, slug: str, status: int) -> None:
    body = Organization.objects.get(slug=slug)
    client = sign_in("organizer")
    assert client.get(f"/admin/snippets/officials/organization/edit/{body.pk}/").status_code == status
    assert client.get(f"/admin/snippets/officials/organization/inspect/{body.pk}/").status_code == 200


def test_the_data_page_tells_age_size_progress_and_what_went_wrong(sign_in: SignIn) -> None:
    Dataset.objects.update_or_create(
        name="zips",
        defaults={"as_of": date(2026, 6, 15), "rows": 33774, "problem": "the file looks truncated"},
    )
    Dataset.objects.update_or_create(name="districts", defaults={"done": 1, "total": 4})
    datasets.forget()
    page = sign_in("viewer").get("/admin/data/").content.decode()
    for words in ("15 Jun 2026", "33,774", "the file looks truncated", "25%", "never loaded"):
        assert words in page, words
