"""Amina finds tents on a phone, asks for them as a wish, and takes the wish back; without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_every_page import sideways

pytestmark = pytest.mark.browser


def no_sideways_scrolling(page: Page) -> None:
    assert sideways(page) <= 0


def test_amina_wishes_for_tents_on_a_phone_without_scripts(
    open_page: Callable[..., Page], sign_in: Callable[[BrowserContext, str], None]
) -> None:
    page = open_page(360, scripts=False)
    sign_in(page.context, "amina@danseurs.example")
    page.goto("/en/equipment")
    page.get_by_role("link", name="Tent 3 × 3 m").first.click()
    page.get_by_role("link", name="Ask for dates").first.click()

    expect(page.get_by_text("Step 1 of 4")).to_be_visible()
    page.get_by_label("Tent 3 × 3 m").first.fill("2")
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Step 2 of 4")).to_be_visible()
    page.get_by_label("Pick-up day").fill("2027-01-16")
    page.get_by_label("Return day").fill("2027-01-18")
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "We hand nothing out and take nothing back on Saturday 16 January"
    )
    page.get_by_label("Pick-up day").fill("2027-01-15")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("Wishes are open until")).to_be_visible()
    page.get_by_label("What is it for?").fill("Our street’s winter party")
    page.get_by_role("checkbox", name="We accept").check()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Nothing is sent yet.")).to_be_visible()
    page.get_by_role("button", name="Change the days").click()
    expect(page.get_by_label("Pick-up day")).to_have_value("2027-01-15")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("What is it for?")).to_have_value("Our street’s winter party")
    page.get_by_role("button", name="Continue").click()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Send the request").click()

    expect(page).to_have_url(re.compile("/en/equipment/loan/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request")
    expect(page.get_by_text("Until the wishes close you can take it back without trace.")).to_be_visible()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Take the request back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This loan is cancelled")
