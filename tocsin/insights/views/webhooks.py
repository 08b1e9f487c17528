"""One webhook: its key, a test, and what came of the latest messages."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.actions import hooks
from tocsin.core import audit
from tocsin.delivery.channels.webhook import signing
from tocsin.delivery.models import Message, Webhook
from tocsin.insights.access import StaffRequest
from tocsin.insights.queue import STATE_LABELS
from tocsin.insights.views.base import show
from tocsin.insights.webhooks import WebhookViewSet, may_manage

SHOWN = 10
SECRET, TEST, RENEW = "secret", "test", "renew"


@require_http_methods(["GET", "POST"])
def detail(request: StaffRequest, pk: int) -> HttpResponseBase:
    """GET shows no secret; POST, with `do`, shows it this once, sends a test, or makes a new key."""
    if not may_manage(request.user):
        raise PermissionDenied
    hook = get_object_or_404(Webhook, pk=pk)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == TEST:
        hooks.send_test(hook)
        messages.success(request, _("A test is on its way; its reply shows here."))
        return redirect("webhook", pk)
    if do in (SECRET, RENEW):
        reveal(request, hook, renew=do == RENEW)
    sent = Message.objects.for_ref(hooks.ref_of(hook)).filter(purpose="webhook").order_by("-id")[:SHOWN]
    return show(
        request,
        "webhook.html",
        title=hook.name,
        icon="link-external",
        crumbs=((WebhookViewSet().menu_url, _("Webhooks")),),
        hook=hook,
        secret=signing.secret(webhook=hook.pk, version=hook.key_version) if do in (SECRET, RENEW) else "",
        sent=[(message, STATE_LABELS[message.state]) for message in sent],
    )


@transaction.atomic
def reveal(request: StaffRequest, hook: Webhook, *, renew: bool) -> None:
    if renew:
        Webhook.objects.filter(pk=hook.pk).update(key_version=F("key_version") + 1)
        hook.refresh_from_db()
    verb = "webhook.key_renewed" if renew else "webhook.key_shown"
    audit.record(actor=request.user, verb=verb, subject=f"webhook {hook.pk}")
