"""Every way to an office, walked to its end on a phone: by mail, by the office's own form, in the delivery book,
and through the gateway of Congress; what became of each stands on the supporter's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Visitor
from tests.core.site import Site
from tests.e2e import walk
from tests.e2e.test_access import check, silence
from tests.e2e.walk import Person

pytestmark = pytest.mark.e2e

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LOOKS = {"light": PHONE, "dark": {**PHONE, "color_scheme": "dark"}, "without JavaScript": PHONE}
NINA = Person("Nina Berg", "n.berg@example.org", "My aunt taught in Shushi.")
NJ6 = "ocd-division/country:us/state:nj/cd:6"


def way(page: Page, words: str) -> Locator:
    return page.locator(".delivery", has_text=words)


def sign_in(visitor: Visitor, demo: Site) -> Page:
    page = visitor.go("/account/login/?next=/admin/")
    page.fill("[name=login]", "organizer@example.org")
    page.fill("[name=password]", (demo.data_dir / "demo_password").read_text().strip())
    page.click("form button[type=submit]")
    page.wait_for_url("**/admin/")
    return page


def hand_over_the_book(visitor: Visitor) -> None:
    page = visitor.go("/admin/campaigns/")
    page.locator("main a[href^='/admin/campaigns/']", has_text="Vice President").first.click()
    page.click("a[href$='/books/']")
    page.select_option("main form select >> nth=0", label="J.D. Vance")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/admin/books/**")
    visitor.reload_until(lambda page: page.locator("input[name=on]").count() > 0)
    page.fill("input[name=on]", f"{date.today()}")  # noqa: DTZ011
    page.fill("input[name=to]", "Front desk")
    page.locator("form", has=page.locator("input[name=on]")).locator("button[type=submit]").click()
    expect(page.locator("input[name=on]")).to_have_count(0)


def test_by_mail_by_the_offices_own_form_and_in_the_delivery_book(
    visit: Callable[..., Visitor], demo: Site, site: str
) -> None:
    visitor, staff = visit(**PHONE), visit()
    page = visitor.go("/vance/")
    walk.write(page, NINA)
    walk.submit(page)
    page.wait_for_url("**/thanks/**")
    mine = walk.confirm(visitor, site, NINA.email).url
    visitor.reload_until(lambda page: walk.steps_done(page) == 4)
    expect(way(page, "by email")).to_contain_text("not yet proof that a person has read it")

    way(page, "web form").locator("a.button").click()
    with visitor.context.expect_page() as opened:
        page.click("a[target=_blank]")
    opened.value.fill("textarea", NINA.words)
    opened.value.click("button[type=submit]")
    expect(opened.value.locator("main")).to_contain_text("Go back to your page")
    check(page)
    page.click("button[value=sent]")
    expect(way(visitor.go(mine), "web form")).to_contain_text("You sent it yourself")

    expect(way(page, "in the delivery book")).to_contain_text("Waits for the delivery book")
    sign_in(staff, demo)
    hand_over_the_book(staff)
    staff.context.clear_cookies()
    expect(way(visitor.go(mine), "in the delivery book")).to_contain_text("Handed over in person")
    check(page)


@pytest.mark.parametrize("look", LOOKS)
def test_through_the_gateway_of_congress(visit: Callable[..., Visitor], site: str, look: str) -> None:
    visitor, address = visit(**LOOKS[look]), f"{look.replace(' ', '.')}@example.org"
    silence(visitor, look)
    page = visitor.go("/hr6840/")
    page.fill("#id_postal_code", "07740")
    page.click("button[name=step]:visible")
    page.select_option("#id_division", NJ6)
    page.click("button[name=step]:visible >> text=Go on")
    page.select_option("#id_title", "Ms.")
    answers = {
        "given_name": "Nina",
        "family_name": look.title(),
        "street": "12 Main Street",
        "city": "Long Branch",
    }
    for name, value in {**answers, "email": address, "own_words": NINA.words}.items():
        page.fill(f"#id_{name}", value)
    page.click("button[type=submit]:visible >> text=Send my message")
    page.wait_for_url("**/thanks/**")

    visitor.go(walk.await_link(site, address))
    expect(page.locator("main")).to_contain_text("12 Main Street, Long Branch, 07740")
    check(page)
    walk.confirm(visitor, site, address)
    visitor.reload_until(lambda page: walk.steps_done(page) == 4)
    expect(way(page, "Frank Pallone")).to_contain_text("Accepted by Congress's system")
    check(page)

    page = visitor.go("/dev/congress/")
    check(page)
    page.click("main a:has-text('HNJ06')")
    expect(page.locator("main")).to_contain_text(f"Ms. Nina {look.title()}")
    check(page)
