"""Webhooks as organizers make them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from tocsin.actions.hooks import EVENTS
from tocsin.delivery.channels.webhook import wire
from tocsin.delivery.models import Webhook


class WebhookForm(WagtailAdminModelForm):
    """Where it may lead is said when it is saved; where it does lead is checked again at each delivery."""

    events = forms.MultipleChoiceField(
        label=_("What it hears of"),
        choices=lambda: list(EVENTS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "No names and no addresses are sent: which act or message, of which campaign, from which state."
        ),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            wire.checked(url)
        except wire.Forbidden as error:
            raise ValidationError(
                _("This address cannot be used: %(why)s."), params={"why": error}
            ) from error
        return url


class WebhookViewSet(SnippetViewSet):
    model = Webhook
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_order = 235
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("host", label=_("Host"), accessor=lambda hook: wire.host_of(hook.url)),
        "active",
        TitleColumn(
            "keys",
            label=_("Key and test"),
            accessor=lambda hook: _("Key and test"),
            get_url=lambda hook: reverse("webhook", args=[hook.pk]),
        ),
    ]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "url", "events", "active")], base_form_class=WebhookForm
    )
    copy_view_enabled = False


def may_manage(user: Any) -> bool:
    return bool(user.has_perm("delivery.change_webhook"))
