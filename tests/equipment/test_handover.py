"""Handing over: what goes out, which units, who signed; and the desk's own pages."""

from datetime import timedelta

import pytest

from tests import make
from tests.equipment import desk
from tests.equipment.desk import FRIDAY, MONDAY, THURSDAY, WEDNESDAY
from tests.make import NOW
from wok.db import db, transaction
from wok.equipment import desk_forms, handover, holding, returns
from wok.equipment.desk_refusals import MoreThanGranted, NoSuchSignature, NotFreeYet, TooLateHere, UnitNotHere
from wok.equipment.handover import Desk, Going
from wok.equipment.models import Unit
from wok.equipment.movement_models import Movement
from wok.equipment.returns import Back, Taker


def test_what_was_granted_goes_out_once_and_the_tick_can_be_taken_back_for_ten_minutes(app):
    chairs = make.item("Chair", 10)
    booking = desk.loan(chairs, 6, MONDAY, WEDNESDAY)
    with transaction():
        turn = handover.hand_over(booking, handover.everything(booking), Desk(None, "Amina"), now=NOW)
    assert (booking.attendance, handover.is_out(booking.id)) == ("came", True)
    with pytest.raises(MoreThanGranted), transaction():
        handover.hand_over(booking, [Going(desk.line(booking).id, 1)], Desk(None), now=NOW)
    with transaction():
        handover.undo(turn, now=NOW + timedelta(minutes=9), staff_id=None)
    assert (booking.attendance, handover.is_out(booking.id)) == (None, False)
    assert desk.free(chairs, MONDAY) == 4, "the loan keeps what it was promised"
    with pytest.raises(TooLateHere), transaction():
        handover.undo(turn, now=NOW, staff_id=None)


def test_a_tagged_unit_goes_out_by_name_and_only_from_the_shelf(app):
    projectors = desk.tagged(tags=2, pieces=("Remote", "Cable"))
    first, second = db.session.scalars(db.select(Unit).order_by(Unit.tag))
    mine, other = (desk.loan(projectors, 1, MONDAY, WEDNESDAY) for _one in range(2))
    with transaction():
        handover.hand_over(mine, [Going(desk.line(mine).id, unit_id=first.id)], Desk(None), now=NOW)
    with pytest.raises(UnitNotHere), transaction():
        handover.hand_over(other, [Going(desk.line(other).id, unit_id=first.id)], Desk(None), now=NOW)
    with transaction():
        handover.hand_over(other, [Going(desk.line(other).id, unit_id=second.id)], Desk(None), now=NOW)
    assert {one.unit.tag for one in holding.movements_of([desk.line(mine).id])} == {"PROJECTOR-01"}


def test_nothing_goes_out_before_its_day_while_others_have_it_and_a_piece_may_go_out_again(app):
    tents = make.item("Tent", 2)
    desk.loan(tents, 2, MONDAY, MONDAY)
    booking = desk.loan(tents, 2, WEDNESDAY, FRIDAY)
    with pytest.raises(NotFreeYet), transaction():
        handover.hand_over(booking, handover.everything(booking), Desk(None), now=NOW)
    wednesday = NOW + timedelta(days=2)
    desk.out(booking, now=wednesday)
    with transaction():
        returns.everything(booking, None, now=wednesday + timedelta(hours=1))
    assert desk.free(tents, THURSDAY) == 2
    with transaction():
        handover.hand_over(booking, [Going(desk.line(booking).id, 1)], Desk(None), now=wednesday + timedelta(hours=2))
    moved = holding.movements_of([desk.line(booking).id])
    assert [(one.count, one.outcome) for one in moved] == [(2, "returned"), (1, None)]
    assert desk.free(tents, THURSDAY) == 1


def test_claire_hands_over_and_takes_back_from_the_desk_with_one_button_a_line(app, client):
    tables = make.item("Table", 5)
    booking = desk.loan(tables, 3, MONDAY, MONDAY)
    make.sign_in(client, make.staff(language="en"))
    page = client.get("/en/staff/handover").get_data(as_text=True)
    assert "Amina Haddad" in page
    assert "3 × <bdi data-user-content>Table" in page
    client.post(
        f"/en/staff/handover/{booking.id}/out", data=make.form_of(page, f"/en/staff/handover/{booking.id}/out").values
    )
    assert handover.is_out(booking.id)
    page = client.get("/en/staff/handover").get_data(as_text=True)
    assert "Handed over to Amina Haddad." in page
    answer = client.post(f"/en/staff/handover/{booking.id}/back", data=make.form_of(page).values, follow_redirects=True)
    assert "Everything is back" in answer.get_data(as_text=True)
    assert not handover.is_out(booking.id)
    assert client.post(f"/en/staff/handover/{booking.id}/back", data=make.form_of(page).values).status_code == 422
    listed = client.get("/en/staff/handover/list?day=2026-11-18").get_data(as_text=True)
    assert "Nobody." in listed


def test_units_pieces_and_a_signature_are_ticked_on_the_loans_page_and_a_label_leads_back_to_it(app, client):
    projectors = desk.tagged(tags=2, pieces=("Remote", "Cable"))
    booking = desk.loan(projectors, 1, MONDAY, WEDNESDAY)
    unit = db.session.scalars(db.select(Unit).order_by(Unit.tag)).first()
    line, remote = desk.line(booking), projectors.pieces[0]
    make.sign_in(client, make.staff(language="en"))
    address = f"/en/staff/handover/{booking.id}"
    refused = client.fill(address, address)
    assert refused.status_code == 422
    assert "Tick what goes out" in refused.get_data(as_text=True)
    ticked = {f"unit-{line.id}": str(unit.id), f"piece-{line.id}-{unit.id}-{remote.id}": "all", "signature": "nonsense"}
    assert client.fill(address, address, **ticked).status_code == 422
    assert client.fill(address, address, **{**ticked, "signature": "", "on_paper": "y"}).status_code == 303
    moved = db.session.scalars(db.select(Movement)).one()
    assert (moved.unit_id, moved.handover.signature) == (unit.id, "paper")
    assert moved.pieces_out[str(remote.id)] == 1
    assert "Note its return" in client.get(f"/en/staff/equipment/unit/{unit.tag}").get_data(as_text=True)
    scanned = client.get(f"/en/staff/handover/unit/{unit.tag}")
    assert scanned.headers["Location"].endswith(f"{address}#out-{moved.id}")
    assert client.get(f"/en/staff/handover/turn/{moved.handover_id}/signature").status_code == 200


def test_a_signature_is_a_small_picture_and_nothing_else():
    good = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert desk_forms.read_signature(good) == good
    for bad in (
        "",
        "data:text/html;base64,PGI+",
        good.replace("iVBOR", "AAAAA"),
        "data:image/png;base64,!!",
        good + "é",
    ):
        with pytest.raises(NoSuchSignature):
            desk_forms.read_signature(bad)


def test_a_partial_count_keeps_the_rest_for_the_same_loan(app):
    chairs = make.item("Chair", 10, cleanup_days=1)
    booking = desk.loan(chairs, 6, MONDAY, WEDNESDAY)
    with transaction():
        handover.hand_over(booking, [Going(desk.line(booking).id, 4)], Desk(None), now=NOW)
    assert desk.free(chairs, WEDNESDAY) == 4
    moved = holding.movements_of([desk.line(booking).id])
    with transaction():
        returns.take_back(moved[0], Back(4), Taker(), now=NOW + timedelta(hours=1))
    assert [desk.free(chairs, day) for day in (MONDAY, WEDNESDAY)] == [4, 8], "cleaned until Tuesday, two still to go"
