"""The front page, the brand, and the small files beside it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from wagtail.models import Site

from tests import cast
from tocsin.actions import published
from tocsin.content.contrast import contrast
from tocsin.content.models import Brand


@pytest.fixture(autouse=True)
def campaign(db: None) -> None:
    published.clear()
    cast.open_campaign(languages=("en", "fr", "ar"))


@pytest.mark.parametrize(
    ("query", "found"), [("", True), ("?q=river", True), ("?q=glacier", False), ("?q=%27)--", False)]
)
def test_the_front_page_shows_the_campaigns_and_finds_them(client: Client, query: str, found: bool) -> None:
    response = client.get(f"/{query}")
    assert response.status_code == 200
    assert (cast.WORDS["en"]["title"].encode() in response.content) == found


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("path", ["/", f"/{cast.SLUG}/", f"/{cast.SLUG}/thanks/"])
def test_a_page_is_in_the_readers_language_and_direction(
    client: Client, path: str, language: str, direction: str
) -> None:
    for response in (
        client.get(f"{path}?lang={language}"),
        client.get(path, headers={"Accept-Language": language}),
    ):
        assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()
        assert cast.WORDS[language]["title"] in response.content.decode()
        assert response.headers["Content-Language"] == language


def test_a_page_links_to_itself_in_the_other_languages(client: Client) -> None:
    content = client.get(f"/{cast.SLUG}/").content.decode()
    assert f'href="/{cast.SLUG}/?lang=fr" lang="fr" hreflang="fr"' in content
    assert f'href="/{cast.SLUG}/?lang=ar" lang="ar" hreflang="ar"' in content


def test_a_page_taken_back_is_gone(client: Client) -> None:
    from tocsin.actions.page import ActionPage

    for page in ActionPage.objects.all():
        page.unpublish()
    published.clear()
    assert client.get(f"/{cast.SLUG}/").status_code == 404
    assert cast.send(client).status_code in {404, 405}
    assert cast.stored() == (0, 0)


def test_security_txt_names_a_contact_and_a_day_to_come(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:hello@example.org"
    expires = parse_datetime(fields["Expires"])
    assert expires is not None and expires > now()


def test_robots_are_kept_from_what_is_not_public(client: Client) -> None:
    assert b"Disallow: /admin/" in client.get("/robots.txt").content


def brand(**changes: str) -> Brand:
    found = Brand.for_site(Site.objects.get())
    for name, value in changes.items():
        setattr(found, name, value)
    return found


def test_the_brands_colors_have_an_address_of_their_own(client: Client) -> None:
    ours = brand(accent="#8a3b12", organization="River Friends")
    ours.save()
    content = client.get("/").content.decode()
    assert ours.css_url is not None and f'href="{ours.css_url}"' in content and "River Friends" in content
    response = client.get(ours.css_url)
    assert b"#8a3b12" in response.content and "immutable" in response.headers["Cache-Control"]
    assert client.get("/brand-000000000000.css").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"accent": "red"}, {"accent_dark": "#12"}, {"ink": "#cccccc"}, {"ink": "#777777"}, {"ink": "#12345g"}],
    ids=str,
)
def test_a_color_in_which_nobody_could_read_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        brand(**changes).full_clean()


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#777777", 1.0)]
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio) == contrast(other, one)
