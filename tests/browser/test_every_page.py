"""Every page, as UX.md sets the bar: nothing scrolls sideways, nothing fails axe, nothing weighs too much."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

PUBLIC = (
    "/", "/agenda", "/agenda/week", "/agenda/month", "/lunch", "/lunch/2026-12-09", "/subscribe", "/sign-in", "/join", "/find",
    "/contact", "/help", "/privacy", "/accessibility", "/site-map", "/reading", "/nothing-here",
)  # fmt: skip
STAFF = (
    "/staff/", "/staff/lunches", "/staff/closures", "/staff/calls", "/staff/associations", "/staff/import", "/my",
    "/associations", "/newsletter",
)  # fmt: skip
FIRST_VISIT = ("/", "/lunch", "/agenda", "/subscribe")
COVERED = """() => [...document.querySelectorAll("main a[href], main button, main summary")].filter(one => {
    if (!one.checkVisibility() || one.getClientRects().length === 0) return false;
    one.scrollIntoView({block: "center", behavior: "instant"});
    const box = one.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return top && !one.contains(top) && !top.contains(one);
}).map(one => one.textContent.trim())"""
BY_AXE = """async options => (await axe.run(options)).violations.map(
    one => one.id + " " + JSON.stringify(one.nodes.slice(0, 3).map(node => node.target)))"""
PICTURE = Path(__file__).parent / "home.png"


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window; asked again while a page is changing and has no element yet."""
    for _turn in range(100):
        page.wait_for_load_state()
        wide = page.evaluate("(e => e && e.scrollWidth - e.clientWidth)(document.documentElement)")
        if wide is not None:
            return int(wide)
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url} never came")


def sign_in_by_mail(page: Page, address: str) -> None:
    """By the six digits that land in the mailbox page."""
    link = page.locator("main article a[href*='/sign-in/']")
    page.goto(f"/en/mailbox?to={address}")
    before = link.count()  # links of earlier tests are used up
    page.goto("/en/sign-in")
    page.locator("main [name=email]").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    for _turn in range(40):
        page.goto(f"/en/mailbox?to={address}")
        if link.count() > before:
            break
        page.wait_for_timeout(500)
    link.first.click()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.mark.parametrize("language", ["fr", "pt", "en", "de", "lb"])
def test_nothing_scrolls_sideways_on_a_narrow_phone_nor_with_text_doubled(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(320, 640)
    wide = []
    for path in PUBLIC:
        page.goto(f"/{language}{path}")
        if sideways(page) > 0:
            wide.append(path)
        page.set_viewport_size({"width": 640, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if sideways(page) > 0:
            wide.append(f"{path} at 200 %")
        page.set_viewport_size({"width": 320, "height": 640})
    assert wide == []


def test_axe_finds_nothing_on_the_public_pages_in_light_and_dark(open_page: Callable[..., Page]) -> None:
    page = open_page(1280, 900, reduced_motion="reduce")
    assert faults(page, [f"/en{path}" for path in PUBLIC]) == []


def test_axe_finds_nothing_on_the_staff_pages_and_they_fit(open_page: Callable[..., Page]) -> None:
    page = open_page(390, 800, reduced_motion="reduce")
    sign_in_by_mail(page, "claire@wok.example")
    assert faults(page, [f"/en{path}" for path in STAFF]) == []


def faults(page: Page, paths: list[str]) -> list[str]:
    """What is wrong with each page, one line a fault: h1, title, width, what is covered, all of axe, contrasts in the dark."""
    found = []
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.goto(path)
        if page.locator("h1").count() != 1 or "Wok" not in page.title():
            found.append(f"{path}: {page.locator('h1').count()} h1, title {page.title()!r}")
        if sideways(page) > 0:
            found.append(f"{path} scrolls sideways")
        found += [f"{path}: something lies over {one!r}" for one in page.evaluate(COVERED)]
        found += [f"{path}: {fault}" for fault in by_axe(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{path} in the dark: {fault}" for fault in by_axe(page, runOnly=["color-contrast"])]
    return found


def by_axe(page: Page, **options: object) -> list[str]:
    """What axe says of the page as it now stands; a page is given axe once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(BY_AXE, {"resultTypes": ["violations"], **options})
    return found


@pytest.mark.parametrize("path", FIRST_VISIT)
def test_a_first_visit_is_light(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(360)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"/fr{path}", wait_until="networkidle")
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in answers}
    assert len(sizes) <= 8, list(sizes)
    assert sum(sizes.values()) <= 60_000, sizes
    assert sum(size for url, size in sizes.items() if ".js" in url) <= 10_000
    assert sum(size for url, size in sizes.items() if ".css" in url) <= 12_000
    assert all(url.startswith((page.url.split("/fr")[0], "data:")) for url in sizes)


def test_the_picture_in_the_readme_is_the_home_page(open_page: Callable[..., Page]) -> None:
    page = open_page(1200, 760)
    page.goto("/en/")
    picture = page.screenshot()
    if os.environ.get("WOK_SHOTS"):
        PICTURE.write_bytes(picture)
    assert PICTURE.read_bytes()[:4] == picture[:4]
