"""The people of the tests, the campaign they act on, and the post they get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Locale, Page, Site

from tocsin.actions import published
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.campaigns.models import Campaign
from tocsin.content.models import HomePage
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import PURPOSES
from tocsin.officials.models import ContactDetail, Membership, Official


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    country: str = "US"
    postal_code: str = "91205"


ANAHIT = Person("Anahit Petrosyan", "anahit@example.org")
DANIEL = Person("Daniel O’Brooks-Ng, Jr.", "daniel@example.org", postal_code="07030")
ZOE = Person("Zoë Dvořák-Núñez Đặng", "zoe@example.org", "FR", "75011")
NAREK = Person("Նարեկ Սարգսյան", "narek@example.org", "AM", "0010")
OKSANA = Person("Оксана Шевченко", "oksana@example.org", "UA", "01001")
LEILA = Person("ليلى حداد", "leila@example.org", "LB", "")
MEI = Person("王小明", "mei@example.org", "TW", "100")
KSHAMA = Person("क्ष\u200dमा श्र\u200cी", "kshama@example.org", "IN", "110001")
EVERYONE = (ANAHIT, DANIEL, ZOE, NAREK, OKSANA, LEILA, MEI, KSHAMA)

OFFICE = "speaker@example.org"
SLUG = "river"
SUGGESTED = "Please keep the river clean.\n\nChildren swim in it."
STORY = "<p>The river is clean. It should stay so.</p>"
WORDS = {
    "en": {"title": "Keep the river clean", "lead": "One letter can do it.", "suggested": SUGGESTED},
    "fr": {"title": "Gardons la rivière propre", "lead": "Une lettre suffit.", "suggested": "Merci d’agir."},
    "ar": {"title": "لنحافظ على نظافة النهر", "lead": "رسالة واحدة تكفي.", "suggested": "أرجو أن تتحركوا."},
}


def open_campaign(
    *, slug: str = SLUG, kind: str = "message", languages: tuple[str, ...] = ("en",)
) -> ActionPage:
    """A published action page, its campaign and the official it addresses; the page in the first language."""
    campaign = Campaign.objects.create(
        name=slug.title(),
        slug=slug,
        kind=kind,
        organization="River Friends",
        goal=100,
        who=[("officials", {"people": [speaker()]})],
    )
    pages = [publish(campaign, language) for language in languages]
    for page in pages[1:]:
        page.translation_key = pages[0].translation_key
        page.save()
    published.clear()
    return pages[0]


def speaker() -> Official:
    official, _ = Official.objects.get_or_create(slug="speaker", defaults={"name": "Maria Speaker"})
    Membership.objects.get_or_create(
        person=official,
        role="Speaker of the Assembly",
        salutation="Dear Ms. Speaker,",
        short_name="Speaker",
    )
    ContactDetail.objects.get_or_create(person=official, type="email", value=OFFICE)
    return official


def publish(campaign: Campaign, language: str) -> ActionPage:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    page = ActionPage(campaign=campaign, slug=campaign.slug, locale=locale, story=STORY, **WORDS[language])
    page.subject, page.closing = "The river", "Sincerely,"
    front(locale).add_child(instance=page)
    page.save_revision().publish()
    return page


def front(locale: Locale) -> HomePage:
    """The front page in a language; the first one becomes the site."""
    known = HomePage.objects.filter(locale=locale).first()
    if known:
        return known
    home = HomePage(title="Campaigns", slug=f"front-{locale.language_code}", locale=locale)
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    root.add_child(instance=home)
    if not Site.objects.filter(is_default_site=True, root_page__in=HomePage.objects.all()).exists():
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", is_default_site=True, root_page=home)
    return home


def form(person: Person, **changes: Any) -> dict[str, Any]:
    """What the browser sends for this person."""
    filled = {
        "own_words": "I grew up there.",
        "body": SUGGESTED,
        "name": person.name,
        "email": person.email,
        "country": person.country,
        "postal_code": person.postal_code,
    }
    return {name: value for name, value in (filled | changes).items() if value is not None}


def send(client: Client, person: Person = ANAHIT, *, slug: str = SLUG, **changes: Any) -> HttpResponse:
    return client.post(f"/{slug}/", form(person, **changes))


def confirm(client: Client, person: Person = ANAHIT) -> HttpResponse:
    """Presses the button behind the newest link this person was mailed."""
    return client.post(link_to("confirm", person), {"decision": "confirm"})


def act(client: Client, person: Person = ANAHIT, **changes: Any) -> Submission:
    """Sends and confirms; the confirmed submission."""
    send(client, person, **changes)
    confirm(client, person)
    return Submission.objects.confirmed().order_by("-confirmed_at", "-id").filter(email=person.email)[0]


def post_for(address: str, *purposes: str) -> list[Outgoing]:
    """The letters that wait for this address, as they will leave, the oldest first."""
    waiting = Message.objects.filter(recipient=address, state="queued").order_by("created_at", "id")
    chosen = waiting.for_purposes(purposes) if purposes else waiting
    return [PURPOSES[message.purpose].compose(message) for message in chosen]


def path_in(text: str, page: str) -> str:
    """The path of the first link in a text that leads to `/<page>/<token>/`."""
    found = re.search(rf"https?://\S+?/{page}/\S+", unescape(text))
    assert found, f"no link to /{page}/"
    return urlsplit(found[0]).path


def link_to(page: str, person: Person = ANAHIT) -> str:
    return path_in(post_for(person.email)[-1].text, page)


def hours_pass(hours: float) -> None:
    """Everything that was done and mailed so far lies that much further back."""
    past = timedelta(hours=hours)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_submission SET created_at = created_at - %s", [past])
        cursor.execute("UPDATE delivery_message SET created_at = created_at - %s", [past])


def stored() -> tuple[int, int]:
    """How many submissions and messages there are."""
    return Submission.objects.count(), Message.objects.count()


def state_of(submission: UUID | Submission) -> str:
    key = submission.pk if isinstance(submission, Submission) else submission
    return Submission.objects.get(pk=key).state
