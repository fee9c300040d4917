"""Staff keep what is lent (S8): words, numbers, tagged pieces, sets, hours; associations offer things of their own (A5)."""

import re
from datetime import time

import pytest

from tests import make
from tests.equipment import desk, loaning, shelf
from wok.db import db, transaction
from wok.equipment import opening
from wok.equipment.models import Item, ItemSet, Unit
from wok.mail.models import Message
from wok.sharing import pools

ALL = "/en/staff/equipment"
TENT = {"name_fr": "Tente", "name_en": "Tent", "category": "outdoors", "purposes": ["party"], "quantity": "8"}


@pytest.fixture
def claire(app, client):
    make.sign_in(client, make.staff())
    return client


def text(client, page, code=200):
    """The page without its marks."""
    answer = client.get(page)
    assert answer.status_code == code, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True).partition("<main")[2]))


def fresh(row):
    """The row as it stands now."""
    return db.session.get(type(row), row.id)


def test_a_new_thing_brings_what_can_be_booked_and_shared(claire):
    assert "Nothing is lent yet." in text(claire, ALL)
    answer = claire.fill(f"{ALL}/new", "", **{**TENT, "name_fr": "", "weight": "heavy", "pack": "0"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Write the name in French at least." in html and 'value="heavy"' in html
    typed = {**TENT, "weight": "38,5", "deposit": "50", "pack": "2", "cleanup_days": "1"}
    form = make.form_of(claire.get(f"{ALL}/new").get_data(as_text=True), "")
    for _twice in range(2):
        answer = claire.post(f"{ALL}/new", data={**form.values, **typed})
        assert answer.status_code == 303
    tent = db.session.query(Item).one()
    pool = pools.pool_of(tent.resource_id)
    assert (tent.slug, tent.weight_grams, tent.deposit_cents, tent.resource.capacity) == ("tente", 38500, 5000, 8)
    assert (pool.q_ref, pool.t_ref, pool.lot, pool.mode) == (2, 2, 2, "first_come")
    assert "Missing: Português, Deutsch" in text(claire, ALL) and "Tent" in text(claire, "/en/equipment")


def test_who_saves_second_sees_both(claire):
    tent = make.item("Tent")
    page = f"{ALL}/{tent.id}/describe"
    form = make.form_of(claire.get(page).get_data(as_text=True), "")
    assert claire.fill(page, "", name_en="Party tent").status_code == 303
    answer = claire.post(page, data={**form.values, "name_en": "Tent for rain"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Party tent" in html and "Tent for rain" in html
    assert fresh(tent).name["en"] == "Party tent"


def test_fewer_than_promised_are_told_and_nobody_loses_a_loan(claire):
    tent = make.item("Tent", 4)
    shelf.take(tent, 3)
    page = f"{ALL}/{tent.id}"
    assert claire.fill(page, "/quantity", quantity="many").status_code == 422
    assert claire.fill(page, "/quantity", quantity="2").status_code == 303
    html = text(claire, page)
    assert "More is promised than there is: Friday 20 November to Monday 23 November, 1 too many" in html
    assert "Nobody loses their loan" in html and len(fresh(tent).resource.name) and fresh(tent).resource.capacity == 2


def test_tagged_pieces_in_service_are_what_can_be_lent(claire):
    tent = make.item("Tent", 3)
    page = f"{ALL}/{tent.id}/units"
    assert claire.fill(page, "", prefix="tënt!").status_code == 422
    assert claire.fill(page, "", prefix="tent", count="3").status_code == 303
    piece = f"{ALL}/unit/TENT-02"
    assert claire.fill(piece, "", state="repair", note="Torn").status_code == 303
    assert fresh(tent).resource.capacity == 2 and "1 more is in repair" in text(claire, "/en/equipment")
    assert claire.fill(piece, "", tag="TENT-01", state="service").status_code == 422
    assert claire.fill(piece, "", state="service").status_code == 303 and fresh(tent).resource.capacity == 3
    assert "TENT-03" in text(claire, f"{ALL}/labels") and "<svg" in claire.get(f"{ALL}/labels").get_data(as_text=True)
    assert claire.get(f"{ALL}/unit/NOBODY-1").status_code == 404


def test_a_count_turns_what_is_missing_into_lost_until_undone(claire):
    tent, chairs = make.item("Tent", 3), make.item("Chair", 20)
    claire.fill(f"{ALL}/{tent.id}/units", "", prefix="TENT", count="3")
    claire.fill(f"{ALL}/stocktakes", "/stocktakes")
    page = f"{ALL}/stocktakes/1"
    assert claire.fill(f"{ALL}/unit/TENT-01", "/found").status_code == 303
    answer = claire.fill(page, "", **{f"count-{chairs.id}": "a few"})
    assert answer.status_code == 422 and 'value="a few"' in answer.get_data(as_text=True)
    units = {one.tag: one for one in db.session.query(Unit)}
    ticked = [str(units[tag].id) for tag in ("TENT-01", "TENT-03")]
    assert claire.fill(page, "", unit=ticked, close="yes", **{f"count-{chairs.id}": "18"}).status_code == 303
    assert fresh(units["TENT-02"]).state == "lost" and fresh(tent).resource.capacity == 2
    assert fresh(chairs).resource.capacity == 18 and "3 pieces are missing" in text(claire, f"{ALL}/stocktakes")
    claire.fill(f"{ALL}/stocktakes", "/undo")
    assert (fresh(tent).resource.capacity, fresh(chairs).resource.capacity) == (3, 20)
    assert claire.post(f"{ALL}/stocktakes/99999999999/undo").status_code in (400, 404)


def test_sets_pauses_pieces_and_hours_are_kept(claire):
    tent, ball = make.item("Tent"), make.item("Ball")
    assert claire.fill(f"{ALL}/sets/new", "", name_fr="Fête").status_code == 422
    typed = {"name_fr": "Fête", "parts-0-thing": str(tent.id), "parts-0-count": "2", "parts-1-thing": str(ball.id)}
    assert claire.fill(f"{ALL}/sets/new", "", **typed).status_code == 303
    row = db.session.query(ItemSet).one()
    assert {part.item_id: part.quantity for part in row.parts} == {tent.id: 2, ball.id: 1}
    assert claire.fill(f"{ALL}/sets/{row.id}", "", **{"parts-1-thing": ""}).status_code == 303
    assert len(fresh(row).parts) == 1
    assert claire.fill(f"{ALL}/{tent.id}/pieces", "/pieces", name_fr="Sac").status_code == 303
    claire.fill(f"{ALL}/{tent.id}/pieces", "/remove")
    assert not fresh(tent).pieces and claire.fill(f"{ALL}/{tent.id}/pieces", "/restore").status_code == 303
    assert [one.name for one in fresh(tent).pieces] == [{"fr": "Sac"}]
    assert claire.fill(f"{ALL}/{tent.id}/pieces", "/instead", other=str(ball.id)).status_code == 303
    assert claire.fill(f"{ALL}/{tent.id}/pieces", "/instead", other="0").status_code == 422
    assert claire.fill(f"{ALL}/{tent.id}/pause", "", until="2020-01-01").status_code == 422
    assert claire.fill(f"{ALL}/{tent.id}/pause", "", until="").status_code == 303
    assert "Not lent for the time being" in text(claire, f"/en/equipment/{tent.slug}")
    form = make.form_of(claire.get(f"{ALL}/hours").get_data(as_text=True), "")
    assert claire.fill(f"{ALL}/hours", "", from_0_a="9h", to_0_a="8h").status_code == 422
    assert claire.fill(f"{ALL}/hours", "", from_0_a="9h30", to_0_a="12").status_code == 303
    with transaction():
        assert opening.calendar().week[0] == opening.Opening(0, time(9, 30), time(12))
    assert claire.post(f"{ALL}/hours", data=form.values).status_code == 409


def test_an_association_lends_its_own_once_staff_have_said_yes(app, client):
    amina = make.delegate("Les danseurs")
    make.sign_in(client, amina)
    assert "You lend nothing yet" in text(client, "/en/my/things")
    assert client.fill("/en/my/things/offer", "", name="").status_code == 422
    typed = {"name": "Big drum", "category": "sound", "conditions": "Only dry places"}
    assert client.fill("/en/my/things/offer", "", **typed).status_code == 303
    drum = db.session.query(Item).one()
    assert "Being checked" in text(client, "/en/my/things")
    assert client.get(f"/en/equipment/{drum.slug}").status_code == 404 and "drum" not in text(client, "/en/equipment")
    claire, stranger = app.test_client(), app.test_client()
    make.sign_in(claire, make.staff())
    page = f"{ALL}/{drum.id}"
    assert claire.fill(page, "/offer", said="no", answer="").status_code == 422
    assert claire.fill(page, "/offer", said="yes", answer="Welcome!").status_code == 303
    html = text(client, f"/en/equipment/{drum.slug}")
    assert "Shared by Les danseurs" in html and "Only dry places" in html
    make.handover_hours()
    desk.loan(db.session.get_one(Item, drum.id), 1, desk.THURSDAY, desk.FRIDAY)
    assert "Thursday 19 November to Friday 20 November" in text(client, "/en/my/things")  # the owner knows who has it
    make.sign_in(stranger, make.delegate("Les footballeurs"))
    assert stranger.post(f"/en/my/things/{drum.id}/pause").status_code in (400, 404)
    assert client.fill("/en/my/things", "/pause").status_code == 303 and fresh(drum).paused_at


def test_only_staff_open_these_pages(app, client):
    tent = make.item("Tent")
    own = ("", "/new", f"/{tent.id}", f"/{tent.id}/describe", f"/{tent.id}/pictures", "/sets", "/hours", "/stocktakes")
    for page in own:
        assert "/sign-in" in client.get(f"{ALL}{page}").location
    make.sign_in(client, make.delegate())
    for page in own:
        assert client.get(f"{ALL}{page}").status_code == 404
    assert client.post(f"{ALL}/{tent.id}/retire").status_code == 404


def test_a_pause_declines_the_wishes_that_fall_into_it_with_its_reason(claire):
    tent = loaning.rationed(make.item("Tent", 4))
    booking = loaning.lend(make.association(), {tent: 2}, first=loaning.FAR, last=loaning.FAR_END)
    (wish,) = loaning.requests(booking)
    page = f"{ALL}/{tent.id}/pause"
    assert wish.state == "open" and "1 wish is still open" in text(claire, page)

    assert claire.fill(page, "", until="2026-11-25", reason_en="At its check.").status_code == 303
    assert fresh(wish).state == "open" and "Paused." in text(claire, page)  # lent again before
    assert claire.fill(page, "", until="", reason_en="At its check.").status_code == 303
    assert (fresh(wish).state, wish.booking.status) == ("overridden", "cancelled")
    (told,) = db.session.query(Message).filter_by(kind="sharing/answer")
    assert "At its check." in str(told.facts) and told.due_at > told.created_at
