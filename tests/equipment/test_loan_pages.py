"""A loan's own page: seen by link, changed, kept longer, cancelled and taken back; lent at the desk."""

from datetime import date, timedelta

from flask import Flask
from markupsafe import Markup
from sqlalchemy import update

from tests import make
from tests.equipment import desk, loaning
from tests.equipment.loaning import FAR, FAR_END, FRIDAY, MONDAY, THURSDAY, query
from tests.make import NOW, Browser
from wok.db import db, transaction
from wok.equipment import loan_changing, loan_due
from wok.equipment.models import Loan
from wok.equipment.movement_models import Movement
from wok.mail.models import Message


def page(client: Browser, ref: str, *more: str) -> str:
    return client.get("/".join([f"/en/equipment/loan/{ref}", *more])).text


def test_a_link_shows_the_loan_and_its_private_part_only_after_the_letters(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4, deposit_cents=5000, included={"en": "pegs and a mallet"})
    booking = loaning.lend(make.association(name="Les danseurs"), {tents: 2}, place_of_use="Rue Neuve")
    seen = page(client, booking.link_token)
    assert "Your loan" in seen and "2 ×" in seen and "pegs and a mallet" in seen and "100\xa0€" in seen
    assert "9:00 to 17:00" in Markup(seen).striptags() and "Bruno Silva" not in seen and "Rue Neuve" not in seen
    assert client.get(f"/en/equipment/loan/{booking.code}").status_code == 302
    client.fill(f"/en/booking/{booking.code}", letters="Bru")
    seen = page(client, booking.code)
    assert "Bruno Silva" in seen and "Rue Neuve" in seen and "Les danseurs" in seen
    short = client.get(f"/b/{booking.link_token}")
    assert short.status_code == 302 and f"/equipment/loan/{booking.link_token}" in short.location
    file = client.get(f"/b/{booking.link_token}.ics").text
    assert "DATE:20261126" in file and "DATE:20261128" in file and "9:00–17:00" in file and "Bruno" not in file


def test_amina_changes_numbers_things_and_days_or_nothing_at_all(app: Flask, client: Browser) -> None:
    tents, benches, grills = make.item("Tent", 4), make.item("Bench", 20, pack=10), make.item("Grill", 1)
    booking = loaning.lend(make.association(), {tents: 2, benches: 10})
    first, second = loaning.line_ids(booking)
    address = f"/en/equipment/loan/{booking.link_token}/change"
    bad = client.fill(address, **{f"n{first}": "9", f"n{second}": "5"})
    assert bad.status_code == 422 and "We have 4." in bad.text and "packs of 10" in bad.text
    assert client.fill(address, **{f"n{first}": "3", f"n{second}": "0"}, more=str(grills.id)).status_code == 303
    assert loaning.lines(booking) == [(3, 3, "granted"), (10, 0, "withdrawn"), (1, 1, "granted")]
    assert loaning.taken(booking) == {tents.id: 3, grills.id: 1}

    loaning.lend(make.association(), {grills: 1}, MONDAY, MONDAY)
    refused = client.fill(address, first=str(MONDAY), last=str(MONDAY))
    assert refused.status_code == 422 and "All stays as it was." in refused.text
    assert loaning.taken(booking) == {tents.id: 3, grills.id: 1}
    assert client.fill(address, first="2026-12-02", last="2026-12-03").status_code == 303
    moved = loaning.loan()
    loan = db.session.get_one(Loan, moved.id)
    assert (loan.pick_up_on, loan.return_on) == (date(2026, 12, 2), date(2026, 12, 3))
    assert moved.status == "confirmed" and loaning.taken(moved) == {tents.id: 3, grills.id: 1}
    assert moved.starts_at.date() == date(2026, 12, 2)

    stale = client.fill(address, version="0", **{f"n{first}": "1"})
    assert stale.status_code == 409 and "Somebody changed this booking meanwhile" in stale.text
    assert 'value="1"' in stale.text


def test_other_days_of_a_joint_loan_are_one_message_and_the_partner_is_asked_again(app: Flask, client: Browser) -> None:
    tents, grills = make.item("Tent", 4), make.item("Grill", 1)
    choir = make.association(name="Choir")
    make.membership(make.person(name="Dora Pires"), choir)
    booking = loaning.lend(make.association(), {tents: 2, grills: 1}, partners=(choir,))
    address = f"/en/equipment/loan/{booking.link_token}/change"
    page = client.get(address).text
    assert "you wait for anew, from today. You get one message" in page and "is asked again" in page
    before, asked = loaning.told(booking), loaning.sent("sharing/partner")
    assert client.fill(address, first="2026-12-02", last="2026-12-03").status_code == 303
    since = [kind for kind, state in loaning.told(booking)[len(before) :] if state == "due"]
    assert (since, loaning.sent("sharing/partner")) == (["equipment/changed"], asked), "the first had not left yet"
    with transaction():
        db.session.execute(update(Message).where(Message.state == "due").values(state="sent", finished_at=NOW))
    assert client.fill(address, first="2026-12-09", last="2026-12-10").status_code == 303
    assert loaning.sent("sharing/partner") == 2 * asked


