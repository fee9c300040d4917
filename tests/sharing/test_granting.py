"""Granting at once, giving back, the waiting list, and what staff decide beside the rule."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import make, share
from tests.make import NOW
from tests.share import SATURDAY
from wok.bookings.lines import LineNotLeft
from wok.bookings.models import Taking
from wok.bookings.refusals import AlreadyCancelled, TooLateToUndo
from wok.db import db, transaction
from wok.mail.models import Message
from wok.people.models import Association
from wok.sharing import (
    cancelling,
    changing,
    circles,
    offers,
    outlook,
    overriding,
    parameters,
    penalties,
    standing,
    waiting,
)
from wok.sharing.ledger_models import ShareBlock, ShareCharge, ShareOverride, SharePenalty
from wok.sharing.models import ShareOffer, SharePool, ShareRequest, ShareRound
from wok.sharing.parameters import OnlyFromNowOn
from wok.sharing.refusals import OfferEnded

pytestmark = pytest.mark.usefixtures("app")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def afresh(request: ShareRequest) -> ShareRequest:
    """The request as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(ShareRequest, request.id)


def taken(pool: SharePool) -> int:
    """Units taken of a pool."""
    chosen = select(func.sum(Taking.quantity)).where(Taking.resource_id == pool.resource_id)
    db.session.rollback()
    return db.session.scalar(chosen) or 0


def offered(request: ShareRequest) -> ShareOffer | None:
    """What is held for it."""
    return offers.open_offer(afresh(request))


def test_of_two_who_ask_for_the_last_tent_in_the_same_moment_one_gets_it(app: Flask) -> None:
    pool = share.pool(1, mode="first_come")
    groups = [make.association().id for _one in range(6)]

    def ask(group: int) -> str:
        with app.app_context():
            state = share.asked(db.session.get_one(Association, group), share.wish(pool, 1))[0].state
            db.session.remove()
            return state

    with ThreadPoolExecutor(6) as people:
        assert sorted(people.map(ask, groups)) == ["granted", *["refused"] * 5]
    assert taken(pool) == 1
    assert [one.reason for one in db.session.scalars(select(ShareRequest).where(ShareRequest.granted == 0))] == [
        "TAKEN"
    ] * 5
    assert sorted(waiting.place_on_list(one) for one in db.session.scalars(select(ShareRequest))) == [0, 1, 2, 3, 4, 5]
    assert {row.points for row in db.session.scalars(select(ShareCharge).where(ShareCharge.why == "grant"))} == {250}
    answers = select(func.count()).where(Message.kind == "sharing/answer")
    assert db.session.scalar(answers) == 6


def test_a_circle_stands_where_its_loans_waits_and_penalties_put_it() -> None:
    pool, (dancers, society) = (
        share.pool(8, mode="first_come"),
        (make.association(), make.association(size_band="above")),
    )
    claire = make.staff()
    share.had(dancers, 2000, 90)
    share.had(society, 3000, 0)
    request = share.asked(society, share.wish(pool, 2))[0]
    newcomer = make.association()
    share.asked(newcomer, share.wish(pool, 1, first_on=SATURDAY + 7 * DAY))
    with transaction():
        late = penalties.penalise(dancers.id, "late", request.booking, days=2, now=NOW, family="equipment")
        again = penalties.penalise(dancers.id, "late", request.booking, days=9, now=NOW, family="equipment")
        penalties.penalise(dancers.id, "no_show", request.booking, now=NOW, family="equipment")
        penalties.contribute(dancers.id, "equipment", 250, "An hour of sound", by=None, on=NOW.date(), now=NOW)
        ids = [circles.circle_of(one.id, now=NOW).id for one in (dancers, society, newcomer)]
    assert late is again
    found = standing.standings(ids, "equipment", now=NOW)
    own = found[ids[0]]
    assert (own.use, own.penalty, own.contributions, own.waiting, own.total) == (1000, 3500, 250, 0, 4300)
    assert (found[ids[1]].weight, found[ids[1]].use, found[ids[1]].total) == (1500, 3250, 2200)
    assert found[ids[2]].total == 2300  # as the one active circle (3.25 / 1.5), and its own quarter of half a loan
    assert standing.standing(ids[0], "room", now=NOW).total == 0
    with transaction():
        row = db.session.scalars(select(SharePenalty).where(SharePenalty.why == "late")).one()
        penalties.excuse(row, "Snow", claire, now=NOW)
    assert standing.standing(ids[0], "equipment", now=NOW).penalty == 1500


