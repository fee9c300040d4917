"""Many want to come: a lunch switched to wishes, decided by the round, and the lunch's own list after it."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import make, share
from tests.lunches.table import lunches
from tests.make import NOW, contact
from wok.bookings.models import Booking, Occurrence, Taking
from wok.db import db, transaction
from wok.feeds import ics, shared
from wok.lunches import due, places, queries, services, staff_services, standing_services, switching, wish_state
from wok.lunches.models import Rsvp
from wok.lunches.refusals import LunchFull, WishesNotNow
from wok.lunches.rules import Party
from wok.mail import rendering
from wok.mail.models import Message
from wok.mail.rendering import Letter
from wok.people.models import Association
from wok.sharing.ledger_models import ShareCharge
from wok.sharing.models import ShareOffer, ShareRequest, ShareRound

DAY = "/en/lunch/2026-11-18"
CLOSES = NOW + timedelta(hours=2)  # Monday 12:00 in Luxembourg
DRAWN = CLOSES + timedelta(seconds=5)
LATER = CLOSES + timedelta(minutes=15)


def wished(capacity: int = 6) -> Occurrence:
    """The lunch of 18 November, for which wishes are taken."""
    first = lunches(capacity)[0]
    with transaction():
        switching.take_wishes(first, now=NOW)
    return first


def comes(lunch: Occurrence, adults: int, group: Association | None = None, **given) -> Booking:
    now, party = given.pop("now", NOW), Party(adults, given.pop("children", 0))
    with transaction():
        told = contact(association_id=group.id if group else None, **given)
        return services.come(again(lunch), party, told, now=now)


def again(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def groups(*names: str) -> list[Association]:
    return [make.association(name=name) for name in names]


def kinds(booking: Booking) -> list[str]:
    chosen = select(Message).where(Message.booking_id == booking.id, Message.state != "void").order_by(Message.id)
    return [one.kind for one in db.session.scalars(chosen)]


def stands(*bookings: Booking) -> list[tuple[str, int]]:
    """The state and seats of each booking."""
    return [(row.status, row.quantity) for row in map(again, bookings)]


def taken(lunch: Occurrence) -> int:
    chosen = select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == lunch.resource_id)
    return db.session.scalar(chosen)


def points(booking: Booking) -> list[tuple[int, bool, int]]:
    chosen = select(ShareCharge).join(ShareRequest, ShareRequest.id == ShareCharge.request_id)
    rows = db.session.scalars(chosen.where(ShareRequest.booking_id == booking.id).order_by(ShareCharge.id))
    return [(row.points, row.is_contested, row.kept_percent) for row in rows]


def text(answer, code: int = 200) -> str:
    assert answer.status_code == code
    return answer.get_data(as_text=True)


def test_four_parties_wish_for_six_seats_and_the_round_gives_them_out(app, clock_at):
    first = lunches(6)[0]
    claire, amina, stranger = app.test_client(), app.test_client(), app.test_client()
    make.sign_in(claire, make.staff())
    dancers = make.delegate("Dancers", name="Amina Haddad", email="amina@example.org", language="en")
    make.sign_in(amina, dancers)
    footballers, choir = groups("Footballers", "Choir")
    for one, had in ((dancers.memberships[0].association, 3000), (footballers, 1), (choir, 1)):
        share.had(one, had, family="lunch")
    seats = f"/en/staff/lunches/{first.id}"
    shown = text(claire.get(f"{seats}/wishes"))
    assert "keeps their places" in shown and "12:00" in shown
    assert claire.fill(f"{seats}/wishes").status_code == 303
    assert "wishes are taken until" in text(claire.get(seats))
    shown = text(stranger.get(DAY))
    assert "Many want to come" in shown and "Enough so far" in shown and "goes first" in shown
    assert "Send our wish" in shown and "Join the waiting list" not in shown
    assert "Many want to come" in text(stranger.get("/en/"))
    answer = amina.fill(DAY, adults="3", children="1", vegetarian="4")
    wish = db.session.scalars(select(Booking)).one()
    assert (stands(wish), taken(first), kinds(wish)) == ([("waiting", 4)], 0, ["sharing/received"])
    shown = text(amina.get(answer.location))
    assert "We have your wish" in shown and "12:00" in shown and "in line" not in shown
    bruno, singers = comes(first, 2, footballers), comes(first, 2, choir)
    visitor = comes(first, 3, association_said="Dancers")
    assert "More asked than we have" in text(stranger.get(DAY))
    assert len(text(claire.get(seats)).split("Wishes</h2>")) == 2
    share.draw(DRAWN)
    got = stands(wish, bruno, singers, visitor)
    assert {state for state, _seats in got} == {"confirmed"} and got[0][1] == 1
    assert sorted(seats for _state, seats in got[1:]) == [1, 2, 2]
    rsvp = db.session.get_one(Rsvp, wish.id)
    assert (taken(first), rsvp.adults, rsvp.children, rsvp.diets) == (6, 1, 0, {"vegetarian": 1})
    assert points(bruno) == [(500 * got[1][1], True, 100)] and points(visitor)[0][1]
    answer_mail = db.session.scalars(select(Message).where(Message.booking_id == bruno.id).order_by(Message.id)).all()[
        -1
    ]
    assert answer_mail.facts["entry"]["uid"] == again(bruno).uid
    letter = Letter(**{one.name: getattr(answer_mail, one.name) for one in fields(Letter)})
    assert b"text/calendar" in rendering.wire_bytes(letter, event_writer=ics.event_bytes)
    assert [kinds(one)[1:] for one in (wish, bruno, visitor)] == [["sharing/answer"]] * 3
    clock_at(LATER)
    assert "You are counted in" in text(amina.get(answer.location))
    assert "Lunch" in text(amina.get(f"/en/answer/{again(wish).link_token}"))
    request = db.session.scalars(select(ShareRequest).where(ShareRequest.booking_id == visitor.id)).one()
    for page in ("requests?which=all", "rounds", "circles", f"requests/{request.id}"):
        text(claire.get(f"/en/staff/{page}"))
    text(claire.get(f"/en/staff/circles/{request.partners[0].circle_id}"))
    assert "6" in text(claire.get(f"{seats}/kitchen"))


def test_everybody_has_a_first_seat_before_anybody_has_a_second_and_the_list_goes_on_by_the_rule(app):
    first = wished(3)
    busy, *others = groups("Busy", "Two", "Three", "Four", "Five")
    for one, had in zip((busy, *others), (5000, 1, 1, 1, 1), strict=True):
        share.had(one, had, family="lunch")
    early = comes(first, 3, busy)
    asked = [comes(first, 1, one) for one in others[:2]] + [comes(first, 2, others[2])]
    share.draw(DRAWN)
    assert stands(early, *asked) == [("waiting", 3), ("confirmed", 1), ("confirmed", 1), ("confirmed", 1)]
    assert points(early) == [] and taken(first) == 3
    assert queries.entry_of(again(early)).state == "waiting"
    assert db.session.scalar(select(func.count(ShareRequest.id)).where(ShareRequest.waiting_since.is_not(None))) == 0
    with transaction():
        services.cancel(again(asked[0]), now=LATER)
    due.settle_waiting(now=LATER)
    share.draw(LATER + timedelta(minutes=11))
    due.settle_waiting(now=LATER + timedelta(minutes=11))
    assert db.session.scalar(select(func.count(ShareOffer.id))) == 0
    assert kinds(early)[-1] == "lunches/fewer"
    with transaction():
        services.come_with_fewer(again(early), Party(1), now=LATER + timedelta(minutes=12))
    assert (stands(early), points(early), taken(first)) == ([("confirmed", 1)], [(125, False, 100)], 3)
    assert points(asked[0]) == [(500, True, 50)]


def test_two_visitors_count_for_themselves_whatever_they_typed(app):
    first, (dancers,) = wished(2), groups("Dancers")
    ours = comes(first, 1, dancers)
    visitors = [comes(first, 1, association_said="Dancers"), comes(first, 1)]
    partners = [one.partners[0] for one in db.session.scalars(select(ShareRequest).order_by(ShareRequest.id))]
    assert [one.association_id for one in partners] == [dancers.id, None, None]
    assert len({one.circle_id for one in partners}) == 3
    share.draw(DRAWN)
    assert sorted(stands(ours, *visitors)) == [("confirmed", 1), ("confirmed", 1), ("waiting", 1)]


def test_staff_switch_back_and_wishes_are_counted_in_as_they_came(app, clock_at):
    first = lunches(6)[0]
    before, listed = comes(first, 5), make.waiting(first, 2)
    with transaction():
        switching.take_wishes(again(first), now=NOW)
    assert (stands(before, listed), queries.entry_of(again(listed)).state) == (
        [("confirmed", 5), ("waiting", 2)],
        "ended",
    )
    small = comes(first, 1)
    with transaction():
        services.cancel(again(before), now=NOW)
    due.settle_waiting(now=NOW + timedelta(minutes=30))
    assert stands(listed, small) == [("waiting", 2), ("waiting", 1)]
    large = comes(first, 4, now=NOW + timedelta(minutes=31))
    with transaction():
        switching.first_come_again(again(first), now=NOW + timedelta(minutes=40))
    assert stands(listed, small, large) == [("confirmed", 2), ("confirmed", 1), ("waiting", 4)]
    assert [kinds(one)[-1] for one in (listed, small)] == ["lunches/confirmed"] * 2
    assert kinds(large)[1:] == ["lunches/waiting", "lunches/fewer"]
    share.draw(DRAWN)
    assert stands(listed, small, large)[:2] == [("confirmed", 2), ("confirmed", 1)]
    with pytest.raises(WishesNotNow), transaction():
        switching.take_wishes(again(first), now=CLOSES)


def test_who_comes_every_wednesday_wishes_for_such_a_date_and_is_told_once(app):
    first, second, *_more = lunches(6)
    with transaction():
        switching.take_wishes(second, now=NOW)
    booking = comes(first, 2)
    with transaction():
        standing_services.every_week(again(booking), now=NOW)
    wish = db.session.scalars(select(Booking).where(Booking.occurrence_id == second.id)).one()
    assert (stands(wish), kinds(wish), taken(second)) == ([("waiting", 2)], ["sharing/received"], 0)
    assert db.session.get_one(Rsvp, wish.id).standing_id is not None
    share.draw(CLOSES + timedelta(days=7, seconds=5))
    assert (stands(wish), points(wish)) == ([("confirmed", 2)], [(250, False, 100)])


def test_a_wish_is_changed_and_taken_back_without_trace_and_undone(app, client, clock_at):
    first = wished()
    wish, other = comes(first, 2), comes(first, 2)
    own = f"/en/booking/{wish.link_token}"
    assert client.fill(f"{own}/change", adults="5").status_code == 303
    assert stands(wish) == [("waiting", 5)]
    assert "Take our wish back" in text(client.get(own))
    client.fill(own, "/cancel")
    assert stands(wish)[0][0] == "cancelled" and points(wish) == []
    client.fill(own, "/undo")
    assert stands(wish) == [("waiting", 5)] and "We have your wish" in text(client.get(own))
    client.fill(own, "/cancel")
    with transaction():
        from_staff = services.come(again(first), Party(7), contact(), now=NOW, by="staff", override="The mayor comes")
    assert from_staff.status == "confirmed" and again(first).resource.capacity == 7
    share.draw(DRAWN)
    assert shared.never_had([again(wish), again(other)]) == {wish.id}
    assert stands(wish, other) == [("cancelled", 5), ("waiting", 2)]
    assert len(db.session.scalars(select(ShareRound).where(ShareRound.seed.is_not(None))).all()) == 1


def test_what_is_left_after_the_round_goes_first_come_and_a_moved_or_cancelled_date_keeps_its_wishes(app):
    first, second, *_more = lunches(6)
    (choir,) = groups("Choir")
    for one in (first, second):
        with transaction():
            switching.take_wishes(one, now=NOW)
    wish, next_wish = comes(first, 2), comes(second, 2)
    assert places.shown(queries.lunch_on(date(2026, 11, 18)), "en", now=NOW).state == "wishes"
    race = comes(first, 1, now=CLOSES)
    assert stands(race) == [("waiting", 1)]
    share.draw(DRAWN)
    due.settle_waiting(now=DRAWN + timedelta(seconds=5))
    assert stands(wish, race) == [("confirmed", 2), ("held", 1)]
    late = comes(first, 3, choir, now=LATER)
    assert (stands(late), points(late), kinds(late)) == ([("confirmed", 3)], [(375, False, 100)], ["lunches/confirmed"])
    with pytest.raises(LunchFull):
        comes(first, 2, now=LATER)
    assert places.shown(queries.lunch_on(date(2026, 11, 18)), "en", now=LATER).state == "full"
    claire = make.staff()
    with transaction():
        staff_services.cancel_date(again(second), {"fr": "Malade"}, carry=False, now=LATER, staff_id=claire.id)
    assert stands(next_wish)[0][0] == "cancelled"
    with transaction():
        staff_services.undo_date(again(second), now=LATER, staff_id=claire.id)
    assert stands(next_wish) == [("waiting", 2)] and wish_state.open_wish(again(next_wish)) is not None


def test_guests_carried_from_a_cancelled_lunch_are_told_once(app, client):
    first, second, *_more = lunches(6)
    with transaction():
        switching.take_wishes(second, now=NOW)
    amina = comes(first, 2)
    claire = make.staff(language="en")
    make.sign_in(client, claire)
    assert "Wishes until Monday 23 November" in client.get("/en/staff/lunches").get_data(as_text=True)
    with transaction():
        staff_services.cancel_date(again(first), {"fr": "Malade"}, carry=True, now=LATER, staff_id=claire.id)
    carried = db.session.scalars(select(Booking).where(Booking.occurrence_id == second.id)).one()
    assert (stands(carried), kinds(carried)) == ([("waiting", 2)], [])
    assert kinds(amina) == ["lunches/date_cancelled"]
    told = db.session.scalars(select(Message).where(Message.kind == "lunches/date_cancelled")).one()
    assert told.facts["carried_status"] == "wished"
    with transaction():
        staff_services.undo_date(again(first), now=LATER, staff_id=claire.id)
    assert stands(again(amina)) == [("confirmed", 2)] and wish_state.open_wish(again(carried)) is None


def test_a_round_that_runs_twice_decides_once(app):
    first = wished(3)
    bookings = [comes(first, 2, one) for one in groups("One", "Two")]
    share.draw(DRAWN)
    before = stands(*bookings), taken(first), [kinds(one) for one in bookings], [points(one) for one in bookings]
    share.draw(DRAWN)
    share.draw(DRAWN + timedelta(minutes=1))
    assert (
        stands(*bookings),
        taken(first),
        [kinds(one) for one in bookings],
        [points(one) for one in bookings],
    ) == before
    assert sorted(seats for _state, seats in before[0]) == [1, 2]
