"""Builds the demonstration through the same doors that people use."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.staticfiles import finders
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.timezone import localdate, now
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from tocsin.actions import confirm, intake, published
from tocsin.actions.demo import officials
from tocsin.actions.page import ActionPage
from tocsin.bills.models import Bill
from tocsin.campaigns.models import Campaign
from tocsin.content.models import Brand, HomePage
from tocsin.delivery import outbox
from tocsin.officials import bodies
from tocsin.officials.models import ContactDetail, Membership, Official

FOLDER = Path(__file__).parent
TEXT_FIELDS = (
    "title", "lead", "occasion", "picture_alt", "picture_caption", "picture_credit",
    "story", "salutation", "subject", "suggested", "closing", "share_text",
    "thank_subject", "thank_suggested", "alternative",
)  # fmt: skip


def seed() -> bool:
    """Makes the site, its campaigns and a few invented supporters; adds only what is not there. True if it added."""
    facts = _read("campaign")
    first = not Campaign.objects.filter(slug=facts["campaign"]["slug"]).exists()
    if first:
        _first(facts)
    with transaction.atomic():
        added = _more(facts)
    published.clear()
    return first or added


def _first(facts: dict[str, Any]) -> None:
    with transaction.atomic():
        campaign = _campaign(facts)
        image = _picture(facts["picture"])
        languages = sorted(path.suffixes[0][1:] for path in FOLDER.glob("page.*.yaml"))
        for language in sorted(languages, key=lambda code: code != "en"):
            _page(campaign, language, image)
    published.clear()
    for person in facts["people"]:
        _act(campaign, person, languages)


def _more(facts: dict[str, Any]) -> bool:
    """The actions whose officials depend on where a supporter lives, in English."""
    vice_president = Official.objects.filter(slug=facts["official"]["person"]["slug"]).first()
    if vice_president:
        officials.identify(vice_president, facts["identifier"])
    for person in facts["others"]:
        officials.member(person)
    added = [_one_more(action, facts["campaign"]["slug"]) for action in facts["more"]]
    return any(added)


def _one_more(action: dict[str, Any], instead: str) -> bool:
    about = action["campaign"]
    if Campaign.objects.filter(slug=about["slug"]).exists():
        return False
    Bill.objects.get_or_create(
        pk=about["thank_bill"], defaults={"title": action["bill"], "chamber": bodies.HOUSE}
    )
    campaign = Campaign.objects.create(**about, who=[("mine", {"seats": action["mine"], "only": {}})])
    locale = Locale.objects.get(language_code="en")
    words = _read(f"{about['slug']}.en")
    page = ActionPage(campaign=campaign, slug=campaign.slug, locale=locale)
    _fill(page, words)
    page.alternative_page = ActionPage.objects.filter(slug=instead, locale=locale).first()
    # The front page begins with what is newest, and the visit is what this site is about.
    page.first_published_at = now() - timedelta(hours=Campaign.objects.count())
    HomePage.objects.get(locale=locale).add_child(instance=page)
    page.save_revision().publish()
    return True


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def _campaign(facts: dict[str, Any]) -> Campaign:
    return Campaign.objects.create(
        **facts["campaign"], who=[("officials", {"people": [_official(facts["official"])]})]
    )


def _official(facts: dict[str, Any]) -> Official:
    official = Official.objects.create(**facts["person"])
    Membership.objects.create(person=official, **facts["office"])
    for contact in facts["contacts"]:
        ContactDetail.objects.create(person=official, checked_at=localdate(), **contact)
    return official


def _picture(name: str) -> Image | None:
    path = finders.find(name)
    if not path:
        return None
    with open(path, "rb") as file:
        return Image.objects.create(title="Ararat", file=ImageFile(file, name=Path(name).name))


def _page(campaign: Campaign, language: str, image: Image | None) -> None:
    words = _read(f"page.{language}")
    locale, _ = Locale.objects.get_or_create(language_code=language)
    home = _home(locale, words["home"])
    first = ActionPage.objects.filter(campaign=campaign).first()
    page = ActionPage(campaign=campaign, slug=campaign.slug, picture=image, locale=locale)
    _fill(page, words)
    if first:
        page.translation_key = first.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()


def _fill(page: ActionPage, words: dict[str, Any]) -> None:
    for name in TEXT_FIELDS:
        setattr(page, name, words.get(name, ""))
    page.asks = [("ask", ask) for ask in words["asks"]]
    page.prompts = [("prompt", prompt) for prompt in words["prompts"]]
    page.read_also = [("link", link) for link in words.get("read_also", [])]


def _home(locale: Locale, words: dict[str, str]) -> HomePage:
    known = HomePage.objects.filter(locale=locale).first()
    if known:
        return known
    first = HomePage.objects.first()
    home = HomePage(
        title=words["title"], slug=f"home-{locale.language_code}", lead=words["lead"], locale=locale
    )
    if first:
        home.translation_key = first.translation_key
    root = Page.objects.get(depth=1)
    root.add_child(instance=home)
    if not first:
        site = Site.objects.filter(is_default_site=True).first() or Site(
            hostname="localhost", is_default_site=True
        )
        site.root_page, site.site_name = home, "Tocsin demonstration"
        site.save()
        Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
        Brand.objects.update_or_create(
            site=site,
            defaults={
                "organization": "Tocsin demonstration",
                "tagline": "",
                "contact_email": "hello@example.org",
            },
        )
    return home


def _act(campaign: Campaign, person: dict[str, Any], languages: list[str]) -> None:
    language = person.get("language", "en") if person.get("language") in languages else "en"
    facts = published.load(campaign.slug, language)
    if facts is None:
        raise LookupError(f"no page of {campaign.slug} in {language}")
    page = ActionPage.objects.get(pk=facts.page_id)
    act = intake.Act(
        campaign_id=campaign.pk,
        version_id=facts.version_id,
        name=person["name"],
        email=person["email"],
        country=person["country"],
        postal_code=person["postal_code"],
        own_words=person["own_words"],
        body=page.suggested,
        language=language,
        consent_texts=(facts.consents["show"][0],) if person["show"] else (),
        show_name=person["show"],
    )
    submission_id = intake.accept(act)
    outbox.cancel(ref=submission_id, reason="confirmed by the demonstration itself")
    confirm.confirm(submission_id)
