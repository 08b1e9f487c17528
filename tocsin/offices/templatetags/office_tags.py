"""For the form of an action: what helps to write in one's own words."""

from __future__ import annotations

from django import template
from django.forms import BaseForm

from tocsin.offices import wording

register = template.Library()


@register.inclusion_tag("actions/own_words_hint.html")
def own_words_hint(form: BaseForm, suggested: str) -> dict[str, list[str]]:
    """`{% own_words_hint form a.page.suggested %}`, after the field; nothing where there is no text to compare."""
    own, body = (
        str(form[name].value() or "") if name in form.fields else "" for name in ("own_words", "body")
    )
    return {"advice": wording.advice(own, body, suggested) if suggested.strip() else []}
