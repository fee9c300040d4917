"""Things come back: some, all, damaged, lost, used up, incomplete; and everything can be taken back for ten minutes."""

from datetime import timedelta

import pytest

from tests import make
from tests.equipment import desk
from tests.equipment.desk import MONDAY, TUESDAY, WEDNESDAY
from tests.make import NOW
from wok.db import db, transaction
from wok.equipment import handover, holding, repairs, returns, risks, stock
from wok.equipment.desk_refusals import ChangedMeanwhile, TooLateHere, TooManyBack
from wok.equipment.handover import Desk, Going
from wok.equipment.models import Item, Piece, Unit
from wok.equipment.movement_models import Movement
from wok.equipment.returns import Back, Taker

HOUR = timedelta(hours=1)


def _out(booking) -> Movement:
    return next(one for one in holding.movements_of([desk.line(booking).id]) if one.back_at is None)


def _back(movement: Movement, *given, now=NOW + HOUR, **more) -> Movement:
    with transaction():
        return returns.take_back(movement, Back(*given, **more), Taker(version=movement.version), now=now)


def test_a_partial_return_frees_what_came_back_and_the_rest_keeps_its_day(app):
    chairs = make.item("Chair", 10)
    booking = desk.loan(chairs, 8, MONDAY, WEDNESDAY)
    desk.out(booking)
    movement = _out(booking)
    with pytest.raises(TooManyBack):
        _back(movement, 9)
    _back(movement, 5)
    assert [desk.free(chairs, day) for day in (TUESDAY, WEDNESDAY)] == [7, 7]
    rest = _out(booking)
    assert (rest.count, rest.due_on) == (3, WEDNESDAY)
    with pytest.raises(ChangedMeanwhile), transaction():
        returns.take_back(rest, Back(1), Taker(version=rest.version - 1), now=NOW + HOUR)
    _back(rest, 3)
    assert not handover.is_out(booking.id)
    assert desk.free(chairs, TUESDAY) == 10


def test_damage_opens_a_repair_blocks_the_unit_and_puts_the_next_loan_at_risk(app):
    projectors = desk.tagged(tags=2)
    unit = db.session.scalars(db.select(Unit).order_by(Unit.tag)).first()
    mine = desk.loan(projectors, 1, MONDAY, MONDAY)
    following = desk.loan(projectors, 2, WEDNESDAY, WEDNESDAY)
    with transaction():
        handover.hand_over(mine, [Going(desk.line(mine).id, unit_id=unit.id)], Desk(None), now=NOW)
    over = _back(_out(mine), 1, "damaged", note="The lamp is broken")
    assert (unit.state, projectors.resource.capacity) == ("repair", 1)
    assert [(one.line.booking_id, one.short, one.because) for one in risks.open_risks()] == [
        (following.id, 1, "repair")
    ]
    with transaction():
        returns.undo(over, now=NOW + HOUR)
    assert (unit.state, projectors.resource.capacity, risks.open_risks()) == ("service", 2, [])
    over = _back(_out(mine), 1, "damaged")
    repair = repairs.repairs(now=NOW)[0]
    with transaction():
        repairs.close_repair(repair, "mended", "A new lamp", now=NOW + HOUR, staff_id=None)
    assert (unit.state, projectors.resource.capacity, risks.open_risks()) == ("service", 2, [])
    with transaction():
        repairs.undo(repair, now=NOW + HOUR, staff_id=None)
    assert (unit.state, repair.closed_at) == ("repair", None)


def test_lost_and_used_up_lower_what_can_be_lent_and_found_again_raises_it(app):
    cups = make.item("Cup", 20)
    booking = desk.loan(cups, 10, MONDAY, WEDNESDAY)
    desk.out(booking)
    lost = _back(_out(booking), 2, "lost")
    used = _back(_out(booking), 3, "used_up")
    assert cups.resource.capacity == 15
    with transaction():
        returns.found_again(lost, now=NOW + HOUR)
    assert cups.resource.capacity == 17
    with pytest.raises(ChangedMeanwhile), transaction():
        returns.found_again(lost, now=NOW + HOUR)
    with pytest.raises(TooLateHere), transaction():
        returns.undo(used, now=NOW + HOUR + timedelta(minutes=11))
    with transaction():
        returns.undo(used, now=NOW + HOUR + timedelta(minutes=9))
    assert (cups.resource.capacity, desk.free(cups, TUESDAY)) == (20, 12), "three more and the five of before are out"


