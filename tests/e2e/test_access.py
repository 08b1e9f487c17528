"""Every public page can be read by everybody: in light and dark, on the narrowest phone, without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import Visitor
from tests.e2e import walk
from tests.e2e.walk import OFFICE, Person

pytestmark = pytest.mark.e2e

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark and narrow": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
    "without JavaScript": {"viewport": {"width": 320, "height": 640}},
}
PAGES = [
    "/", "/?q=nothing", "/vance/", "/vance/?lang=hy", "/vance/?lang=fr", "/vance/?lang=ar", "/vance/thanks/",
    "thanks", "confirm", "not me", "my", "/confirm/x/", "/nothing/", "/styleguide/", "/dev/mail/",
    f"/dev/mail/{OFFICE}/", "letter", "/letters/", "/letters/vance/", "/letters/vance/?lang=hy",
    "/letters/vance/?lang=ar&beside=en", "/letters/vance/verify/", "/letters/heritage/sign/", "/embed/letters/vance/",
    "/organizations/new/?letter=heritage", "/organizations/enter/",
]  # fmt: skip


@pytest.fixture(scope="package")
def addresses(chromium: Browser, site: str) -> dict[str, str]:
    """The pages that only one person can open: one act is confirmed, another waits."""
    visitor = Visitor(chromium, site)
    found = {path: path for path in PAGES}
    for name, email in (("Leila Haddad", "l.haddad@example.org"), ("Oksana Shevchenko", "o.s@example.org")):
        page = visitor.go("/vance/")
        walk.write(page, Person(name, email, "Some words of my own."))
        walk.submit(page)
        page.wait_for_url("**/thanks/**")
        found["thanks"] = page.url
        found["confirm"] = walk.await_link(site, email)
        visitor.go(found["confirm"])
        found.setdefault("my", confirmed(page))
    visitor.go(f"/dev/mail/{OFFICE}/")
    found["not me"], found["letter"] = f"{found['confirm']}?not_me=1", walk.open_newest_letter(visitor).url
    visitor.close()
    return found


def confirmed(page: Page) -> str:
    page.click("button[value=confirm]")
    page.wait_for_url("**/my/**")
    return page.url


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_page_has_no_barrier_and_does_not_scroll_sideways(
    visit: Callable[..., Visitor], addresses: dict[str, str], name: str, look: str
) -> None:
    visitor = visit(**LOOKS[look])
    silence(visitor, look)
    check(visitor.go(addresses[name]))


@pytest.mark.parametrize("look", LOOKS)
def test_a_form_with_errors_has_no_barrier(visit: Callable[..., Visitor], look: str) -> None:
    visitor = visit(**LOOKS[look])
    silence(visitor, look)
    page = visitor.go("/vance/")
    page.fill("#id_body", "")
    walk.submit(page)
    expect(page.locator(".errors")).to_be_visible()
    check(page)


def silence(visitor: Visitor, look: str) -> None:
    """Without JavaScript: our script never runs, while the checker's own can."""
    scripts = {"without JavaScript": "**/*.js"}.get(look, "**/none.js")
    visitor.context.route(scripts, lambda route: route.fulfill(body="", content_type="text/javascript"))


def check(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen


def test_the_arabic_page_runs_from_right_to_left(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/vance/?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('#id_email')).direction") == "ltr"


def test_everything_can_be_reached_and_sent_with_the_keyboard(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.go("/vance/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.focus("#id_name")
    for word in ("Anahit Petrosyan", "keyboard@example.org", "United States", "91205"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.focus("#id_postal_code")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thanks/**")


def test_a_text_twice_as_large_still_fits(visit: Callable[..., Visitor]) -> None:
    page = visit(viewport={"width": 640, "height": 800}).go("/vance/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen
