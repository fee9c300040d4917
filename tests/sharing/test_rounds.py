"""Rounds: closed and drawn exactly once, by the rule, with a file that anybody can check."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make, share
from tests.make import NOW
from tests.share import CLOSES, DRAWN, SATURDAY
from wok.bookings.models import Booking, BookingEvent, Taking
from wok.db import db, transaction
from wok.kernel import fairness, lot, published, weekly
from wok.mail.models import Message
from wok.sharing import changing, circles, drawing, outlook, pools, rounds, windows
from wok.sharing import partners as joint
from wok.sharing.asking_refusals import AnchorTaken, MayNotShare, NumbersDiffer, WishesClosed, WishesOver
from wok.sharing.ledger_models import ShareCharge
from wok.sharing.models import ShareRequest, ShareRound

pytestmark = pytest.mark.usefixtures("app")


def outcome(*requests: ShareRequest) -> list[tuple[str, int, str]]:
    """State, units and reason of each, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    return [(one.state, one.granted, one.reason) for one in requests]


def story() -> list[ShareRequest]:
    """FAIRNESS.md 10: four groups ask for 16 of 8 tents."""
    pool = share.pool()
    dancers, society, cafe, blind = (make.association(name=name) for name in ("Dancers", "Society", "Café", "Blind"))
    share.had(dancers, 1000, 90)
    share.had(society, 3000, 45)
    share.had(blind, 200, 90)
    return [
        share.asked(dancers, share.wish(pool, 4, 2))[0],
        share.asked(society, share.wish(pool, 6, 3))[0],
        share.asked(cafe, share.wish(pool, 2, 1, klass="A"))[0],
        share.asked(blind, share.wish(pool, 4, 4, klass="B"))[0],
    ]


def counted() -> tuple[int, ...]:
    """How much is stored of everything a round writes."""
    db.session.rollback()
    tables = (ShareCharge, Taking, Message, BookingEvent, ShareRound)
    return tuple(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_who_would_end_up_with_the_least_goes_first_and_anybody_can_check_it() -> None:
    asked = story()
    row = asked[0].round
    assert row is not None and (row.state, row.closes_at, row.key) == ("open", CLOSES, "equipment 2026-W51")
    assert row.commitment == hashlib.sha256(bytes.fromhex(row.secret)).hexdigest()
    assert {one.booking.status for one in asked} == {"waiting"}
    assert outlook.outlook(asked[0].pool, SATURDAY, SATURDAY, now=NOW) == {SATURDAY: "more"}
    share.draw(CLOSES - timedelta(seconds=1))
    assert outcome(asked[0]) == [("open", 0, "")]
    assert "1 rounds closed" in share.draw()
    assert outcome(*asked) == [
        ("partly", 2, "PARTLY"),
        ("refused", 0, "OTHERS_HAD_LESS"),
        ("granted", 2, "SERVED"),
        ("granted", 4, "SERVED"),
    ]
    assert [one.booking.status for one in asked] == ["confirmed", "waiting", "confirmed", "confirmed"]
    assert [one.waiting_since is not None for one in asked] == [True, True, False, False]
    assert asked[1].facts["groups"], asked[1].facts["asked_in_all"] == (4, 16)
    assert asked[1].refused_at == CLOSES
    assert db.session.scalar(select(func.count()).where(Message.kind == "sharing/answer")) == 4
    db.session.refresh(row)
    file = json.loads(rounds.published(row) or "")
    assert (row.state, file["secret"], file["list"]) == ("published", row.secret, row.list_digest)
    inputs = published.read(file["input"])
    again = fairness.run(inputs, lot.seed(row.key, row.secret, lot.list_digest(file["input"]), ""))
    assert lot.digest(published.told(again)) == row.digest == file["digest"]
    assert outlook.outlook(asked[0].pool, SATURDAY, SATURDAY, now=DRAWN) == {SATURDAY: "0"}


def test_a_round_that_broke_off_is_as_it_was_and_a_drawn_one_is_never_drawn_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, before = story(), counted()
    number = asked[0].round_id or 0
    monkeypatch.setattr(drawing, "publish", lambda *_given, **_named: 1 // 0)
    share.draw()
    assert outcome(*asked) == [("open", 0, "")] * 4
    assert counted() == before
    assert db.session.get_one(ShareRound, number).state == "open"
    monkeypatch.undo()

    def jobs(_process: int) -> None:
        with app.app_context():
            rounds.run_due(now=DRAWN)
            db.session.remove()

    with ThreadPoolExecutor(3) as processes:
        list(processes.map(jobs, range(3)))
    after = counted()
    assert sum(granted for _state, granted, _reason in outcome(*asked)) == 8
    share.draw(DRAWN + timedelta(hours=1))
    with transaction():
        assert not drawing.close(number, now=DRAWN) and not drawing.draw(number, now=DRAWN)
    assert counted() == after


def test_a_clock_that_jumps_neither_loses_a_wish_nor_opens_a_window_again() -> None:
    pool, (dancers, footballers) = share.pool(2), (make.association(), make.association())
    first = share.asked(dancers, share.wish(pool, 1))[0]
    late = share.asked(footballers, share.wish(pool, 2), now=CLOSES)[0]  # the jobs have not run yet
    assert (first.state, late.state, late.granted) == ("open", "refused", 0)
    with pytest.raises(WishesOver), transaction():
        changing.change_quantity(db.session.get_one(ShareRequest, first.id), 2, by="booker", now=CLOSES)
    share.draw(CLOSES + timedelta(days=3))
    assert outcome(first, late) == [("granted", 1, "ALL_SERVED"), ("refused", 0, "TAKEN")]
    assert [one.quantity for one in late.offers] == [1]  # what the round left goes to who came too late for it
    back = CLOSES - timedelta(hours=1)
    assert windows.window_of(pool, share.days_span(SATURDAY), now=back).state == "closed"
    after = share.asked(footballers, share.wish(pool, 1), now=back)[0]
    assert (after.state, after.round_id) == ("refused", None)
    share.draw(back)
    assert db.session.scalar(select(func.sum(Taking.quantity))) == 2


def test_the_draw_waits_for_a_number_that_two_colleagues_type_or_for_its_last_day() -> None:
    claire, marc, asked = make.staff(), make.staff(name="Marc"), story()
    row = asked[0].round
    assert row is not None
    with transaction():
        rounds.want_number(row, CLOSES + timedelta(days=1))
    with pytest.raises(WishesClosed), transaction():
        rounds.type_number(row, "4711", claire, now=NOW)
    share.draw()
    row = db.session.get_one(ShareRound, row.id)
    assert (row.state, row.list_digest is not None) == ("closed", True)
    newcomer = share.asked(make.association(), share.wish(asked[0].pool, 1), now=DRAWN)[0]
    assert (newcomer.state, newcomer.granted) == ("refused", 0)  # nothing is given past a round about to be drawn
    with transaction():
        assert not rounds.type_number(row, "4711", claire, now=DRAWN)
    with pytest.raises(NumbersDiffer), transaction():
        rounds.type_number(row, "4712", marc, now=DRAWN)
    with transaction():
        assert rounds.type_number(row, "4711", marc, now=DRAWN)
    share.draw()
    row = db.session.get_one(ShareRound, row.id)
    assert (row.state, json.loads(row.document or "")["public"]) == ("published", "4711")
    with transaction():
        other = windows.open_round(
            windows.window_of(asked[0].pool, share.days_span(SATURDAY + timedelta(7)), now=NOW), "week", "equipment"
        )
        rounds.want_number(other, other.closes_at + timedelta(days=1))
    share.draw(other.closes_at)
    assert db.session.get_one(ShareRound, other.id).state == "closed"
    share.draw(other.closes_at + timedelta(days=1))
    assert db.session.get_one(ShareRound, other.id).public_number == ""


def test_partners_share_the_cost_and_who_never_answered_is_left_out() -> None:
    pool, (dancers, footballers, cafe) = share.pool(8), tuple(make.association() for _one in range(3))
    both = share.asked(dancers, share.wish(pool, 4), partners=[footballers])[0]
    alone = share.asked(cafe, share.wish(pool, 2), partners=[footballers])[0]
    with transaction():
        from_partner = both.partners[1]
        joint.confirm_partner(from_partner, now=NOW)
    share.draw()
    assert outcome(both, alone) == [("granted", 4, "ALL_SERVED"), ("granted", 2, "ALL_SERVED")]
    assert share.charged(dancers) == share.charged(footballers) == [(250, 100)]
    assert share.charged(cafe) == [(250, 100)]
    assert alone.partners[1].declined_at == DRAWN
    with pytest.raises(MayNotShare):
        share.asked(make.association(status="asked"), share.wish(pool))


def test_a_second_choice_counts_only_when_the_first_got_nothing() -> None:
    pool, (dancers, footballers, cafe) = share.pool(2), tuple(make.association() for _one in range(3))
    share.had(footballers, 3000, 5)
    share.had(cafe, 6000, 5)
    wednesday, tuesday = SATURDAY - timedelta(days=3), SATURDAY + timedelta(days=3)
    whole = share.wish(pool, 2, 2)
    served = share.asked(dancers, whole, share.wish(pool, 2, 2, tuesday, 1, instead_of=0, rank=1))
    same_week = share.asked(footballers, whole, share.wish(pool, 2, 2, wednesday, 1, instead_of=0, rank=1))
    week_after = share.asked(cafe, whole, share.wish(pool, 2, 2, tuesday, 1, instead_of=0, rank=1))
    share.draw()
    assert outcome(*served) == [("granted", 2, "SERVED"), ("withdrawn", 0, "")]
    assert outcome(*same_week) == [("refused", 0, "OTHERS_HAD_LESS"), ("granted", 2, "ALL_SERVED")]
    assert outcome(*week_after) == [("refused", 0, "OTHERS_HAD_LESS"), ("open", 0, "")]
    assert [one[0].waiting_since is None for one in (same_week, week_after)] == [True, False]
    assert booking_days(same_week[0].booking) == {wednesday}
    assert [one.key for one in db.session.scalars(select(ShareRound).order_by(ShareRound.key))][1:] == [
        "equipment 2026-W51 second choices",
        "equipment 2026-W52",
    ]
    share.draw(DRAWN + timedelta(days=7))
    assert outcome(*week_after)[1] == ("granted", 2, "ALL_SERVED")


def booking_days(booking: Booking) -> set[date]:
    """The first days of all it takes."""
    return {weekly.local_day(taking.starts_at) for taking in booking.takings}


def test_a_season_gives_each_circle_one_date_and_a_series_all_or_what_it_cannot_drop() -> None:
    pool, (dancers, footballers) = share.pool(10), (make.association(), make.association())
    day, twin = date(2027, 9, 11), make.association()
    with transaction():
        circles.link([dancers.id, twin.id], "The same people", now=NOW)
    wish = share.asked(dancers, share.wish(pool, 8, 1, day, is_season=True))[0]
    with pytest.raises(AnchorTaken):
        share.asked(twin, share.wish(pool, 1, 1, day + timedelta(days=7), is_season=True))
    half_a = share.rooms()[1]
    evenings = [day + timedelta(weeks=week) for week in range(3)]
    dates = [
        share.wish(half_a, 1, 1, one, 1, bundle="dance", may_drop=one == evenings[1], is_season=True)
        for one in evenings
    ]
    series = share.asked(dancers, *dates, kind="space")
    rival = share.asked(footballers, share.wish(half_a, 1, 1, evenings[1], 1, klass="A", is_season=True), kind="space")
    assert wish.round is not None and wish.round.key == "equipment season 2027-2"
    share.draw(wish.round.closes_at)
    assert outcome(wish) == [("partly", 6, "PARTLY")]
    assert [state for state, _granted, _reason in outcome(*series, *rival)] == [
        "granted",
        "refused",
        "granted",
        "granted",
    ]


def test_a_room_and_its_halves_are_never_given_twice() -> None:
    whole, half_a, half_b = share.rooms()
    groups = [make.association() for _one in range(3)]
    first = share.asked(groups[0], share.wish(whole, 1, 1, days=1), kind="space")[0]
    second = share.asked(groups[1], share.wish(half_a, 1, 1, days=1), kind="space")[0]
    third = share.asked(groups[2], share.wish(half_b, 1, 1, days=1), kind="space")[0]
    share.round_over(whole)
    given = [granted for _state, granted, _reason in outcome(first, second, third)]
    assert given == [0, 1, 1]  # the halves cost less, so they would end up with less
    assert pools.free_now(whole, share.days_span(SATURDAY, 1)) == 0


def test_wishes_and_rounds_of_many_pools_cross_without_a_deadlock(app: Flask) -> None:
    shared = [share.pool(2, name=f"Thing {number}") for number in range(4)]
    groups = [make.association() for _one in range(6)]
    for group in groups[:3]:
        share.asked(group, *(share.wish(one, 1) for one in shared))
    tails = [share.wish(one, 1) for one in shared]

    def act(at: int) -> None:
        with app.app_context():
            if at % 3 == 2:
                rounds.run_due(now=DRAWN)
            else:
                share.asked(groups[3 + at % 3], *(tails if at % 2 else reversed(tails)), now=DRAWN)
            db.session.remove()

    with ThreadPoolExecutor(6) as people:
        list(people.map(act, range(6)))
    share.draw()
    for one in shared:
        taken = db.session.scalar(select(func.sum(Taking.quantity)).where(Taking.resource_id == one.resource_id))
        assert taken == 2
    assert not db.session.scalar(select(func.count()).where(ShareRequest.state == "open"))
