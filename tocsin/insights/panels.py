"""What greets staff on the front of the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from tocsin.campaigns.models import Campaign
from tocsin.insights import figures

CURRENT = 6


class CampaignsPanel(Component):
    """The current campaigns with their numbers."""

    name = "campaigns"
    template_name = "insights/panels/campaigns.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        newest = Campaign.objects.order_by("-created_at")[: CURRENT * 2]
        current = [campaign for campaign in newest if not campaign.is_closed][:CURRENT]
        return {"rows": figures.numbers(current), "request": parent_context["request"]}


class SecondFactorPanel(Component):
    """A gentle reminder."""

    name = "second_factor"
    template_name = "insights/panels/second_factor.html"
    order = 20
