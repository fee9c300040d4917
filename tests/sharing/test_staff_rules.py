"""The rule's figures for staff (S12): the effect on last year's rounds first, then saved with a reason; modes and blocks."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.sharing import table
from tests.sharing.table import DRAWN, SATURDAY
from wok.db import db, transaction
from wok.kernel import weekly
from wok.sharing import parameters, pools
from wok.sharing.ledger_models import ShareBlock
from wok.sharing.models import ShareParameters, SharePool
from wok.sharing.staff_figure_forms import thousandths_of
from wok.sharing.staff_models import ModeChange
from wok.sharing.staff_rule_queries import PoolLine

RULES = "/en/staff/sharing"


@pytest.fixture
def claire(client: FlaskClient) -> FlaskClient:
    make.sign_in(client, make.staff())
    return client


def main_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.get_data(as_text=True).partition("<main")[2]


def own_form(html: str) -> dict[str, Any]:
    return next(form.values for form in make.forms_of(html) if "seen" in form.values)


def test_other_figures_show_whom_they_would_have_helped_before_they_count(
    app: Flask, claire: FlaskClient, clock_at: Any
):
    pool = table.tents()
    dancers = table.asks(make.delegate("Les danseurs"), pool, 6, 6, klass="A")
    footballers = table.asks(make.delegate("Futebol", name="Bruno Silva"), pool, 5, 5)
    table.draw()
    clock_at(DRAWN)
    assert (dancers.granted, footballers.granted) == (6, 0)
    page = f"{RULES}/figures"
    assert "The figures were never changed." in main_of(claire, f"{RULES}/history")

    assert [thousandths_of(one) for one in ("0,25", "−1", "1.0005", "1e3", "½", "")] == [250, -1000, *[None] * 4]
    wrong = claire.fill(page, classes_A="much", half_life_days_equipment="0", reason="So.")
    assert wrong.status_code == 422 and 'value="much"' in wrong.get_data(as_text=True)
    nobody = claire.fill(page, no_show_points="2", reason="So.").get_data(as_text=True)
    assert "Nobody would have got more or less." in nobody and "2 instead of 1.5" in nobody

    shown = claire.fill(page, classes_A="0,0", reason="The council asked.")
    assert shown.status_code == 200 and db.session.query(ShareParameters).count() == 0
    html = shown.get_data(as_text=True)
    assert "1 request would have got more," in html and "5 instead of 0" in html and "0 instead of 6" in html
    changed = claire.post(page, data={**own_form(html), "classes_B": "0.25"})  # another question: shown again
    assert changed.status_code == 200
    assert claire.post(page, data={**own_form(html), "valid_from": "2026-01-01"}).status_code == 200
    assert claire.post(page, data=own_form(html)).status_code == 303
    assert parameters.current(weekly.local_day(DRAWN)).classes["A"] == 0

    late = claire.post(page, data=own_form(html))
    assert late.status_code == 409 and "The council asked." in late.get_data(as_text=True)
    history = main_of(claire, f"{RULES}/history")
    assert "The council asked." in history and "0 instead of 1" in history
    assert dancers.granted == 6  # what is decided stays


def test_a_thing_is_shared_by_wishes_once_the_figures_speak_for_it(app: Flask, claire: FlaskClient):
    assert "Nothing is shared yet." in main_of(claire, RULES)
    pool = table.tents()
    page = f"{RULES}/things/{pool.id}"
    typed = own_form(claire.get(page).get_data(as_text=True))

    assert claire.fill(page, mode="lottery", reason="So.").status_code == 422
    assert claire.fill(page, mode="first_come", reason="").status_code == 422
    assert claire.fill(page, mode="first_come", reason="A quiet winter.").status_code == 303
    late = claire.post(page, data={**typed, "mode": "window", "reason": "Busy."})
    assert late.status_code == 409 and "First come" in late.get_data(as_text=True)
    assert [(one.before, one.mode) for one in db.session.query(ModeChange)] == [("window", "first_come")]
    assert "A quiet winter." in main_of(claire, page)


@pytest.mark.parametrize(
    ("mode", "asked", "refused", "contested", "proposed"),
    [
        ("first_come", 20, 2, 0, "window"),
        ("first_come", 20, 1, 20, ""),
        ("first_come", 9, 9, 0, ""),
        ("window", 100, 50, 4, "first_come"),
        ("window", 100, 0, 5, ""),
    ],
)
def test_the_report_proposes_wishes_at_a_tenth_refused_and_back_under_a_twentieth_contested(
    mode: str, asked: int, refused: int, contested: int, proposed: str
):
    assert PoolLine(SharePool(mode=mode), asked, refused, contested).proposed == proposed


def test_units_are_kept_for_the_town_with_a_reason_and_given_back(claire: FlaskClient, clock_at: Any):
    pool = table.tents()
    asked = table.asks(make.delegate("Les danseurs"), pool, 5)
    table.draw()
    clock_at(DRAWN)
    page, sunday = f"{RULES}/keep", SATURDAY + timedelta(days=1)
    days = {"pool_id": str(pool.id), "first_on": SATURDAY.isoformat(), "last_on": sunday.isoformat()}
    assert claire.fill(page, **{**days, "last_on": date(2026, 1, 1).isoformat()}, reason="So.").status_code == 422

    shown = claire.fill(page, **days, quantity="4", reason="The town's fair.")
    html = shown.get_data(as_text=True)
    assert shown.status_code == 200 and "3 are free the whole time." in html and "Amina Haddad" in html
    refused = claire.post(page, data=own_form(html))
    assert refused.status_code == 422 and db.session.query(ShareBlock).count() == 0
    html = claire.post(page, data={**own_form(html), "quantity": "3"}).get_data(as_text=True)
    assert claire.post(page, data=own_form(html)).status_code == 303

    assert "town&#39;s fair." in main_of(claire, RULES) and asked.granted == 5
    block = db.session.query(ShareBlock).one()
    assert claire.fill(RULES, f"blocks/{block.id}/end").status_code == 303
    with transaction():
        assert pools.free_now(pool, pools.span_of_slot(pool, SATURDAY.toordinal())) == 3
    assert "Nothing is kept." in main_of(claire, RULES)
