"""Preparing an event: drafts, five languages, who checks, dates and helpers, room and what is booked for it."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.events import organised
from tests.events.organised import FRIDAY, NOW, evenings, first, guest, helper, mails
from tests.space import rooms
from wok.bookings import causes, decisions, series
from wok.bookings.closures import new_closure
from wok.db import db, transaction
from wok.events import dates, lists, organiser_due, queries, shifts
from wok.events.facts import NewDates
from wok.events.models import Event, TrustedOrganiser
from wok.feeds import services as feeds
from wok.feeds.queries import FeedKey
from wok.kernel import weekly


@pytest.fixture
def claire(app: Flask) -> FlaskClient:
    browser = app.test_client()
    make.sign_in(browser, make.staff(language="en"))
    return browser


def delegate(app: Flask, name: str = "Les danseurs") -> tuple[FlaskClient, int]:
    somebody, ours = make.person(), make.association(name=name)
    make.membership(somebody, ours)
    browser = app.test_client()
    make.sign_in(browser, somebody)
    return browser, ours.id


def only() -> Event:
    return db.session.scalars(db.select(Event)).one()


def page(event: Event, more: str = "") -> str:
    return f"/en/my/events/{event.id}{more}"


def read(browser: FlaskClient, address: str, code: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == code, f"{address} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def test_an_association_prepares_its_event_and_staff_check_it_before_it_is_public(app, client, claire, clock_at):
    amina, ours = delegate(app)
    other, _theirs = delegate(app, "Les footballeurs")
    typed = {"title": "Thé dansant", "day": "20.11.2026", "starts": "18h", "ends": "1:00", "seats": "30"}
    refused = amina.fill("/en/my/events/new", **{**typed, "day": "tomorrow"})
    html = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "Choose a day." in html and "Thé dansant" in html
    assert amina.fill("/en/my/events/new", **typed).status_code == 303
    event = only()
    assert (event.state, event.association_id, weekly.local_day(first(event).ends_at)) == (
        "draft",
        ours,
        date(2026, 11, 21),
    )
    assert "Français" in read(amina, page(event)) and read(other, page(event), 404) and read(client, page(event), 303)
    amina.fill(page(event), f"{page(event)}/publish")
    assert (
        event.state == "asked" and lists.counts(now=NOW)["asked"] == 1 and read(client, f"/en/events/{event.id}", 404)
    )
    assert "Thé dansant" in read(claire, "/en/staff/events?view=asked") and read(amina, "/en/staff/events", 404)
    claire.fill(f"/en/staff/events/{event.id}/send-back", words="Where is it?")
    assert (event.state, mails("sent_back")[0].facts["words"]) == ("draft", "Where is it?")
    assert "Where is it?" in read(amina, page(event))
    amina.fill(page(event), f"{page(event)}/publish")
    claire.fill(page(event), f"{page(event)}/publish")
    assert event.state == "published" and len(mails("published")) == 1 and read(client, f"/en/events/{event.id}")
    clock_at(NOW + timedelta(hours=1))
    amina.fill(page(event, "/words"), "/words", seats="31")
    assert "The association changed it since we read it" in read(claire, page(event))
    claire.fill(page(event), f"/en/staff/events/{event.id}/read")
    assert lists.counts(now=NOW) == {"asked": 0, "changed": 0}


def test_a_trusted_association_publishes_by_itself_and_a_plain_member_prepares_nothing(app, claire):
    amina, ours = delegate(app)
    claire.fill("/en/staff/organisations", "/en/staff/organisations/trust", association=str(ours))
    event = organised.event(make.staff(), public=False, organiser=organised.of(ours))
    assert db.session.get(TrustedOrganiser, ours) is not None
    amina.fill(page(event), f"{page(event)}/publish")
    assert event.state == "published"
    member, browser = make.person(), app.test_client()
    make.membership(member, db.session.get_one(make.Association, ours), role="member")
    make.sign_in(browser, member)
    assert read(browser, page(event), 404) and read(browser, "/en/my/events", 403)
    claire.fill("/en/staff/organisations", "/en/staff/organisations", name="ASTI", website="asti.lu")
    assert queries.organisations() == []
    claire.fill("/en/staff/organisations", "/en/staff/organisations", name="ASTI")
    again = claire.fill("/en/staff/organisations", "/en/staff/organisations", name="ASTI")
    assert again.status_code == 422 and len(queries.organisations()) == 1


def test_its_words_stand_side_by_side_with_gaps_and_old_ones_marked_and_two_editors_see_both(app, claire):
    event = organised.event(text={"en": "Come and talk."})
    address = page(event, "/words")
    claire.fill(address, "/words", title_fr="Café des langues", text_fr="Venez parler.")
    assert [lists.missing(event), set(event.written_at)] == [["pt", "de", "lb"], {"en", "fr"}]
    form = make.form_of(read(claire, address), "/words").values
    with transaction():
        event.written_at = {**event.written_at, "fr": "2026-11-01T09:00:00+00:00"}
    html = read(claire, address)
    assert "(older than the first language)" in html and html.count("(missing)") >= 6
    late = claire.post(address, data={**form, "title_en": "Talking café"})
    html = late.get_data(as_text=True)
    assert late.status_code == 409 and "Talking café" in html and "Language café" in html
    assert event.title["en"] == "Language café"
    none = claire.fill(address, "/words", title_en="", first_language="en")
    assert none.status_code == 422 and "Write a title" in none.get_data(as_text=True)


def test_no_more_seats_than_the_room_and_staff_see_who_has_it(app, claire):
    room = rooms.room(seats=8)
    rooms.use(room, rooms.span(FRIDAY, 17, 19))
    event = organised.event(public=False, seats=0)
    refused = claire.fill(page(event, "/words"), "/words", room=str(room.resource_id), seats="9")
    assert refused.status_code == 422 and "This room holds 8 people" in refused.get_data(as_text=True)
    claire.fill(page(event, "/words"), "/words", room=str(room.resource_id), seats="8")
    html = read(claire, page(event))
    assert (event.series.is_elsewhere, first(event).resource.capacity) == (False, 8)
    assert "The room is taken:" in html and "Les footballeurs" in html


def test_a_weekly_course_keeps_its_hour_and_only_what_is_held_at_the_wok_closes_with_it(app):
    room = rooms.room()
    course = NewDates(
        organised.time(18), organised.time(19), (date(2027, 3, 19),), is_weekly=True, until=date(2027, 4, 9)
    )
    inside = organised.event(when=course, seats=8, room_resource_id=room.resource_id)
    outside = organised.event(when=course)
    with transaction():
        closure = new_closure("other", date(2027, 3, 26), date(2027, 3, 26), {"fr": "Travaux"}, now=NOW)
        assert [one.series_id for one in series.close(closure, now=NOW)] == [inside.series_id]
    assert [weekly.local_time(one.starts_at).hour for one in queries.dates_of(outside)] == [18] * 4
    with transaction():
        dates.add(outside, NewDates(organised.time(18), organised.time(19), (date(2027, 5, 7),)), now=NOW)
        goes_on = organised.NewDates(organised.time(9), organised.time(10), (FRIDAY,), is_weekly=True)
    endless = organised.event(when=goes_on)
    with transaction():
        assert dates.extend(now=NOW + timedelta(days=28)) == 4
    assert len(queries.dates_of(outside)) == 5 and len(queries.dates_of(endless)) > 75
    assert [decisions.undecided(now=NOW)[0].series.family, len(decisions.undecided(now=NOW))] == ["event", 1]


def test_a_moved_date_takes_people_and_helpers_along_until_undone(app, claire):
    event = organised.event()
    booking = guest(event)
    with transaction():
        (shift,) = shifts.add([first(event)], "Set up tables", organised.time(17), organised.time(18), wanted=2)
    helper(shift)
    helper(shift, name="Dora", email=None, reach="none")
    move = page(event, f"/dates/{first(event).id}/move")
    html = read(claire, move)
    assert html.index("What would happen") < html.index("2 helpers are told too") and "cannot be reached" in html
    assert claire.fill(move, day="2026-11-15").status_code == 422
    late = make.form_of(html)
    assert claire.fill(move, day="21.11.2026", starts="10:00", ends="11:00", reason_en="Rain").status_code == 303
    on = datetime(2026, 11, 21, 9, tzinfo=NOW.tzinfo)
    assert (booking.starts_at, booking.ends_at, shift.starts_at) == (
        on,
        on + timedelta(hours=1),
        on - timedelta(hours=1),
    )
    assert claire.post(move, data={**late.values, "day": "22.11.2026"}).status_code == 409
    assert [mails("date_moved")[0].facts["reason"], len(mails("helper_moved"))] == ["Rain", 2]
    claire.fill(page(event), f"{page(event)}/dates/{first(event).id}/undo")
    assert (booking.starts_at, weekly.local_time(shift.starts_at).hour) == (first(event).original_at, 17)
    assert not mails("date_moved") and not mails("helper_moved")
    assert claire.fill(page(event, f"/shifts/{shift.id}"), starts="3:00", ends="4:00").status_code == 422
    assert claire.fill(page(event, f"/shifts/{shift.id}"), wanted="3").status_code == 303 and shift.wanted == 3


def test_a_cancelled_event_tells_each_person_once_and_undo_gives_every_place_back(app, client, claire):
    event = organised.event(when=evenings(FRIDAY, date(2026, 11, 27)), seats=2)
    both = [guest(event, one, email="amina@example.org") for one in queries.dates_of(event)]
    late = guest(event, people=1, waits=True, name="Bruno", email="bruno@example.org")
    assert [one.status for one in (*both, late)] == ["confirmed", "confirmed", "waiting"]
    html = read(claire, page(event, "/cancel?ready=ill"))
    assert "Somebody who leads it is ill" in html and "5 people are touched" in html
    claire.fill(page(event, "/cancel"), reason_en="Illness")
    told = {mail.recipient: len(mail.facts["dates"]) for mail in mails("event_cancelled")}
    assert told == {both[0].contact_email: 2, "bruno@example.org": 1} and not mails("date_cancelled")
    assert event.state == "cancelled" and "Illness" in read(client, f"/en/events/{event.id}")
    assert '<bdi data-user-content lang="en">Illness</bdi>' in read(client, f"/pt/events/{event.id}")
    claire.fill(page(event), f"{page(event)}/undo-cancel")
    assert [one.status for one in (*both, late)] == ["confirmed", "confirmed", "waiting"]
    assert event.state == "published" and not mails("event_cancelled")


def test_it_is_taken_back_only_while_nobody_counts_on_it_and_deleted_only_unseen(app, client, claire):
    event = organised.event()
    booking = guest(event)
    claire.fill(page(event), f"{page(event)}/take-back")
    assert event.state == "published" and "Cancel it instead" in read(claire, page(event))
    with transaction():
        decisions.core.cancel(booking, now=NOW, undo=timedelta(0))
    started = make.form_of(read(client, f"/en/events/{event.id}")).values
    claire.fill(page(event), f"{page(event)}/take-back")
    assert event.state == "draft" and read(client, f"/en/events/{event.id}", 404)
    too_late = client.post(f"/en/events/{event.id}", data={**started, "name": "Amina", "adults": "1"})
    assert too_late.status_code == 410 and "no longer public" in too_late.text
    token = make.form_of(read(claire, page(event)), f"{page(event)}/publish").values
    claire.post(f"{page(event)}/delete", data=token)
    assert "It was public" in read(claire, page(event)) and only().id == event.id
    draft = page(organised.event(public=False))
    claire.fill(draft, f"{draft}/delete")
    assert only().id == event.id and read(claire, draft, 404)


def test_the_room_is_booked_for_all_its_dates_in_one_press_and_asked_for_with_its_name(app, claire):
    room = rooms.room(seats=12)
    week = [FRIDAY + timedelta(days=7 * number) for number in range(3)]
    event = organised.event(when=evenings(*week), room_resource_id=room.resource_id)
    rooms.use(room, rooms.span(week[1], 17, 19))
    address = f"/en/staff/space/event-dates?for=event-{event.id}"
    html = read(claire, address)
    assert html.count('name="on"') == 2 and "See whom it touches" in html and "title=Language" in html
    claire.fill(address, "event-dates", on=make.form_of(html, "event-dates").values["on"])
    booked = causes.bookings_for("event", event.id)
    assert [weekly.local_day(one.starts_at) for one in booked] == [week[0], week[2]]
    html = read(claire, page(event))
    assert html.count("The room is booked for it.") == 2 and html.count("The room is taken:") == 1
    back = make.form_of(html, "event-dates/undo")
    claire.post(back.action, data=back.values)
    assert {one.status for one in causes.bookings_for("event", event.id)} == {"cancelled"}
    assert read(claire, "/en/staff/space/event-dates?for=event-99", 404)


def test_its_dates_stand_in_calendars_and_stay_there_when_it_is_taken_back(app, claire, clock_at):
    amina, ours = delegate(app)
    event = organised.event(organiser=organised.of(ours), when=evenings(NOW.date(), FRIDAY))
    key = FeedKey("association", "en", ours)
    before = feeds.render(key, now=NOW).body.decode()
    assert before.count("SUMMARY:Language café") == 2 and "Language café" in read(claire, "/en/staff/")
    assert "Language café" in read(claire, "/en/staff/calendar")
    claire.fill(page(event), f"{page(event)}/take-back")
    after = feeds.render(FeedKey("all", "en"), now=NOW).body.decode()
    assert after.count("SUMMARY:Cancelled: Language café") == 2 and "Language café" not in read(claire, "/en/staff/")
    amina.fill(page(event, "/words"), "/words", contact_name="Amina", contact_email="amina@example.org")
    assert "events_prepared" in read(amina, "/my/data.json".replace("/my", "/en/my"))
    assert organiser_due.forget_contacts(now=NOW + timedelta(days=700)) == 0
    assert organiser_due.forget_contacts(now=NOW + timedelta(days=740)) == 1
    db.session.expire_all()
    assert (event.contact_name, event.made_by_id) == ("", None)


def test_what_is_booked_for_it_stands_on_its_page(app):
    amina, ours = delegate(app)
    event = organised.event(organiser=organised.of(ours))
    use = rooms.use(rooms.room(), rooms.span(FRIDAY, 18, 20))
    with transaction():
        causes.tie(use, causes.Cause("event", event.id, "Language café", ""))
    assert "Room on Friday 20 November" in read(amina, page(event))
