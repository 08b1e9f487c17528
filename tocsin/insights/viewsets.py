"""Campaigns and officials as editors make them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from tocsin.campaigns.models import Campaign
from tocsin.officials.models import Official


class CampaignViewSet(SnippetViewSet):
    """Reached from the dashboards, which are what the menu leads to."""

    model = Campaign
    icon = "mail"
    list_display = ["name", "organization", "kind", "goal", "occasion_date", "closes_at"]
    list_filter = ["kind"]
    copy_view_enabled = False


class OfficialViewSet(SnippetViewSet):
    model = Official
    icon = "user"
    menu_label = _("Officials")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "office"]
    copy_view_enabled = False