def test_a_set_without_its_remote_is_incomplete_until_the_remote_is_found(app, client):
    projectors = desk.tagged(tags=1, pieces=("Remote", "Cable"))
    unit = db.session.scalars(db.select(Unit)).one()
    remote, cable = (str(piece.id) for piece in projectors.pieces)
    booking = desk.loan(projectors, 1, MONDAY, WEDNESDAY)
    going = Going(desk.line(booking).id, unit_id=unit.id, pieces={remote: 1, cable: 1})
    with transaction():
        handover.hand_over(booking, [going], Desk(None), now=NOW)
    with transaction():  # no longer part of it, and out all the same
        stock.turn_piece(db.session.get_one(Piece, int(remote)), is_there=False, now=NOW)
    assert [(one.name["en"], count) for one, count in _out(booking).came_with] == [("Remote", 1), ("Cable", 1)]
    make.sign_in(client, make.staff(language="en"))
    for page in (f"/en/staff/handover/{booking.id}", f"/en/staff/handover/list?day={WEDNESDAY}"):
        assert "Remote" in client.get(page).get_data(as_text=True), page
    _back(_out(booking), 1, pieces={cable: 1})
    missing = repairs.missing_of([projectors.id])[projectors.id]
    assert [(one.piece.name["en"], one.unit_id) for one in missing] == [("Remote", unit.id)]
    assert projectors.resource.capacity == 1, "incomplete, and still lent"
    make.sign_in(client, make.delegate(language="en"))
    asking = f"ask/use?q{projectors.id}=1&first={desk.THURSDAY}&last={desk.THURSDAY}"
    for page in (projectors.slug, "", asking):  # a warning before anybody asks for it
        shown = client.get(f"/en/equipment/{page}".rstrip("/")).get_data(as_text=True)
        assert "Incomplete" in shown and "Remote" in shown, page
    with transaction():
        repairs.found_piece(missing[0], now=NOW + HOUR)
    assert repairs.missing_of() == {}
    assert "Incomplete" not in client.get(f"/en/equipment/{projectors.slug}").get_data(as_text=True)


def test_claire_takes_back_piece_by_piece_and_closes_a_repair(app, client):
    chairs = make.item("Chair", 10)
    booking = desk.loan(chairs, 4, MONDAY, MONDAY)
    desk.out(booking)
    movement = _out(booking)
    make.sign_in(client, make.staff(language="en"))
    page = f"/en/staff/handover/{booking.id}"
    address = f"/en/staff/handover/movement/{movement.id}/back"
    assert client.fill(page, address, count="5").status_code == 422
    assert client.fill(page, address, count="1", outcome="damaged", note="A leg is loose").status_code == 303
    assert db.session.get(Item, chairs.id).resource.capacity == 9
    shown = client.get("/en/staff/repairs").get_data(as_text=True)
    assert "A leg is loose" in shown
    closing = "/en/staff/repairs/1/close"
    assert client.fill("/en/staff/repairs", closing, outcome="mended").status_code == 303
    assert "Mended" in client.get("/en/staff/repairs").get_data(as_text=True)
    assert db.session.get(Item, chairs.id).resource.capacity == 10
    made = client.fill(f"/en/staff/repairs/new?item={chairs.id}", count="2", reason="Two seats are torn")
    assert made.status_code == 303
    assert "Two seats are torn" in client.get("/en/staff/repairs").get_data(as_text=True)
    assert client.fill(f"/en/staff/repairs/new?item={chairs.id}", count="20", reason="All of them").status_code == 422
