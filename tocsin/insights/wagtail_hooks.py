"""How the staff side hangs in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.models import register_snippet

from tocsin.insights import second_factor, urls
from tocsin.insights.access import may
from tocsin.insights.accounts import tie_name
from tocsin.insights.panels import CampaignsPanel, SecondFactorPanel
from tocsin.insights.roles import VIEW_ACTIONS, VIEW_AUDIT, VIEW_FIGURES
from tocsin.insights.viewsets import (
    CampaignViewSet,
    LetterViewSet,
    OfficialViewSet,
    OrganizationViewSet,
    body_chooser,
)
from tocsin.insights.webhooks import WebhookViewSet

HIDDEN = frozenset({"reports", "help", "snippets"})
"""Menu items that help nobody here; campaigns and officials have their own."""
MENU = (
    (VIEW_FIGURES, _("Campaigns"), "/admin/campaigns/", "campaigns", "mail", 50),
    (VIEW_FIGURES, _("Open letters"), "/admin/letters/", "open-letters", "edit", 55),
    (VIEW_ACTIONS, _("Actions"), "/admin/actions/", "actions", "list-ul", 60),
    (VIEW_FIGURES, _("Delivery"), "/admin/delivery/", "delivery", "resubmit", 70),
    (VIEW_FIGURES, _("Organizations"), "/admin/organizations/", "organizations", "group", 75),
    (VIEW_FIGURES, _("Public data"), "/admin/data/", "data", "table", 240),
    (VIEW_AUDIT, _("What staff did"), "/admin/audit/", "audit", "history", 900),
)

register_snippet(CampaignViewSet)
register_snippet(OfficialViewSet)
register_snippet(OrganizationViewSet)
register_snippet(WebhookViewSet)
register_snippet(LetterViewSet)


@hooks.register("register_admin_viewset")
def choosers() -> ChooserViewSet:
    return body_chooser


class PowerMenuItem(MenuItem):
    """Shown to those who may follow it."""

    def __init__(self, power: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.power = power

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.power)


def _register(power: str, label: Any, url: str, name: str, icon: str, order: int) -> None:
    item = PowerMenuItem(power, label, url, name=name, icon_name=icon, order=order)
    hooks.register("register_admin_menu_item", lambda: item)


for line in MENU:
    _register(*line)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    if may(request.user, VIEW_FIGURES):
        panels.append(CampaignsPanel())
    if second_factor.reminds(request.user):
        panels.append(SecondFactorPanel())


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages and images tell an organizer nothing."""
    items.clear()


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def name_is_email(request: HttpRequest, user: User) -> None:
    tie_name(user)


@hooks.register("insert_global_admin_css")
def staff_css() -> SafeString:
    link = '<link rel="stylesheet" href="{}">'
    return format_html_join("", link, ((static(f"css/{name}.css"),) for name in ("staff", "desk")))