def test_figures_change_from_a_day_on_and_never_in_the_past() -> None:
    today = NOW.date()
    with transaction():
        parameters.change({"offer_hours": 24, "weights": [[0, 1000], [26, 2000]]}, today + DAY, "Trial", None, now=NOW)
    assert parameters.current(today).offer_hours == 48
    assert (parameters.current(today + DAY).offer_hours, parameters.current(today + DAY).weights[1]) == (24, (26, 2000))
    with pytest.raises(OnlyFromNowOn), transaction():
        parameters.change({}, today - DAY, "Late", None, now=NOW)
    with pytest.raises(ValueError, match="no parameter"), transaction():
        parameters.change({"luck": 1}, today, "Odd", None, now=NOW)


def test_giving_back_keeps_what_the_rule_keeps_and_undo_puts_it_all_back() -> None:
    pool, groups = share.pool(2, q_ref=2), [make.association() for _one in range(3)]
    share.had(groups[1], 2000)
    share.had(groups[2], 4000)
    first, second, third = (share.asked(one, share.wish(pool, 2, 2))[0] for one in groups)
    share.draw()
    assert share.charged(groups[0]) == [(1000, 100)]
    early, start = share.DRAWN + DAY, first.starts_at
    booking = share.booking_of(first)
    told = cancelling.cost_of_cancelling(booking, now=early)
    assert (told.kept_percent, told.penalty, told.early_until) == (50, 0, start - 10 * DAY)
    assert cancelling.cost_of_cancelling(booking, now=start - 9 * DAY).penalty == 500
    with transaction():
        cancelling.cancel(booking, by="booker", now=early)
    assert (afresh(first).state, taken(pool), share.charged(groups[0])) == ("withdrawn", 0, [(1000, 50)])
    with pytest.raises(AlreadyCancelled), transaction():
        cancelling.cancel(share.booking_of(first), by="booker", now=early)
    share.draw(early + 9 * MINUTE)
    assert (offered(second), offered(third)) == (None, None)  # the ten minutes of undo
    with transaction():
        cancelling.undo(share.booking_of(first), by="booker", now=early + 9 * MINUTE)
    assert (afresh(first).state, taken(pool), share.charged(groups[0])) == ("granted", 2, [(1000, 100)])
    late = start - 5 * DAY
    with transaction():
        cancelling.cancel(share.booking_of(first), by="booker", now=late)
    assert [row.points for row in db.session.scalars(select(SharePenalty))] == [500]
    share.draw(late + 10 * MINUTE)
    held = offered(second)
    assert held is not None and held.until == late + 10 * MINUTE + DAY  # the start is near: a day only
    with pytest.raises(TooLateToUndo), transaction():
        cancelling.undo(share.booking_of(first), by="booker", now=late + 11 * MINUTE)
    with transaction():
        offers.take(held, by="booker", now=late + 20 * MINUTE)
    assert share.charged(groups[0]) == [(1000, 50)]  # another took it: half of the full charge stays


def test_freed_units_go_down_the_list_by_todays_standings_until_somebody_takes_them() -> None:
    pool, groups = share.pool(2, mode="first_come", q_ref=2), [make.association() for _one in range(4)]
    holder = share.asked(groups[0], share.wish(pool, 2))[0]
    much, less, least = (share.asked(one, share.wish(pool, 2, 1))[0] for one in groups[1:])
    share.had(groups[1], 5000)
    share.had(groups[2], 2000)
    with transaction():
        changing.change_quantity(afresh(holder), 1, by="booker", now=NOW)
    after = NOW + 11 * MINUTE
    stranger = share.asked(make.association(), share.wish(pool, 1), now=after)[0]
    assert (stranger.state, stranger.granted) == ("refused", 0)  # what is free is kept for the list (B7)
    with transaction():
        changing.withdraw(afresh(stranger), by="booker", now=after)
    share.draw(after)
    first = offered(least)
    assert first is not None and (first.quantity, first.is_contested, first.until) == (1, True, after + 2 * DAY)
    assert (share.booking_of(least).status, taken(pool)) == ("held", 2)
    assert (offered(much), offered(less)) == (None, None)
    share.draw(after + 2 * DAY)
    assert (afresh(least).waiting_since, share.booking_of(least).status) == (None, "cancelled")
    assert share.charged(groups[3]) == []  # letting it lapse costs nothing
    next_one = offered(less)
    assert next_one is not None
    with pytest.raises(OfferEnded), transaction():
        offers.take(db.session.get_one(ShareOffer, first.id), by="booker", now=after + 2 * DAY)
    with transaction():
        offers.take(next_one, by="booker", now=after + 2 * DAY + MINUTE)
    assert (afresh(less).state, less.granted, share.booking_of(less).status) == ("partly", 1, "confirmed")
    assert share.charged(groups[2])[-1] == (500, 100)
    with transaction():
        cancelling.cancel(share.booking_of(holder), by="booker", now=after + 3 * DAY)
    share.draw(after + 3 * DAY + 10 * MINUTE)
    passed = offered(much) or offered(less)
    assert passed is not None
    with transaction():
        offers.pass_on(passed, by="booker", now=after + 3 * DAY + 20 * MINUTE)
    share.draw(after + 3 * DAY + 20 * MINUTE)
    last = offered(less) or offered(much)
    assert last is not None and last.request_id != passed.request_id
    assert (
        db.session.scalar(select(func.count()).where(ShareRound.kind == "waitlist", ShareRound.document.is_not(None)))
        == 4
    )
    share.draw(less.starts_at)
    assert not db.session.scalar(select(func.count()).where(ShareRequest.waiting_since.is_not(None)))
    assert taken(pool) == 1


