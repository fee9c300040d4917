"""The front page and the agenda: what is on next, whatever happens to it."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.lunches.table import lunches
from wok.bookings import codes, series
from wok.bookings.models import Closure
from wok.db import transaction


def text(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, f"{page} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def test_the_front_page_says_the_next_lunch_in_words(client: FlaskClient) -> None:
    first, *_rest = lunches(capacity=8)
    with transaction():
        first.topic, first.menu = {"en": "Spring party"}, {"fr": "Couscous d’Amina"}
    make.rsvp(first, 5)
    page = text(client, "/en/")
    assert "Wednesday 18 November, 12:00 to 14:00" in page and "3 places left" in page
    assert "Spring party" in page and '<span lang="fr">Couscous' in page
    assert "We are coming" in page and "/en/lunch/2026-11-18" in page


def test_a_full_a_cancelled_and_a_holiday_lunch_lead_to_the_next(client: FlaskClient) -> None:
    first, *_rest = lunches(capacity=2)
    make.rsvp(first, 2)
    page = text(client, "/en/")
    assert "All places are taken" in page and "Join the waiting list" in page and "/en/lunch/2026-11-25" in page
    with transaction():
        first.status, first.reason = "cancelled", {"en": "The stove is broken."}
    page = text(client, "/en/")
    assert "does not take place" in page and "The stove is broken." in page and "Come on Wednesday 25 November" in page
    with transaction():
        first.status, first.reason = "needs_decision", {}
    assert "have not decided yet" in text(client, "/en/")


def test_with_nothing_planned_the_front_page_names_the_phone(client: FlaskClient) -> None:
    assert "58 77 1-1558" in text(client, "/en/")


def test_the_agenda_keeps_cancelled_dates_and_closed_days(client: FlaskClient) -> None:
    first, second, *_rest = lunches()
    with transaction():
        second.status = "cancelled"
        facts = {
            "kind": "other",
            "reason": {"en": "Moving the kitchen"},
            "uid": codes.new_uid(),
            "changed_at": make.NOW,
        }
        series.close(Closure(first_on=date(2026, 12, 2), last_on=date(2026, 12, 3), **facts), now=make.NOW)
    for page in ("/en/agenda", "/en/agenda/month?month=2026-12", "/en/agenda/month"):
        assert text(client, page).count("<h1") == 1
    listed = text(client, "/en/agenda")
    assert "entry-cancelled" in listed and listed.count("Moving the kitchen") == 2 and "Needs a decision" in listed
    assert "(cancelled)" in text(client, "/en/agenda/month")
    assert first.starts_at


def test_an_empty_period_names_the_next_date(client: FlaskClient) -> None:
    lunches()
    page = text(client, "/en/agenda?from=2026-09-01")
    assert "Nothing is planned" in page and "The next date: Wednesday 18 November" in page


def test_one_can_leaf_through_the_agenda(client: FlaskClient) -> None:
    lunches()
    following = re.search(r'rel="next" href="([^"]+)"', text(client, "/en/agenda")).group(1)
    page = text(client, following)
    assert "2026-12-16" in page and 'rel="prev"' in page


ODD = [
    "",
    "x",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "2026-W47-3",
    "%00",
    "😀",
    "9" * 400,
    "-1",
    "2099-12-01",
    "2020-01-01",
]


@pytest.mark.parametrize("asked", ODD)
def test_odd_dates_break_nothing(client: FlaskClient, asked: str) -> None:
    lunches()
    for page in (f"/en/agenda?from={asked}", f"/en/agenda/month?month={asked}", f"/en/agenda/month?month={asked[:7]}"):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/en/", "/en/agenda?from=2026-11-16", "/en/agenda/month?month=2026-12"])
def test_a_page_costs_the_same_however_full_the_lunches_are(app: Flask, client: FlaskClient, page: str) -> None:
    coming = lunches()
    counts = [make.statements(client, page)]
    for occurrence in coming:
        make.rsvp(occurrence, 2)
    counts.append(make.statements(client, page))
    assert counts[0] == counts[1]


def test_noon_stays_noon_across_the_change_of_clocks(client: FlaskClient, clock_at) -> None:
    make.lunch_series(first_on=date(2026, 10, 14))
    clock_at(datetime(2026, 10, 20, 8, tzinfo=UTC))
    page = text(client, "/en/agenda?from=2026-10-19")
    assert 'datetime="2026-10-21T12:00+02:00"' in page and 'datetime="2026-10-28T12:00+01:00"' in page


def test_a_moved_lunch_says_when_it_was_planned(client: FlaskClient) -> None:
    first, *_rest = lunches()
    with transaction():
        first.status, first.reason = "moved", {"en": "The market is on."}
        first.starts_at, first.ends_at = first.starts_at.replace(day=19), first.ends_at.replace(day=19)
    page = text(client, "/en/lunch/2026-11-18")
    assert "It was planned for Wednesday 18 November, 12:00." in page and "The market is on." in page
    assert "Lunch on Thursday 19 November" in page
