"""What every view of the staff side shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Crumb = tuple[str, str | Promise]
CAMPAIGNS: Crumb = ("/admin/campaigns/", gettext_lazy("Campaigns"))
ACTIONS: Crumb = ("/admin/actions/", gettext_lazy("Actions"))


class ReasonForm(forms.Form):
    """Why: kept in the audit trail."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Kept in the audit trail with your name. No personal data, please."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why.")},
    )


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    icon: str,
    crumbs: tuple[Crumb, ...] = (),
    status: int = 200,
    **context: Any,
) -> TemplateResponse:
    """A page in Wagtail's frame; `crumbs` lead to it from the front of the admin."""
    trail = [(reverse("wagtailadmin_home"), _("Home")), *crumbs, ("", title)]
    furniture = {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for url, label in trail],
    }
    answer = TemplateResponse(request, f"insights/{template}", {**furniture, **context}, status=status)
    answer["Cache-Control"] = "no-store, private"
    return answer
