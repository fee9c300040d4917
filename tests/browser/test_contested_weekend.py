"""One contested weekend: five associations wish for four tents, one on a phone; reasons, an offer, the desk, the report."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import make, share
from tests.browser.own_house import Wok
from tests.browser.test_every_page import sideways
from tests.equipment import loaning
from tests.equipment.loaning import FAR, FAR_END
from tests.make import NOW
from wok import cli
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import loan_changing
from wok.sharing import rounds, windows
from wok.sharing.models import ShareRound

pytestmark = pytest.mark.browser
OPEN = "10:30:00+01:00"


def wish_on_a_phone(page: Page, slug: str) -> str:
    """Amina asks for two tents over the weekend, page by page; the address of her request."""
    page.goto(f"/en/equipment/ask?item={slug}&quantity=2&first={FAR}&last={FAR_END}")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Wishes are open until")).to_contain_text("Thursday 19 November, 18:00")
    expect(page.get_by_text("A wish; more is wished for already than we have.")).to_be_visible()
    page.get_by_label("What is it for?").fill("Winter ball")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request")
    assert sideways(page) <= 0
    return page.url


def draw(wok: Wok) -> datetime:
    """The round closes, and the jobs draw it in the same moment."""
    key = windows.window_of(loan_pool(), share.days_span(FAR), now=NOW).key
    closes = db.session.query(ShareRound).filter_by(key=key).one().closes_at
    assert "1 rounds closed" in rounds.run_due(now=wok.at(closes + timedelta(minutes=1)))
    return closes


def loan_pool() -> share.SharePool:
    """The tents'."""
    return db.session.query(share.SharePool).first()


def verified(wok: Wok, page: Page, folder: Path) -> None:
    """Whoever downloads the round's file can recompute it; with one byte changed it does not hold."""
    page.goto("/en/how-we-share/rounds")
    page.get_by_role("link", name="From Monday 7 December to Sunday 13 December").click()
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download the published file").click()
    path = folder / "round.json"
    begun.value.save_as(path)
    assert cli.main(["verify-round", str(path)]) == 0
    path.write_bytes(path.read_bytes().replace(b'"quantity":2', b'"quantity":3', 1))
    assert cli.main(["verify-round", str(path)]) != 0


def test_a_contested_weekend_from_five_wishes_to_the_report(wok: Wok, tmp_path: Path) -> None:
    wok.at(NOW)
    tents = loaning.rationed(make.item("Tent", 4))
    groups = [make.association(name=name) for name in ("Footballers", "Café", "Choir", "Scouts")]
    amina, claire = make.delegate("Dancers", language="en"), make.staff(language="en")
    for association, points in zip([*groups[2:], amina.memberships[0].association], (7000, 8000, 9000), strict=True):
        share.had(association, points, 5)
    loans = [loaning.lend(one, {tents: 2}, FAR, FAR_END).id for one in groups]
    benches = loaning.rationed(make.item("Bench", 5))
    for _each in range(10):  # figures are public with five groups on either side
        loaning.lend(make.association(), {benches: 1}, FAR, FAR_END)
    slug, phone = tents.slug, wok.opened(360, amina)
    mine = wish_on_a_phone(phone, slug)

    closes = draw(wok)
    phone.goto(mine)
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are on the waiting list")
    expect(phone.locator("main")).to_contain_text("5 groups")
    phone.get_by_text("Your points, line by line").click()
    expect(phone.locator("main")).to_contain_text("Fewer points go first.")

    now = wok.at(closes + timedelta(days=1))
    with transaction():
        loan_changing.cancel(db.session.get_one(Booking, loans[1]), now=now)
    assert "2 offers made" in rounds.run_due(now=wok.at(now + timedelta(minutes=11)))
    link = db.session.get_one(Booking, loans[2]).link_token
    choir = wok.opened(360)
    choir.goto(f"/en/answer/{link}")
    choir.get_by_role("button", name="Take it").click()
    expect(choir.get_by_text("It is yours.")).to_be_visible()

    desk = wok.opened(1280, claire)
    wok.at(f"{FAR}T{OPEN}")
    desk.goto("/en/staff/handover")
    for number in (0, 2):
        desk.locator(f"#out-{loans[number]}").get_by_role("button", name="Handed over").click()
        expect(desk.locator(f"#out-{loans[number]}").get_by_text("Handed over", exact=True)).to_be_visible()
    wok.at(f"{FAR_END}T{OPEN}")
    desk.goto("/en/staff/handover")
    desk.locator(f"#back-{loans[0]}").get_by_role("link", name="Piece by piece").click()
    desk.locator("details[id^=out-] summary").click()
    desk.get_by_label("How many came back").fill("1")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("details[id^=out-] summary")).to_contain_text("1 × Tent")
    expect(desk.get_by_role("heading", name="Came back")).to_be_visible()

    choir.goto("/en/how-we-share#family-equipment")
    counted = choir.get_by_role("region", name="Equipment").get_by_role("row", name="November 2026").first
    expect(counted.get_by_role("cell")).to_have_text(["14", "14", "7", "50"])  # without the one that was given back
    verified(wok, choir, tmp_path)
    for page in (phone, choir, desk):
        page.context.close()
