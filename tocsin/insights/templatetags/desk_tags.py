"""What every page of the admin must say about delivery."""

from __future__ import annotations

from typing import Any

from django import template

from tocsin.insights import desk
from tocsin.insights.access import may
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_FIGURES

register = template.Library()


@register.inclusion_tag("insights/delivery_stopped.html", takes_context=True)
def delivery_stopped(context: template.RequestContext) -> dict[str, Any]:
    """Nothing for those who are not signed in, or have no business with delivery."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not may(user, VIEW_FIGURES):
        return {"stop": None}
    return {"stop": desk.stopped(), "may_settle": may(user, SETTLE_MESSAGES)}
