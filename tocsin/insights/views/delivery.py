"""The delivery desk: how things stand, in sentences, and the one switch for all sending."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.delivery import checks
from tocsin.delivery.lanes import EVERYTHING
from tocsin.insights import deeds, desk
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.roles import SETTLE_MESSAGES, VIEW_FIGURES, VIEW_PERSONAL
from tocsin.insights.views.base import Crumb, ReasonForm, show

DELIVERY: Crumb = ("/admin/delivery/", gettext_lazy("Delivery"))
LEVELS = {
    checks.Level.GOOD: gettext_lazy("ready"),
    checks.Level.OFF: gettext_lazy("not set up"),
    checks.Level.WARN: gettext_lazy("look at it"),
    checks.Level.BAD: gettext_lazy("does not work"),
}


@require_safe
@needs(VIEW_FIGURES)
def index(request: StaffRequest) -> HttpResponseBase:
    glance = desk.glance()
    return show(
        request,
        "delivery.html",
        title=_("Delivery"),
        icon="mail",
        glance=glance,
        oldest=timesince(timezone.now() - glance.oldest),
        stop=desk.stopped(),
        checks=[(check, LEVELS[check.level]) for check in checks.checks()],
        may_settle=may(request.user, SETTLE_MESSAGES),
        may_read=may(request.user, VIEW_PERSONAL),
    )


@require_http_methods(["GET", "POST"])
@needs(SETTLE_MESSAGES)
def stop(request: StaffRequest) -> HttpResponseBase:
    """Stops all sending, or lets it go on: a GET asks, a POST does what the page asked, and nothing else."""
    going = desk.stopped() is None
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _switch(request, request.POST.get("deed", ""), form.cleaned_data["reason"])
        return redirect("delivery_index")
    return show(
        request,
        "delivery_switch.html",
        title=_("Stop all sending") if going else _("Let sending go on"),
        icon="mail",
        crumbs=(DELIVERY,),
        status=422 if form.errors else 200,
        form=form,
        deed="stop" if going else "resume",
        words=_(
            "No message leaves any more, on no channel, until somebody lets it go on. What is in the hands of "
            "the other side this second still ends. Nothing is lost: messages wait."
        )
        if going
        else _(
            "Messages that wait leave again, each lane at its own pace. Lanes paused one by one stay paused."
        ),
        button=_("Stop all sending") if going else _("Go on"),
        back=reverse("delivery_index"),
    )


def _switch(request: StaffRequest, deed: str, reason: str) -> None:
    """Two people who press at once do not undo each other: each button does only what it says."""
    stopped = desk.stopped() is not None
    if deed == "stop" and not stopped:
        deeds.pause(actor=request.user, key=EVERYTHING, reason=reason)
        messages.success(request, _("All sending is stopped."))
    elif deed == "resume" and stopped:
        deeds.resume(actor=request.user, key=EVERYTHING, reason=reason)
        messages.success(request, _("Sending goes on."))
    else:
        messages.error(request, _("Nothing was changed: somebody else did it in the meantime."))