def test_a_loan_is_kept_longer_at_once_unless_somebody_waits(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    booking = loaning.lend(make.association(), {tents: 3})
    address = f"/en/equipment/loan/{booking.link_token}"
    for day, says in (("2026-12-04", "at most 7 days"), ("2026-11-28", "We hand nothing out"), ("x", "Choose the day")):
        refused = client.fill(address, "/extend", last=day)
        assert refused.status_code == 422 and says in refused.text
    assert client.fill(address, "/extend", last=str(MONDAY)).status_code == 303
    assert db.session.get_one(Loan, booking.id).return_on == MONDAY
    assert loaning.loan().ends_at.date() == MONDAY and loaning.loan().takings[0].ends_at.date() == MONDAY
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    loaning.lend(make.association(), {tents: 2}, wednesday, wednesday)
    refused = client.fill(address, "/extend", last=str(wednesday))
    assert refused.status_code == 422 and "Others wait for these things, or have booked them: Tent" in refused.text
    assert client.fill(address, "/extend", last=str(tuesday)).status_code == 303


def test_cancelling_says_its_price_and_can_be_taken_back(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    near = loaning.lend(make.association(), {make.item("Grill", 1): 1})
    assert "all of its points still count. For cancelling late, 0.5 points" in page(client, near.link_token)
    booking = loaning.lend(make.association(), {tents: 2}, FAR, FAR_END)
    address = f"/en/equipment/loan/{booking.link_token}"
    assert "Cancelling costs you no points" in page(client, booking.link_token)
    assert client.fill(address, "/cancel").status_code == 303
    assert loaning.loan(1).status == "cancelled" and not loaning.loan(1).takings
    seen = page(client, booking.link_token)
    assert "This loan is cancelled" in seen and "Undo" in seen and "2 ×" in seen
    assert client.fill(address, "/undo").status_code == 303
    assert loaning.loan(1).status == "confirmed" and loaning.lines(booking) == [(2, 2, "granted")]
    assert ("equipment/cancelled", "void") in loaning.told(booking)

    wish = loaning.lend(make.association(), {loaning.rationed(make.item("Stage", 1)): 1}, FAR, FAR_END)
    seen = page(client, wish.link_token)
    assert "take it back without trace" in seen and "Thursday 19 November, 18:00" in seen
    client.fill(f"/en/equipment/loan/{wish.link_token}", "/cancel")
    assert loaning.loan(2).status == "cancelled" and loaning.requests(wish)[0].state == "withdrawn"


def test_what_is_out_is_brought_back_not_cancelled_and_reminders_go_once(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    booking = loaning.lend(make.association(), {tents: 2}, THURSDAY, MONDAY)
    eve = NOW.replace(day=25, hour=8, minute=30)
    with app.test_request_context():
        assert loan_due.run(eve - timedelta(hours=3)) == ""
        assert loan_due.run(eve) == "1 loan reminders" and loan_due.run(eve) == ""
    desk.out(booking, now=NOW.replace(day=26))
    assert db.session.query(Movement).count() > 0
    refused = client.post(f"/en/equipment/loan/{booking.link_token}/cancel")
    assert refused.status_code in (400, 422)
    client.fill(f"/en/equipment/loan/{booking.link_token}", "/extend", last="2026-12-01")
    assert {one.due_on for one in db.session.query(Movement)} == {date(2026, 12, 1)}
    with app.test_request_context():
        assert loan_due.run(NOW.replace(day=30, hour=9)) == "1 loan reminders"
    kinds = [kind for kind, state in loaning.told(booking) if state != "void"]
    assert kinds == ["equipment/confirmed", "equipment/remind_pick_up", "equipment/changed", "equipment/remind_return"]
    with transaction():  # a part of it stays longer by agreement, and has its own reminder
        db.session.query(Movement).one().due_on = date(2026, 12, 3)
    with app.test_request_context():
        assert loan_due.run(NOW.replace(month=12, day=2, hour=9)) == "1 loan reminders"
    last = db.session.query(Message).filter_by(kind="equipment/remind_return").order_by(Message.id.desc()).first()
    assert last.facts["return_at"].startswith("2026-12-02T23:00") and last.facts["things"][0]["words"] == "2 × Tent"


def test_claire_lends_at_the_desk_beyond_the_limits_with_a_reason(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    bruno = make.delegate("Les footballeurs", name="Bruno Silva", email=None, phone="+352621123456", reach="phone")
    make.sign_in(client, make.staff())
    led = client.get(f"/en/equipment/ask?item={tents.slug}&quantity=2")
    assert led.status_code == 302 and "/staff/loans/new" in led.location
    assert f'name="q{tents.id}" value="2"' in client.get(led.location).text
    form = {"name": "Bruno Silva (Les footballeurs)", f"q{tents.id}": "2", "first": str(THURSDAY), "last": "2026-12-04"}
    refused = client.fill("/en/staff/loans/new", "/new", **form)
    assert refused.status_code == 422 and "at most 7 days" in refused.text
    nobody = client.fill("/en/staff/loans/new", "/new", **{**form, "name": "Nobody"})
    assert nobody.status_code == 422 and "We know no association by this name." in nobody.text
    card = client.fill("/en/staff/loans/new", "/new", **form, override="A festival of the town")
    booking = loaning.loan()
    assert card.status_code == 303 and (booking.status, booking.reach) == ("confirmed", "phone")
    assert booking.override_reason == "A festival of the town" and booking.person_id == bruno.id
    printed = client.get(card.location).text
    assert "They stand on the call list." in printed and "2 × Tent" in printed
    assert client.get(f"/en/staff/search?q={booking.code}").status_code == 302


def test_amina_finds_the_loan_among_our_bookings(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    make.sign_in(client, make.delegate("Les danseurs"))
    loaning.ask(client, query({tents: 1}))
    booking = loaning.loan()
    for address in ("/en/my", "/en/my/bookings"):
        assert f"/equipment/loan/{booking.code}" in client.get(address).text
    assert "Street party" in client.get("/en/my/data.json").text
    assert loan_changing.longest(booking, now=NOW) == [MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)]
    with transaction():
        loan_changing.withdraw(booking, loaning.line_ids(booking)[0], now=NOW)
    assert loaning.loan().status == "cancelled" and FRIDAY < MONDAY
