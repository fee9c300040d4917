"""Amina makes an appointment on a phone, moves it and cancels it, without account; with and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_every_page import sideways

pytestmark = pytest.mark.browser


def go_on(page: Page) -> None:
    """The one main button of a step."""
    page.get_by_role("button", name="Continue").click()


def no_sideways_scrolling(page: Page) -> None:
    assert sideways(page) <= 0


def choose_time(page: Page, number: int) -> None:
    """A time of the first days, by its number."""
    page.locator("main input[name=at]").nth(number).check()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_amina_books_moves_and_cancels_on_a_phone(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(360, scripts=scripts)
    page.goto("/en/appointments")
    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    page.get_by_label(re.compile("Room and equipment")).check()
    no_sideways_scrolling(page)
    go_on(page)

    expect(page.get_by_text("Step 2 of 4")).to_be_visible()
    expect(page.get_by_text("Earliest").first).to_be_visible()
    choose_time(page, 4 if scripts else 8)
    no_sideways_scrolling(page)
    go_on(page)

    page.get_by_label("What is it about?").fill("A projector for forty people")
    page.get_by_label("Your name").fill("Amina Haddad")
    page.get_by_label("Your e-mail").fill(f"amina.{'js' if scripts else 'plain'}@example.org")
    no_sideways_scrolling(page)
    go_on(page)

    expect(page.get_by_text("Nothing is booked yet.")).to_be_visible()
    page.get_by_role("button", name="Change your details").first.click()
    expect(page.get_by_label("What is it about?")).to_have_value("A projector for forty people")
    go_on(page)
    page.get_by_role("button", name=re.compile("^Book ")).click()

    expect(page).to_have_url(re.compile("/en/appointments/booking/"))
    expect(page.get_by_text("It is certain.")).to_be_visible()
    no_sideways_scrolling(page)
    before = page.locator("main .lead time").first.get_attribute("datetime")

    page.get_by_role("link", name="Choose another time").click()
    choose_time(page, 12)
    page.get_by_role("button", name="Move it to this time").click()
    expect(page.get_by_text("Moved. This is your new time.")).to_be_visible()
    assert page.locator("main .lead time").first.get_attribute("datetime") != before

    page.get_by_role("button", name="Cancel the appointment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This appointment is cancelled")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_role("button", name="Cancel the appointment")).to_be_visible()
