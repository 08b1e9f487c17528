"""An action whose officials depend on the place, in a real browser: a unique ZIP code, a split one, and from abroad."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import Visitor
from tests.congress import NJ8, SPLIT, UNIQUE
from tests.core.site import Site, tocsin
from tests.e2e import walk

pytestmark = pytest.mark.e2e

CONVENE = """
from tests import congress
from tocsin.content.models import HomePage
congress.convene()
congress.open_action(HomePage.objects.get(locale__language_code='en'))
"""
WAYS: dict[str, dict[str, Any]] = {
    "with JavaScript": {},
    "without JavaScript": {"java_script_enabled": False},
    "on a dark phone": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "has_touch": True},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with a small Congress of its own."""
    folder = tmp_path_factory.mktemp("congress")
    with Site(folder, "--demo") as running:
        running.ready()
        done = tocsin(folder, "manage", "shell", "-c", CONVENE)
        assert done.returncode == 0, done.stderr
        yield f"http://localhost:{running.port}"


def start(visitor: Visitor) -> Page:
    """Opens the page once every process knows of it."""
    page = visitor.go("/rivers/")
    visitor.reload_until(lambda page: page.locator("form[data-step=where]").count() == 1)
    return page


def find(page: Page, code: str, country: str = "US") -> None:
    page.select_option("#id_country", country)
    page.fill("#id_postal_code", code)
    page.click("button[value=find]")
    page.wait_for_selector("form:not([data-step=where])")


def finish(visitor: Visitor, site: str, email: str) -> None:
    """Signs, confirms, and comes to the page that says what became of it."""
    page = visitor.page
    page.fill("#id_name", "Anahit Petrosyan")
    page.fill("#id_email", email)
    page.locator("form[data-step=write] button.button").click()
    page.wait_for_url("**/rivers/thanks/**")
    visitor.go(walk.await_link(site, email))
    page.click("button[value=confirm]")
    page.wait_for_url("**/my/**")


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_a_zip_code_in_one_district(
    visit: Callable[..., Visitor], site: str, options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    visitor = visit(**options)
    page = start(visitor)
    find(page, UNIQUE)
    assert page.locator(".writes-to .name").all_inner_texts() == ["Pat Rivers", "Ann Upton", "Ben Walsh"]
    expect(page.locator("form[data-step=write] button.button")).to_contain_text("3 officials")
    page.fill("#id_own_words", "I row on it.")
    finish(visitor, site, f"unique-{abs(hash(request.node.name))}@example.org")
    expect(page.locator(".delivery")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("Representative for New Jersey’s 7th")
    visitor.reload_until(lambda page: page.get_by_text("Waits for the delivery book").count() == 3)


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_a_split_zip_code_is_asked_about_and_a_signer_is_thanked(
    visit: Callable[..., Visitor], site: str, options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    visitor = visit(**options)
    page = start(visitor)
    find(page, SPLIT)
    expect(page.locator("form[data-step=which]")).to_contain_text("Rosa Tully")
    page.locator("label.said", has_text="Quinn Shaw").click()
    expect(page.locator(f"input[value='{NJ8}']")).to_be_checked()
    page.locator("button.button[value=which]").click()
    expect(page.locator(".writes-to")).to_contain_text("you say thank you")
    expect(page.locator("#id_body_thanks")).to_have_value("Thank you for signing the Rivers Act.")
    finish(visitor, site, f"split-{abs(hash(request.node.name))}@example.org")
    page.locator("summary", has_text="Read the letters").click()
    expect(page.locator(".act .letter")).to_have_count(2)


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_from_abroad_there_is_another_action(visit: Callable[..., Visitor], options: dict[str, Any]) -> None:
    visitor = visit(**options)
    page = start(visitor)
    find(page, "75011", "FR")
    expect(page.locator("form[data-step=nobody]")).to_contain_text("France")
    page.locator("form[data-step=nobody] a.button").click()
    page.wait_for_url("**/vance/**")


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
def test_every_step_has_no_barrier_and_fits(visit: Callable[..., Visitor], options: dict[str, Any]) -> None:
    look = {name: value for name, value in options.items() if name != "java_script_enabled"}
    page = start(visit(**look))
    for code, country in (("", "US"), (SPLIT, "US"), (UNIQUE, "US"), ("09012", "US"), ("75011", "FR")):
        check(page)
        if code:
            find(page, code, country)
            check(page)
            page.click("button.text-button")
            page.wait_for_selector("form[data-step=where]")


def check(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen


def test_changing_the_place_keeps_the_words_and_moves_the_focus(visit: Callable[..., Visitor]) -> None:
    page = start(visit())
    find(page, UNIQUE)
    expect(page.locator("#writes-to")).to_be_focused()
    page.fill("#id_own_words", "Kept.")
    page.click("button.text-button")
    expect(page.locator("#id_postal_code")).to_have_value(UNIQUE)
    find(page, "99501")
    expect(page.locator("#id_own_words")).to_have_value("Kept.")
    expect(page.locator(".writes-to .name").first).to_have_text("Sam Umiak")


def test_a_mistake_in_the_place_is_said_at_the_field_in_place(visit: Callable[..., Visitor]) -> None:
    page = start(visit())
    page.fill("#id_postal_code", "123")
    page.press("#id_postal_code", "Enter")
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("#id_postal_code")).to_have_value("123")


def test_enter_in_the_letter_sends_it_and_does_not_change_the_place(visit: Callable[..., Visitor]) -> None:
    page = start(visit())
    find(page, UNIQUE)
    page.fill("#id_name", "Zoë Dvořák")
    page.fill("#id_email", "enter@example.org")
    page.press("#id_email", "Enter")
    page.wait_for_url("**/rivers/thanks/**")
    expect(page.locator("main")).to_contain_text("Pat Rivers")


def test_a_place_that_went_stale_in_another_tab_is_shown_again_with_the_words(
    visit: Callable[..., Visitor],
) -> None:
    page = start(visit())
    find(page, UNIQUE)
    page.fill("#id_own_words", "Still here.")
    page.fill("#id_name", "Two Tabs")
    page.fill("#id_email", "tabs@example.org")
    page.evaluate("document.querySelector('[name=division]').value = 'ocd-division/country:us/state:nj/cd:8'")
    page.locator("form[data-step=write] button.button").click()
    expect(page.locator(".writes-to [role=alert]")).to_be_visible()
    expect(page.locator("#id_own_words")).to_have_value("Still here.")
    page.locator("form[data-step=write] button.button").click()
    page.wait_for_url("**/rivers/thanks/**")
