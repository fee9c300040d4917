"""Amina says on a phone that three of them come to Wednesday's lunch, and everything that follows from it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def free_lunch(page: Page) -> None:
    """Open the form of a coming lunch with room."""
    page.goto("/en/agenda")
    page.get_by_role("link", name=re.compile("lunch", re.I)).filter(visible=True).first.wait_for()
    page.goto("/en/lunch/2027-02-03")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def fill(page: Page, name: str, address: str) -> None:
    """Two adults and a child."""
    page.locator("[name=adults]").fill("2")
    page.locator("[name=children]").fill("1")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(address)


def press_main(page: Page) -> None:
    """The one main button of the page's form."""
    page.locator("main form button[type=submit]", has_text=re.compile("Count us in|We are coming", re.I)).last.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_amina_comes_changes_cancels_and_changes_her_mind_on_a_phone(
    open_page: Callable[..., Page], scripts: bool
) -> None:
    page = open_page(360, scripts=scripts)
    free_lunch(page)
    address = f"amina.{'a' if scripts else 'b'}@example.org"
    fill(page, "Amina Haddad", address)
    press_main(page)
    expect(page).to_have_url(re.compile(r"/en/booking/"))
    expect(page.get_by_text("2 adults, 1 child").first).to_be_visible()
    booking = page.url

    page.goto(f"{booking}/change")
    page.locator("[name=adults]").fill("1")
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("1 adult, 1 child").first).to_be_visible()

    page.goto(booking)
    page.get_by_role("button", name=re.compile("not coming|cancel", re.I)).first.click()
    expect(page.get_by_role("button", name=re.compile("undo", re.I)).first).to_be_visible()
    page.get_by_role("button", name=re.compile("undo", re.I)).first.click()
    page.goto(booking)
    expect(page.get_by_role("button", name=re.compile("not coming|cancel", re.I)).first).to_be_visible()


def test_the_mail_arrives_with_a_link_that_works_in_another_browser(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    free_lunch(page)
    fill(page, "Bruno Silva", "bruno.mail@example.org")
    press_main(page)
    expect(page).to_have_url(re.compile(r"/en/booking/"))
    other = open_page(1280)
    for _turn in range(20):
        other.goto("/en/mailbox?to=bruno.mail@example.org")
        if other.get_by_text("bruno.mail@example.org").count():
            break
        other.wait_for_timeout(500)
    other.locator("main a", has_text=re.compile("lunch", re.I)).first.click()
    other.locator("main a[href*='/b/']").first.click()
    expect(other).to_have_url(re.compile(r"/en/booking/"))
    expect(other.locator("main")).not_to_contain_text("bruno.mail@example.org")


def test_a_refused_form_keeps_every_word_and_names_the_fault(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    free_lunch(page)
    fill(page, "Zoë O'Neill", "not an address")
    for code in ("fr", "en"):  # another language keeps what was typed
        page.locator("main").evaluate(
            "(_main, code) => document.querySelector(`a[hreflang=${code}][lang]`).click()", code
        )
        expect(page).to_have_url(re.compile(f"/{code}/lunch/"))
        expect(page.locator("[name=name]")).to_have_value("Zoë O'Neill")
        expect(page.locator("[name=adults]")).to_have_value("2")
    page.locator("[name=association]").fill("Les amis du wok")
    press_main(page)
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error")
    assert page.locator("[name=email]").input_value() == "not an address"
    assert page.locator("[name=association]").input_value() == "Les amis du wok"


def test_the_whole_way_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page(1280, 900)
    free_lunch(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.locator("[name=adults]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    page.locator("[name=name]").focus()
    page.keyboard.type("Keyboard Kim")
    page.locator("[name=email]").focus()
    page.keyboard.type("kim@example.org")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/booking/"))


def test_seen_in_the_subscribed_calendar(open_page: Callable[..., Page]) -> None:
    page = open_page(1280)
    answer = page.request.get("/feeds/lunch.en.ics")
    assert answer.status == 200
    assert "RRULE:FREQ=WEEKLY" in answer.text()
    again = page.request.get("/feeds/lunch.en.ics", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.text()) == (304, "")
