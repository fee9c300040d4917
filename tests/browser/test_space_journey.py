"""Amina asks for a room on a phone, sees that it is hers, moves it and cancels it; with and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_every_page import sideways

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scripts", "day"), [(True, "2026-12-01"), (False, "2026-12-02")], ids=["scripts", "plain"])
def test_amina_asks_for_a_room_moves_it_and_cancels_on_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[[BrowserContext, str], None], scripts: bool, day: str
) -> None:
    page = open_page(360, scripts=scripts)
    sign_in(page.context, "amina@danseurs.example")
    page.goto("/en/space")
    page.get_by_label("How many people?").fill("6")
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_label("From", exact=True).fill("14:00")
    page.get_by_label("Until", exact=True).fill("16:00")
    page.get_by_role("button", name="Find a room").click()
    assert not sideways(page)
    page.locator("article", has_text="Small meeting room").get_by_role("link", name="Ask for this room").click()

    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    expect(page.get_by_label("Small meeting room")).to_be_checked()
    assert not sideways(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What will you do there?").fill("Committee")
    assert not sideways(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("it is yours at once")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Book ")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The room is yours")
    assert not sideways(page)
    page.get_by_role("link", name="Change time, room or details").click()
    page.get_by_label("Until", exact=True).fill("17:00")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("main .lead")).to_contain_text("14:00 to 17:00")

    page.get_by_role("button", name="Cancel the booking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This booking is cancelled")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The room is yours")