def test_staff_block_for_the_town_and_decide_beside_the_rule_with_a_reason() -> None:
    pool, claire, (dancers, footballers) = (
        share.pool(4, mode="first_come", q_ref=2),
        make.staff(),
        (make.association(), make.association()),
    )
    with transaction():
        kept = overriding.block(pool, 2, share.days_span(SATURDAY), "National day", by=claire, now=NOW)
    with pytest.raises(LineNotLeft), transaction():
        overriding.block(pool, 3, share.days_span(SATURDAY), "More", by=claire, now=NOW)
    blocked = share.asked(dancers, share.wish(pool, 4, 3))[0]
    assert (blocked.state, blocked.reason, blocked.facts["reason"]) == ("refused", "STAFF_BLOCK", "National day")
    with transaction():
        overriding.override(afresh(blocked), 2, "They open the feast", claire, now=NOW + MINUTE)
    blocked = afresh(blocked)
    assert (blocked.state, blocked.granted, blocked.booking.status, blocked.waiting_since) == (
        "overridden",
        2,
        "confirmed",
        None,
    )
    waits = share.asked(footballers, share.wish(pool, 2, 2))[0]
    with transaction():
        overriding.override(afresh(blocked), 0, "The feast is off", claire, now=NOW + 2 * MINUTE)
    assert [
        (one.before, one.quantity) for one in db.session.scalars(select(ShareOverride).order_by(ShareOverride.id))
    ] == [(0, 2), (2, 0)]
    assert share.charged(dancers) == [(250, 0)]
    share.draw(NOW + 3 * MINUTE)
    assert offered(waits) is None  # it can still be undone
    share.draw(NOW + 13 * MINUTE)
    held = offered(waits)
    assert held is not None and held.quantity == 2
    with transaction():
        overriding.unblock(db.session.get_one(ShareBlock, kept.id), claire, now=NOW + 4 * MINUTE)
    assert taken(pool) == 2
    open_wish = share.asked(dancers, share.wish(share.pool(1), 1))[0]
    with transaction():
        overriding.override(afresh(open_wish), 1, "Promised", claire, now=NOW + 5 * MINUTE)
    share.draw()
    assert (afresh(open_wish).state, open_wish.granted) == ("overridden", 1)


def test_a_loan_is_made_longer_or_larger_only_while_nobody_else_counts_on_it() -> None:
    pool, (dancers, footballers) = share.pool(2, mode="first_come", q_ref=2), (make.association(), make.association())
    loan = share.asked(dancers, share.wish(pool, 1, days=2))[0]
    monday = SATURDAY + 2 * DAY
    with transaction():
        changing.extend(share.booking_of(loan), monday, {loan.id: share.days_span(SATURDAY, 3)}, by="booker", now=NOW)
    assert (afresh(loan).last_on, share.charged(dancers)) == (monday, [(125, 100), (63, 100)])
    share.asked(footballers, share.wish(pool, 2, 1, monday + DAY, 1))
    with pytest.raises(LineNotLeft), transaction():
        span = {loan.id: share.days_span(SATURDAY, 4)}
        changing.extend(share.booking_of(loan), monday + DAY, span, by="booker", now=NOW)
    assert taken(pool) == 3
    with transaction():
        changing.change_quantity(afresh(loan), 2, by="booker", now=NOW)
    assert (afresh(loan).granted, loan.state, share.booking_of(loan).quantity) == (2, "granted", 2)
    assert outlook.free_per_day([pool], SATURDAY, monday + DAY)[pool.id] == dict.fromkeys(
        [SATURDAY, SATURDAY + DAY, monday, monday + DAY], 0
    )
    with transaction():
        changing.change_quantity(afresh(loan), 0, by="booker", now=NOW)
    assert (afresh(loan).state, share.booking_of(loan).status, share.charged(dancers)[0][1]) == (
        "withdrawn",
        "cancelled",
        0,
    )
