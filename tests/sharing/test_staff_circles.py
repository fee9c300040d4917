"""Groups that share, for staff: linking takes two of them, penalties are excused with a reason, help is written down."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.sharing import table
from tests.sharing.table import DRAWN, NOW
from wok.db import db, transaction
from wok.people.models import Association
from wok.sharing import penalties, standing
from wok.sharing.ledger_models import Contribution, SharePenalty
from wok.sharing.models import CircleMember

CIRCLES = "/en/staff/circles"


@pytest.fixture
def desks(app: Flask, client: FlaskClient) -> tuple[FlaskClient, FlaskClient]:
    """Claire's browser and Nour's."""
    nours = app.test_client()
    make.sign_in(client, make.staff())
    make.sign_in(nours, make.staff(name="Nour Ben Salah"))
    return client, nours


def groups() -> tuple[Association, Association]:
    """Two groups with the same delegate, each of which has asked for tents."""
    amina = make.delegate("Les danseurs")
    bruno = make.delegate("Les danseuses", name="Bruno Silva", phone="+352621123456")
    make.membership(amina, bruno.memberships[0].association)
    pool = table.tents()
    table.asks(amina, pool, 4)
    table.asks(bruno, pool, 4)
    return amina.memberships[0].association, bruno.memberships[0].association


def circle_of(group: Association) -> int:
    return db.session.get_one(CircleMember, group.id).circle_id


def main_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.get_data(as_text=True).partition("<main")[2]


def press(client: FlaskClient, page: str, action: str) -> Any:
    form = make.form_of(client.get(page).get_data(as_text=True), action)
    return client.post(form.action, data=form.values)


def test_linking_two_groups_takes_two_of_the_staff_and_is_told(desks: tuple[FlaskClient, FlaskClient]):
    claire, nour = desks
    one, other = groups()
    assert "the same person acts for both" in main_of(claire, CIRCLES)

    page = f"{CIRCLES}/link?one={one.id}&other={other.id}"
    assert claire.fill(page, reason="").status_code == 422
    assert claire.fill(page, other=str(one.id), reason="The same people.").status_code == 422
    assert claire.fill(page, reason="The same people.").status_code == 303
    assert claire.fill(page, reason="Once more.").status_code == 422  # it waits already
    assert "A colleague must confirm it." in main_of(claire, CIRCLES)
    hers = make.form_of(nour.get(CIRCLES).get_data(as_text=True), "confirm")
    assert (
        claire.post(hers.action, data=make.form_of(claire.get(CIRCLES).get_data(as_text=True)).values).status_code
        == 303
    )
    assert circle_of(one) != circle_of(other)  # not by the one who proposed it

    assert nour.post(hers.action, data=hers.values).status_code == 303
    assert circle_of(one) == circle_of(other)
    assert len(table.told("linked")) == 2  # each delegate once
    assert "Les danseurs + Les danseuses" in main_of(claire, CIRCLES)
    assert "the same person" not in main_of(claire, CIRCLES)
    assert nour.post(hers.action, data=hers.values).status_code == 303 and len(table.told("linked")) == 2

    assert nour.fill(f"{CIRCLES}/unlink/{other.id}", reason="New people lead it.").status_code == 303
    assert press(claire, CIRCLES, "withdraw").status_code == 303
    assert circle_of(one) == circle_of(other)
    assert nour.fill(f"{CIRCLES}/unlink/{other.id}", reason="New people lead it.").status_code == 303
    assert press(claire, CIRCLES, "confirm").status_code == 303
    assert circle_of(one) != circle_of(other)
    assert len(table.told("unlinked")) == 2
    assert "New people lead it." in main_of(claire, f"{CIRCLES}/{circle_of(other)}")


def test_a_penalty_is_excused_with_a_reason_and_can_count_again(desks: tuple[FlaskClient, FlaskClient], clock_at: Any):
    claire, nour = desks
    pool, amina = table.tents(), make.delegate("Les danseurs")
    asked = table.asks(amina, pool, 2)
    table.draw()
    clock_at(DRAWN)
    with transaction():
        penalties.penalise(asked.booking.association_id, "late", asked.booking, days=2, now=DRAWN)
    row, circle = db.session.query(SharePenalty).one(), asked.partners[0].circle_id
    account = f"{CIRCLES}/{circle}"
    assert "Brought back late" in main_of(claire, account)
    assert standing.standing(circle, "equipment", now=DRAWN).penalty == 1000

    page = f"{CIRCLES}/penalties/{row.id}/excuse"
    assert claire.fill(page, reason=" ").status_code == 422
    assert claire.fill(page, reason="The road was flooded.").status_code == 303
    assert nour.fill(page, reason="Me too.").status_code == 422
    assert standing.standing(circle, "equipment", now=DRAWN).penalty == 0
    assert "The road was flooded." in main_of(nour, account)
    undo = next(form for form in make.forms_of(main_of(claire, account)) if "undo" in form.action)
    assert claire.post(undo.action, data=undo.values).status_code == 303
    assert standing.standing(circle, "equipment", now=DRAWN).penalty == 1000


def test_what_a_group_did_for_others_counts_for_it(desks: tuple[FlaskClient, FlaskClient], clock_at: Any):
    claire, _nour = desks
    group = make.association(name="Les danseurs")
    page = f"{CIRCLES}/contributions/new?group={group.id}"
    assert "has not asked for anything yet" in main_of(claire, f"{CIRCLES}?show=all")
    assert claire.get(f"{CIRCLES}/of/{group.id}").status_code == 303

    assert claire.fill(page, on="2027-01-01", reason="Sound.").status_code == 422
    assert claire.fill(page, units="0", reason="Sound.").status_code == 422
    given = {"on": date(2026, 11, 14).isoformat(), "units": "3", "reason": "Three hours of sound."}
    assert claire.fill(page, **given).status_code == 303
    row = db.session.query(Contribution).one()
    assert row.points == 750
    again = make.forms_of(claire.get(page).text)[-1].values | given | {"form_token": row.form_token}
    assert claire.post(page, data=again).status_code == 303 and db.session.query(Contribution).count() == 1
    shown = main_of(claire, f"{CIRCLES}/{row.circle_id}")
    assert "Three hours of sound." in shown
    undo = next(form for form in make.forms_of(shown) if "undo" in form.action)
    clock_at(NOW + timedelta(minutes=20))
    assert claire.post(undo.action, data=undo.values).status_code == 303
    assert db.session.query(Contribution).count() == 1  # too late
    clock_at(NOW)
    assert claire.post(undo.action, data=undo.values).status_code == 303
    assert db.session.query(Contribution).count() == 0
