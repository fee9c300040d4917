"""People find what is lent: by words, people and days, one thing day by day, a week at a glance (P9, P10, P11)."""

import re
from datetime import date, timedelta

from tests import make
from tests.equipment import shelf
from wok.db import db, transaction
from wok.equipment import free, stock
from wok.sharing import pools


def shown(client, page):
    """The page's text without its marks."""
    answer = client.get(page)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True).partition("<main")[2]))


def test_a_search_forgives_accents_and_says_what_is_free_on_the_days_of_the_loan(app, client):
    screen = make.item("Écran", 2, category="screens", serves=60)
    chairs = make.item("Chair", 120, category="seats", pack=10, serves=1, words={"fr": "siège"})
    shelf.take(screen, 2)
    html = shown(client, "/en/equipment?q=ecran+40+people+Saturday+21+November")
    assert "picked up Friday 20 November , brought back Monday 23 November" in html
    assert "All are out on loan on these days" in html and "Chair" not in html
    html = shown(client, "/en/equipment?q=sieges&people=45&first=2026-11-21")
    assert "Free on these days: 120 of 120" in html and "For 45 people: 50" in html and "Écran" not in html
    assert "Free today: 2 of 2" in shown(client, f"/en/equipment?category={screen.category}")
    assert chairs.name["en"] in shown(client, "/en/equipment")


def test_nothing_found_widens_and_never_ends(app, client):
    assert "Nothing is lent yet." in shown(client, "/en/equipment")
    make.item("Tent", description={"en": "Red, against rain"})
    assert "Nothing has all your words" in shown(client, "/en/equipment?q=red+balloon")
    html = shown(client, "/en/equipment?q=submarine")
    assert "We found nothing like this" in html and "See everything" in html and "58 77 1-1558" in html
    for odd in ("q=%00%F0", "first=2026-02-30&last=x", "people=-1&first=9999-12-31", "q=" + "a+" * 150):
        shown(client, f"/en/equipment?{odd}&category=nonsense&for=nonsense")


def test_a_set_says_what_is_missing_and_what_is_free_instead(app, client):
    projector, screen, wall = make.item("Projector", 1), make.item("Screen", 1), make.item("White wall", 1)
    reel = make.item("Reel", 1)
    shelf.item_set("Film evening", (projector, 1, True), (screen, 1, True), (reel, 1, False), serves=60)
    shelf.instead(screen, wall)
    assert "For up to 60 people" in shown(client, "/en/equipment?for=film")
    days = "/en/equipment?q=film&first=2026-11-21"
    shelf.take(reel, 1)
    assert "Incomplete" in shown(client, days) and "You can ask for it without what is missing" in shown(client, days)
    shelf.take(screen, 1)
    html = shown(client, days)
    assert "taken ; Free instead: White wall" in html and "Ask for this set" not in html


def test_one_thing_says_all_about_itself_and_four_weeks_of_days(app, client):
    tent = make.item("Tent", 4, weight_grams=38000, deposit_cents=5000, cleanup_days=1, needs_introduction=True)
    with transaction():
        stock.add_pieces(tent, [({"en": "Bag of pegs"}, 2)], now=make.NOW)
    page = f"/en/equipment/{tent.slug}"
    shelf.take(tent, 4)
    shelf.take(tent, 1, date(2026, 11, 26), date(2026, 11, 27))
    html = shown(client, page)
    for words in (
        "38 kg",
        "50 €",
        "1 day after each loan",
        "2 × Bag of pegs",
        "short introduction",
        "Tent, Thursday 19",
    ):
        assert words in html.replace("\xa0", " "), words
    assert html.count("Taken") == 3 and html.count("Closed") == 9  # Friday, Monday, Tuesday; four weekends and the note
    assert "Free: 3 of 4" in html
    with transaction():
        stock.pause(tent, date(2026, 12, 1), {"en": "At its check."}, now=make.NOW)
    assert "Not lent before Tuesday 1 December" in shown(client, page) and "At its check." in shown(client, page)
    with transaction():
        stock.retire(tent, now=make.NOW)
    assert "We no longer lend this." in shown(client, page) and "Ask for dates" not in shown(client, page)
    assert client.get("/en/equipment/no-such-thing").status_code == 404


def test_while_wishes_are_collected_a_day_says_only_whether_there_is_enough(app, client):
    tent = make.item("Tent", 4)
    with transaction():
        pools.pool_of(tent.resource_id).mode = "window"
    far = make.NOW.date() + timedelta(weeks=8)
    html = shown(client, f"/en/equipment/{tent.slug}?from={far}")
    assert "Enough so far" in html and "Free: 4" not in html


def test_the_week_at_a_glance_costs_the_same_however_many_things_and_loans(app, client):
    few = [make.item("Tent", 8), make.item("Ball", 1)]
    before = make.statements(client, "/en/equipment/free")
    more = [make.item(f"Thing {number}", 3) for number in range(8)]
    for one in more:
        shelf.take(one, 2)
    assert make.statements(client, "/en/equipment/free") == before
    html = shown(client, "/en/equipment/free")
    assert "Tent, Monday 16 November:" in html and "Free: 1 of 3" in html and "Closed, 8 free" in html
    assert shown(client, "/en/equipment/free?category=sound").count("Tent") == 0
    make.handover_hours(())
    assert "No hand-over hours are set" in shown(client, "/en/equipment/free?from=2027-01-04")
    found = free.free_through([*few, *more], shelf.FRIDAY, shelf.MONDAY)
    assert [found[one.id] for one in (few[0], more[0])] == [8, 1] and db.session.is_active
