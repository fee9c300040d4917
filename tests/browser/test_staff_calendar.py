"""A staff morning on the calendar: Claire books somebody in, moves the appointment and takes it back, by mouse and by keys."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.test_every_page import by_axe, sideways

pytestmark = pytest.mark.browser
DAY = "/en/staff/calendar?day=2026-11-27"
AT_REST = """() => new Promise(done => {
  let [last, same] = [-1, 0];
  const look = () => {
    same = scrollY === last ? same + 1 : 0;
    last = scrollY;
    same > 12 ? done() : requestAnimationFrame(look);
  };
  look();
})"""  # a page that was swiped rolls on for a while


@pytest.fixture
def claire(open_page: Callable[..., Page], sign_in: Callable[[BrowserContext, str], None]) -> Any:
    """Claire's login."""
    context = open_page().context
    sign_in(context, "claire@wok.example")
    return context.storage_state()


def book(page: Page, name: str, starts: str, day: str = "2026-11-27") -> Locator:
    """At the desk: a name and a time; the entry stands in the lane."""
    page.goto(f"/en/staff/calendar/new?at={day}T09:00:00%2B01:00")
    page.get_by_label("Name").fill(name)
    page.get_by_label("From").fill(starts)
    page.get_by_role("button", name="Book it").click()
    found = page.locator("[data-move]", has_text=name)
    expect(found).to_have_count(1)
    return found


def test_claire_moves_an_appointment_by_mouse_and_undoes_it(open_page: Callable[..., Page], claire: Any) -> None:
    page = open_page(1280, 1000, storage_state=claire)
    entry = book(page, "Rosa Dias", "09:30")
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    hour = page.locator(".lane-hours .lane-grid > span").nth(1).bounding_box()["y"]
    half = (hour - page.locator(".lane-hours .lane-grid > span").first.bounding_box()["y"]) / 2
    page.mouse.move(box["x"] + 60, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 6 + half / 2)
    page.mouse.move(box["x"] + 60, box["y"] + 6 + half, steps=4)
    expect(page.locator("[data-mover-says]")).to_contain_text("10:00 to")
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="Rosa Dias is now on").first).to_be_visible()
    expect(entry).to_contain_text("10:00 to")
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator("[data-move]", has_text="Rosa Dias")).to_contain_text("9:30 to")


def test_claire_does_the_same_with_the_keyboard_alone_and_a_clash_jumps_back(
    open_page: Callable[..., Page], claire: Any
) -> None:
    page = open_page(1280, 1000, storage_state=claire)
    book(page, "Ana Reis", "10:30")
    entry = book(page, "Luc Thill", "11:15")
    entry.locator("a").focus()
    for _press in range(2):
        page.keyboard.press("Alt+ArrowDown")
    expect(entry).to_contain_text("11:25 to")
    expect(page.locator("[data-mover-says]")).to_contain_text("Luc Thill is now on")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-move]", has_text="Luc Thill")).to_contain_text("11:20 to")
    expect(page.locator("[data-mover-says]")).to_contain_text("is now on Friday 27 November, 11:20 to")

    entry = page.locator("[data-move]", has_text="Ana Reis")
    entry.locator("a").focus()
    page.keyboard.down("Alt")
    for _press in range(9):
        page.keyboard.press("ArrowDown")
    page.keyboard.up("Alt")
    expect(page.locator("[data-mover-says]")).to_contain_text("clashes with: Luc Thill")
    expect(entry).to_contain_text("10:30 to")
    expect(entry.locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana Reis")


def test_a_finger_that_stays_moves_an_entry_and_one_that_swipes_scrolls(
    open_page: Callable[..., Page], claire: Any
) -> None:
    page = open_page(1100, 600, storage_state=claire, has_touch=True)
    entry = book(page, "Zoé Krier", "13:30", "2026-12-08")
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pull(by: float, wait: int) -> int:
        page.evaluate(AT_REST)
        entry.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        before = page.evaluate("scrollY")
        box = entry.bounding_box()
        x, y = box["x"] + 40, box["y"] + 8
        touch("touchStart", x, y)
        page.wait_for_timeout(wait)
        for step in range(1, 9):
            touch("touchMove", x, y + by * step / 8)
            page.wait_for_timeout(20)
        scrolled = int(page.evaluate("scrollY")) - int(before)
        touch("touchEnd")
        return scrolled

    half = entry.evaluate("one => parseFloat(getComputedStyle(one.parentElement).gridTemplateRows) * 6")
    assert pull(-3 * half, 0) > 0
    expect(entry).to_contain_text("13:30 to")
    assert pull(half, 700) == 0
    expect(page.get_by_role("status").filter(has_text="Zoé Krier is now on").first).to_be_visible()
    expect(entry).to_contain_text("14:00 to")


def test_the_pages_hold_on_a_phone_in_the_dark_and_before_axe(open_page: Callable[..., Page], claire: Any) -> None:
    page = open_page(320, 700, color_scheme="dark", storage_state=claire)
    faults = {}
    for path in (DAY, "/en/staff/calendar/week?day=2026-11-20", "/en/staff/calendar/month", "/en/staff/calendar/new"):
        page.goto(path)
        faults[path] = by_axe(page)
        assert sideways(page) == 0, path
    assert not any(faults.values()), faults
