"""The action page and its thank-you: thin doors to intake."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.views import serve as wagtail_serve

from tocsin.actions import conversation, intake, published, resend, steps
from tocsin.actions.conversation import Stage
from tocsin.actions.face import ActionFace
from tocsin.actions.forms import DETAILS, PRESS_ONLY, ActionForm
from tocsin.actions.match import standing_of
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.published import Published
from tocsin.campaigns.addressed import resolve
from tocsin.core import links
from tocsin.core.email import mask_email
from tocsin.core.middleware import chosen_language

SHARED_SECONDS = 2
"""How long an anonymous page may be reused; with the two seconds of `published`, edits show within five."""


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, slug: str) -> HttpResponse:
    """`/<slug>/`: an action page if there is one, else whatever page the site has there."""
    found = published.find(slug, chosen_language(request))
    if found is None:
        return wagtail_serve(request, f"{slug}/")
    if request.method == "POST":
        with translation.override(found.language):
            return submit(request, found)
    return show_page(request, page_of(found))


def show_page(
    request: HttpRequest,
    page: ActionPage,
    *,
    form: ActionForm | None = None,
    stage: Stage | None = None,
    preview: bool = False,
) -> HttpResponse:
    """The page in its own language; `form` when it comes back with errors, `stage` when it asks step by step."""
    with translation.override(page.locale.language_code):
        answered = form is not None or stage is not None
        if not answered:
            facts = published.describe_draft(page) if preview else published.describe(page)
            form, stage = opening(facts, page)
        face = ActionFace(page, preview=preview, standing=stage.standing if stage else None)
        context = {
            "a": face,
            "form": form,
            "stage": stage,
            **shell(face.language),
            "languages": face.languages,
        }
        part = "part" if stage and request.headers.get("X-Part") == "form" else "action_page"
        wrong = stage.is_wrong if stage else form is not None and form.is_bound
        status = 422 if wrong and part != "part" else 200
        response = render(request, f"actions/{part}.html", context, status=status)
    if not answered and not preview:
        patch_cache_control(response, public=True, s_maxage=SHARED_SECONDS, max_age=0)
    elif stage:
        patch_cache_control(response, private=True, no_store=True)
    return response


def opening(facts: Published, page: ActionPage) -> tuple[ActionForm | None, Stage | None]:
    """The letter at once, or the first question of those that lead to it."""
    if facts.needs:
        return None, conversation.first(facts)
    targets = resolve(facts.rule).targets
    initial = {
        "body": page.suggested,
        "body_thanks": page.thank_suggested,
        "version": facts.version_id,
        "country": "US",
    }
    letters = steps.letters(targets, thanks=facts.thanks)
    return make_form(facts, initial=initial, letters=letters, details=facts.details), None


def show_preview(request: HttpRequest, page: ActionPage) -> HttpResponse:
    """What the editor shows in a frame of its own site while the page is being written."""
    response = show_page(request, page, preview=True)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = settings.PREVIEW_CONTENT_SECURITY_POLICY
    return response


def shell(language: str) -> dict[str, Any]:
    return {"lang": language, "dir": "rtl" if translation.get_language_info(language)["bidi"] else "ltr"}


def make_form(facts: Published, *args: Any, **kwargs: Any) -> ActionForm:
    return ActionForm(*args, sends=facts.sends, consents=facts.consent_words, **kwargs)


def submit(request: HttpRequest, facts: Published) -> HttpResponse:
    if facts.needs and not facts.is_closed:
        return converse(request, facts)
    targets = resolve(facts.rule).targets
    letters = steps.letters(targets, thanks=True) if facts.thanks else PRESS_ONLY
    form = make_form(facts, request.POST, letters=letters, details=facts.details)
    if facts.is_closed or not form.is_valid():
        return show_page(request, page_of(facts), form=form)
    return accept(request, facts, act_of(form, facts, request.GET.get("source", "")))


def converse(request: HttpRequest, facts: Published) -> HttpResponse:
    """One answer of a form that goes step by step; the last one is the act."""
    page = page_of(facts)
    stage = conversation.respond(request, facts, page, make_form)
    if stage.form is None or stage.standing is None or not conversation.is_act(stage):
        return show_page(request, page, stage=stage)
    act = act_of(stage.form, facts, request.GET.get("source", ""))
    return accept(request, facts, replace(act, division=steps.answer(stage.standing.located)))


def page_of(facts: Published) -> ActionPage:
    return ActionPage.objects.select_related("campaign", "locale", "picture").get(pk=facts.page_id)


def accept(request: HttpRequest, facts: Published, act: intake.Act) -> HttpResponse:
    token = links.sign("thanks", intake.accept(act))
    address = reverse("thanks", args=[facts.slug])
    return HttpResponseRedirect(f"{address}?t={token}&lang={facts.language}", status=303)


def act_of(form: ActionForm, facts: Published, source: str) -> intake.Act:
    data, given = form.cleaned_data, form.consented
    answered = data.get("version")
    return intake.Act(
        campaign_id=facts.campaign_id,
        version_id=answered if answered in facts.versions else facts.version_id,
        name=data["name"],
        email=data["email"],
        country=data["country"],
        postal_code=data["postal_code"],
        address=data.get("address", ""),
        **{name: data.get(name, "") for name in DETAILS},
        own_words=data["own_words"],
        body=data.get("body", ""),
        body_thanks=data.get("body_thanks", ""),
        language=facts.language,
        source=source_code(source),
        consent_texts=tuple(facts.consents[kind][0] for kind in given),
        show_name="show" in given,
        reply_ok="reply" in given,
    )


def source_code(text: str) -> str:
    """A partner's code as it came in the address; anything that cannot be one is left out."""
    return (
        text
        if text.isascii() and text.replace("-", "").replace("_", "").isalnum() and len(text) <= 60
        else ""
    )


@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After the form: what happens next. With a token it knows the name; without, it is the same page for all."""
    token = request.GET.get("t", "")
    submission = submission_of(token) if token else None
    found = published.find(slug, submission.language if submission else chosen_language(request))
    if found is None or (submission and submission.campaign_id != found.campaign_id):
        raise Http404
    with translation.override(found.language):
        face = ActionFace(page_of(found), standing=standing_of(submission) if submission else None)
        context = {"a": face, "t": None, **shell(found.language)}
        if submission:
            context["t"] = thanks_face(submission, token, slug, resent="resent" in request.GET)
        response = render(request, "actions/thanks.html", context)
    patch_cache_control(
        response, **({"private": True, "no_store": True} if token else {"public": True, "s_maxage": 2})
    )
    return response


def submission_of(token: str) -> Submission:
    try:
        return Submission.objects.get(pk=links.read("thanks", token, max_age=resend.WINDOW))
    except (links.LinkError, Submission.DoesNotExist):
        raise Http404 from None


def thanks_face(submission: Submission, token: str, slug: str, *, resent: bool) -> dict[str, Any]:
    return {
        "name": submission.name,
        "masked_email": mask_email(submission.email),
        "state": "pending",
        "resend_url": f"{reverse('resend', args=[slug])}?t={token}",
        "resent": resent,
        "demo_mail_url": resend.demo_mail_url(submission.email),
    }


@require_POST
def send_again(request: HttpRequest, slug: str) -> HttpResponse:
    token = request.GET.get("t", "")
    resend.resend(submission_of(token))
    return HttpResponseRedirect(f"{reverse('thanks', args=[slug])}?t={token}&resent=1", status=303)
