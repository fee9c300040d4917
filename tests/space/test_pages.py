"""The pages of the space as people go them: rooms, asking, the booking's page, weekly use, door, staff."""

from datetime import timedelta

from tests import make
from tests.make import NOW, form_of
from tests.space.rooms import EVENINGS, FRIDAY, at, in_weeks, large_room, room, span, told, use, use_of
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.sharing.ledger_models import SharePenalty
from wok.space.door_views import door_key
from wok.space.models import Room, SpaceSeries, SpaceUse

WHEN = {"day": FRIDAY.isoformat(), "starts": "18:00", "ends": "20h", "people": "6"}
SAID = {"activity": "Rehearsal <b>", "layout": "circle", "needs": "interpreter"}


def read(client, page, code=200):
    answer = client.get(page)
    assert answer.status_code == code, f"{page} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def press(client, answer, action, **typed):
    form = form_of(answer.get_data(as_text=True), action)
    return client.post(form.action, data={**form.values, **typed})


def ask(client, room, **typed):
    """Through the three steps up to the check page."""
    first = client.get("/en/space/ask")
    second = press(client, first, "/use", room=str(room.id), **{**WHEN, **typed})
    return press(client, second, "/check", **SAID) if second.status_code == 200 else second


def test_the_rooms_page_says_what_fits_and_shows_the_public_only_that_it_is_taken(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", NOW.isoformat())
    whole, half_a, _half_b = large_room(access=["step_free"])
    use(half_a, span(FRIDAY), activity="Secret rehearsal")
    room()
    asked = read(client, f"/en/space?people=20&day={FRIDAY}&starts=18:00&ends=20:00&need=step_free")
    assert [asked.count(words) for words in ("It fits", "Too small", "Taken then")] == [1, 1, 2]
    assert "Nearest free times" in asked
    assert "Secret" not in asked
    assert "footballeurs" not in asked
    assert "8:00 to 18:00" in read(client, f"/en/space/room/{half_a.id}")
    assert read(client, "/en/space?day=tomorrow&people=x&week=never&starts=99")
    assert read(client, f"/fr/space/room/{whole.id + 40}", 404)


def test_a_delegate_asks_changes_cancels_and_takes_it_back(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", NOW.isoformat())
    small = room()
    assert "/sign-in" in client.get("/en/space/ask").location
    make.sign_in(client, make.delegate())
    checked = ask(client, small)
    assert "it is yours at once" in checked.get_data(as_text=True)
    assert "This room does not have: " not in checked.get_data(as_text=True)  # an interpreter is no room's to have
    form = form_of(checked.get_data(as_text=True), "/send")
    pages = {client.post(form.action, data=form.values).location for _press in range(2)}
    assert len(pages) == 1
    page = pages.pop()
    shown = read(client, page)
    assert "Rehearsal &lt;b&gt;" in shown
    assert "<title>The room is yours: Friday 20 November" in shown
    assert "not yet: the Wok looks for one" in shown
    staff = app.test_client()
    make.sign_in(staff, make.staff())
    assert "1 booking needs an interpreter" in read(staff, "/en/staff/")
    assert "Bookings that need an interpreter" in read(staff, "/en/staff/skills")
    moved = client.fill(f"{page}/change", "/change", starts="19", ends="21", activity="Concert")
    assert moved.location == page
    assert "19:00 to 21:00" in read(client, page)
    booking = db.session.query(Booking).one()
    assert told(booking)[-1] == ("changed", "due")
    stale = client.post(f"{page}/change", data={**form_of(read(client, f"{page}/change")).values, "version": "1"})
    assert stale.status_code == 409
    assert "What stands now" in stale.get_data(as_text=True)
    client.fill(page, "/undo")
    assert "18:00 to 20:00" in read(client, page)
    client.fill(page, "/cancel")
    assert "This booking is cancelled" in read(client, page)
    client.fill(page, "/undo")
    with transaction():
        bounced = db.session.query(Booking).one()
        bounced.mail_failed_at = NOW
    assert bounced.status == "confirmed" and "Our mail to this address came back" in read(client, page)


def test_a_clash_offers_the_nearest_times_and_too_many_people_a_bigger_room(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", NOW.isoformat())
    small, (whole, _a, _b) = room(), large_room()
    use(small, span(FRIDAY))
    make.sign_in(client, make.delegate())
    clash = ask(client, small)
    assert clash.status_code == 422
    assert 'value="6"' in clash.get_data(as_text=True)
    second = press(client, clash, "/use", at=f"{at(FRIDAY, 20):%Y%m%dT%H%MZ}")
    assert "20:00 to 22:00" in second.get_data(as_text=True)
    waits = press(client, press(client, clash, "/use", waits="y"), "/check", **SAID)
    assert "waiting list" in waits.get_data(as_text=True)
    page = press(client, waits, "/send").location
    assert "We have your request" in read(client, page)
    crowd = ask(client, small, people="70")
    assert crowd.status_code == 422
    assert f"room={whole.id}" in crowd.get_data(as_text=True)
    seated = ask(client, whole, people="70", day=in_weeks(1).isoformat())
    assert "All others stand" in seated.get_data(as_text=True)
    nonsense = ask(client, small, day="Friday", starts="25:99", ends="", people="many")
    assert nonsense.status_code == 422
    assert 'value="Friday"' in nonsense.get_data(as_text=True)


def test_a_weekly_use_shows_its_dates_before_sending_and_skipped_ones_come_back(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", NOW.isoformat())
    small = room(hours=EVENINGS)
    use(small, span(in_weeks(1)))
    make.sign_in(client, make.delegate())
    until = in_weeks(3).isoformat()
    checked = ask(client, small, often="weekly", until=until, starts="16:00", ends="19:00")
    words = checked.get_data(as_text=True)
    assert "4 dates" in words
    assert "1 date needs your choice" in words
    page = press(client, checked, "/send", **{f"on-{in_weeks(2)}": "skip"}).location
    series = db.session.query(SpaceSeries).one()
    assert page.endswith(f"/space/weekly/{series.link_token}")
    assert series.skipped == [in_weeks(1).isoformat(), in_weeks(2).isoformat()]
    token = form_of(read(client, page), "/add").values["csrf_token"]
    assert client.post(f"{page}/add", data={"csrf_token": token, "day": in_weeks(2)}).status_code == 303
    assert in_weeks(2).isoformat() not in db.session.query(SpaceSeries).one().skipped
    assert client.get(f"{page}/go-on").status_code == 303
    client.post(f"{page}/end", data={"csrf_token": token})
    assert db.session.query(SpaceSeries).one().ended_at == NOW
    assert client.fill(page, "/end/undo").status_code == 303 and db.session.query(SpaceSeries).one().ended_at is None


def test_the_screen_by_the_door_takes_we_are_here_and_names_only_who_agreed(app, client, monkeypatch):
    small = room()
    first, second = use(small, span(FRIDAY, 10, 12)), use(small, span(FRIDAY, 14, 16), shows_name=True)
    screen = f"/en/door/space/{small.id}"
    monkeypatch.setenv("WOK_NOW", at(FRIDAY, 9, 40).isoformat())
    assert "Starts soon: 10:00" in read(client, screen)
    assert "footballeurs" not in read(client, screen).partition("Next:")[0]
    assert "We are here" not in read(client, screen)
    assert client.fill(f"{screen}/{door_key()}", "/here").status_code == 303
    assert use_of(first).arrived_at == at(FRIDAY, 9, 40)
    monkeypatch.setenv("WOK_NOW", at(FRIDAY, 14, 5).isoformat())
    busy = read(client, screen)
    assert "Busy until 16:00" in busy
    assert second.association.name in busy
    stamp = client.get(f"{screen}/stamp.json")
    assert client.get(f"{screen}/stamp.json", headers={"If-None-Match": stamp.headers["ETag"]}).status_code == 304
    assert client.get(f"{screen}/a-wrong-key").status_code == 404


def test_staff_keep_rooms_book_at_the_desk_hand_out_keys_and_take_a_room_for_an_event(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", NOW.isoformat())
    make.sign_in(client, make.staff())
    dancers = make.association(name="Les danseurs")
    hours = {f"quiet_{end}_{day}": clock for day in range(7) for end, clock in (("from", "8"), ("to", "23:00"))}
    told_so = {"name_fr": "Salle", "name_en": "Room", "seats": "10", "opened_by": "keys", "setup": "15"}
    assert client.fill("/en/staff/space/rooms/new", **told_so, **hours).status_code == 303
    made = db.session.query(Room).one()
    assert (made.resource.setup_minutes, len(made.hours)) == (15, 7)
    assert client.fill(f"/en/staff/space/rooms/{made.id}", quiet_to_0="7:00").status_code == 422
    assert client.fill(f"/en/staff/space/rooms/{made.id}", version="99").status_code == 409
    desk = "/en/staff/space/new"
    who = {"who": dancers.name, "activity": "Course", **WHEN, "day": in_weeks(3).isoformat()}
    assert client.fill(desk, **{**who, "people": "12"}).status_code == 422
    assert "/staff/card/" in client.fill(desk, **{**who, "people": "12"}, override="They stand").location
    booking = db.session.query(Booking).one()
    assert "They are told through their association" in read(client, f"/en/staff/space/use/{booking.id}")
    day = f"/en/staff/space?day={in_weeks(3)}"
    for deed in ("keys-out", "keys-back"):
        assert client.fill(day, f"/{deed}").status_code == 303
    assert db.session.query(SpaceUse).one().keys_back_at == NOW
    event = {"room": str(made.id), **WHEN, "day": in_weeks(3).isoformat(), "title": "Open day", "reason": "The town"}
    preview = client.fill("/en/staff/space/event", **event, do="look")
    assert "Les danseurs" in preview.get_data(as_text=True)
    done = press(client, preview, "/event", do="save")
    assert done.status_code == 303
    assert told(booking)[-1] == ("displaced", "due")
    assert "Open day" in read(client, day)
    client.fill(f"/en/staff/space/use/{booking.id}", "/cancel", reason="Water in the room")
    assert "Water in the room" in read(client, f"/en/staff/space/use/{booking.id}")
    client.post(
        f"/en/staff/space/rooms/{made.id}/pause",
        data={"csrf_token": form_of(preview.get_data(True)).values["csrf_token"]},
    )
    assert "No room can be asked for" in read(client, "/en/space")


def test_a_printed_code_shows_nothing_before_the_letters_of_the_name(app, client, monkeypatch):
    monkeypatch.setenv("WOK_NOW", (NOW + timedelta(hours=1)).isoformat())
    booking = use(room(), span(FRIDAY), activity="Secret rehearsal")
    assert client.get(f"/en/space/booking/{booking.code}").status_code == 302
    seen = read(client, f"/en/space/booking/{booking.link_token}")
    assert "Secret" not in seen
    assert "18:00 to 20:00" in seen
    assert client.get(f"/en/space/booking/{booking.link_token}/change").status_code == 303
    assert client.get("/en/space/booking/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_who_did_not_come_is_ticked_by_staff_and_a_wrong_tick_costs_nobody_anything(app, client, monkeypatch):
    booking = use(room(release_minutes=0), span(FRIDAY))
    monkeypatch.setenv("WOK_NOW", (booking.starts_at + timedelta(minutes=15)).isoformat())
    make.sign_in(client, make.staff())
    day, row = f"/en/staff/space?day={FRIDAY}", f"/en/staff/space/use/{booking.id}"

    def stands() -> tuple[str | None, int]:
        db.session.rollback()
        return db.session.get_one(Booking, booking.id).attendance, db.session.query(SharePenalty).count()

    for what, now_stands in (
        ("missed", ("no_show", 1)), ("unmarked", (None, 0)), ("told", ("told_us", 0)), ("unmarked", (None, 0)),
        ("missed", ("no_show", 1)), ("here", ("came", 0)),
    ):  # fmt: skip
        assert client.fill(day, f"{row}/{what}").status_code == 303
        assert stands() == now_stands
    client.fill(day, f"{row}/not-here")
    client.fill(day, f"{row}/missed")
    monkeypatch.setenv("WOK_NOW", (booking.starts_at + timedelta(minutes=30)).isoformat())
    client.fill(day, f"{row}/unmarked")
    assert stands() == ("no_show", 1)  # from here on staff excuse it, with a reason
