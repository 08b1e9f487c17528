"""An organization comes, proves itself, co-signs with two people; the letter is frozen, its document is checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor
from tests.core.site import Site
from tests.e2e import walk
from tests.e2e.test_access import check
from tests.e2e.test_ways import sign_in

pytestmark = pytest.mark.e2e

LETTER = "/letters/heritage/"
NAME = "Quince Ladder Circle (example)"
FOUNDER, SECOND = "vera@quince-ladder.example.org", "noah@quince-ladder.example.org"
DOMAIN_MAIL = "info@quince-ladder.example.org"


def register(visitor: Visitor) -> None:
    page = visitor.go(LETTER)
    page.locator("a[href*='/letters/heritage/sign/']").first.click()
    check(page)
    page.locator("a[href*='/organizations/new/']").first.click()
    check(page)
    page.fill("#id_name", NAME)
    page.select_option("#id_country", "AM")
    page.fill("#id_website", "https://quince-ladder.example.org")
    page.fill("#id_person", "Vera Example")
    page.fill("#id_title", "Director")
    page.fill("#id_email", FOUNDER)
    page.click(".panel form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Look into your mailbox")


def enter(visitor: Visitor, site: str, address: str) -> Page:
    """By the mailed link; opening it changes nothing, saying yes does."""
    page = visitor.go(walk.await_link(site, address, "organizations"))
    check(page)
    page.click("button[value=join]")
    expect(page.locator("button[value=join]")).to_have_count(0)
    return page


def prove(page: Page, visitor: Visitor, site: str) -> None:
    home = page.url.partition("?")[0]
    visitor.go(f"{home}proof/")
    check(page)
    page.fill("#id_local", "info")
    page.locator("#mail form button[type=submit]").click()
    visitor.go(walk.await_link(site, DOMAIN_MAIL, "organizations/prove"))
    check(page)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("has shown that it acts for")
    visitor.go(home)


def invite_second(page: Page, visitor: Visitor) -> None:
    home = page.url.partition("?")[0]
    visitor.go(f"{home}profile/")
    check(page)
    page.check("#id_two_person")
    page.locator("form", has=page.locator("#id_two_person")).locator("button[type=submit]").first.click()
    visitor.go(f"{home}people/")
    page.fill("#id_name", "Noah Example")
    page.fill("#id_title", "Chair of the board")
    page.fill("#id_email", SECOND)
    page.locator(".panel form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Noah Example")
    visitor.go(home)


def ask(page: Page) -> None:
    page.locator("a[href*='/letters/heritage/']").first.click()
    check(page)
    page.fill("#id_authority", "By decision of the board")
    page.check("#id_entitled")
    page.locator("form[action*='/sign/'] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("second person")
    check(page)


def approve(page: Page) -> None:
    page.locator("a[href*='/letters/heritage/']").first.click()
    check(page)
    page.locator("form[action*='/approve/'] button[type=submit]").click()
    expect(page.locator("form[action*='/approve/']")).to_have_count(0)


def freeze(staff: Visitor, demo: Site) -> None:
    page = sign_in(staff, demo)
    staff.go("/admin/letters/")
    page.locator("main a", has_text="heritage").first.click()
    desk = page.url
    page.locator("a[href$='/do/freeze/']").first.click()
    page.locator("main form button[type=submit]").click()
    page.goto(desk)
    staff.reload_until(lambda page: page.locator("a[href$='letter.pdf']").count() > 0)
    staff.context.clear_cookies()


def check_file(page: Page, file: Path) -> str:
    page.set_input_files("#file", file)
    expect(page.locator("[data-answer] .note")).to_be_visible()
    return page.locator("[data-answer]").inner_text()


def test_an_organization_proves_itself_and_two_people_sign_the_letter_that_is_frozen_and_checked(
    visit: Callable[..., Visitor], demo: Site, site: str, tmp_path: Path
) -> None:
    first, second, reader, staff = visit(), visit(viewport={"width": 360, "height": 740}), visit(), visit()
    register(first)
    page = enter(first, site, FOUNDER)
    prove(page, first, site)
    invite_second(page, first)
    ask(page)
    expect(reader.go(LETTER).locator("main")).not_to_contain_text(NAME)
    approve(enter(second, site, SECOND))
    reader.reload_until(lambda page: NAME in page.inner_text("main"))
    freeze(staff, demo)

    shown = reader.go(LETTER)
    check(shown)
    shown.locator(f"a[href*='{LETTER}verify/']").first.click()
    check(shown)
    with shown.expect_download() as taken:
        shown.evaluate(
            "url => { const a = document.createElement('a'); a.href = url; a.download = ''; a.click() }",
            shown.locator("a[href$='letter.pdf']").first.get_attribute("href"),
        )
    file = tmp_path / "letter.pdf"
    taken.value.save_as(file)
    assert "Yes: this is" in check_file(shown, file)
    other = tmp_path / "other.pdf"
    other.write_bytes(file.read_bytes() + b" ")
    assert "No: this file is none of those" in check_file(shown, other)
