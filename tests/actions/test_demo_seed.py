"""The demonstration's seed adds what is missing, and nothing twice."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from tests import cast, congress
from tocsin.actions.demo import seed
from tocsin.actions.page import ActionPage
from tocsin.bills.models import Bill
from tocsin.campaigns.models import Campaign
from tocsin.officials.models import Membership, Official

pytestmark = pytest.mark.django_db


def test_an_older_demonstration_gets_the_new_actions_once() -> None:
    home = cast.front(Locale.objects.get_or_create(language_code="en")[0])
    vance = Campaign.objects.create(name="Vance", slug="vance", kind="message", organization="ANCA")
    home.add_child(
        instance=ActionPage(title="Vance", slug="vance", lead="One.", campaign=vance, locale=home.locale)
    )
    congress.forget()
    assert seed.seed()
    assert not seed.seed()
    added = ActionPage.objects.get(slug="hr6840")
    assert added.alternative_page == ActionPage.objects.get(slug="vance")
    assert set(Campaign.objects.values_list("slug", flat=True)) == {"vance", "hr6840", "hr5369"}
    assert Bill.objects.get(pk="119/hr/6840").as_of is None
    assert Official.objects.get(slug="frank-pallone").memberships.count() == 1
    assert Membership.objects.get(person__slug="ed-markey").post.label == "Senator for Massachusetts"  # type: ignore[union-attr]
    congress.forget()
