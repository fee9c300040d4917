"""When wishes close, which hours rounds decide, how long an offer is held: dates alone, no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.share import days_span
from wok.kernel.weekly import ClosedDays
from wok.sharing import window_rules
from wok.sharing.window_rules import is_rationed, offer_ends

HOLIDAYS = [ClosedDays(date(2026, 12, 24), date(2027, 1, 3)), ClosedDays(date(2027, 5, 6), date(2027, 5, 6))]


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).astimezone(UTC)


@pytest.mark.parametrize(
    ("family", "day", "closes"),
    [
        pytest.param("equipment", "2026-12-14", "2026-11-26T18:00+01:00", id="three weeks before the week's Thursday"),
        pytest.param("equipment", "2026-12-20", "2026-11-26T18:00+01:00", id="Sunday belongs to the same week"),
        pytest.param("equipment", "2026-11-20", "2026-10-29T18:00+01:00", id="winter time has just begun"),
        pytest.param("equipment", "2026-11-12", "2026-10-22T18:00+02:00", id="still summer time"),
        pytest.param("equipment", "2027-01-16", "2026-12-23T18:00+01:00", id="a closed day: the last open one before"),
        pytest.param(
            "equipment", "2027-01-23", "2026-12-23T18:00+01:00", id="a closed week: the same day as the week before"
        ),
        pytest.param("room", "2026-12-17", "2026-12-03T18:00+01:00", id="a room two weeks before"),
        pytest.param("room", "2027-05-20", "2027-05-05T18:00+02:00", id="Ascension: the Wednesday before"),
        pytest.param("lunch", "2026-11-18", "2026-11-16T12:00+01:00", id="lunch on Monday at noon"),
        pytest.param("lunch", "2026-12-30", "2026-12-23T12:00+01:00", id="a closed Monday: back over the weekend too"),
    ],
)
def test_wishes_close_in_local_time_on_an_open_day(family: str, day: str, closes: str) -> None:
    assert window_rules.closing(family, date.fromisoformat(day), HOLIDAYS) == at(closes)


def test_the_seasons_close_in_may_and_november_and_a_window_opens_a_year_before() -> None:
    now = at("2026-11-13T17:59:59+01:00")  # 15 November 2026 is a Sunday
    spring = window_rules.season_window("room", date(2027, 3, 1), [], now=now)
    assert (spring.key, spring.state, spring.closes_at) == ("room season 2027-1", "open", at("2026-11-13T18:00+01:00"))
    assert window_rules.season_window("room", date(2027, 6, 30), [], now=at("2026-11-13T18:00+01:00")).state == "closed"
    autumn = window_rules.season_window("equipment", date(2027, 7, 1), [], now=now)
    assert (autumn.key, autumn.closes_at) == ("equipment season 2027-2", at("2027-05-14T18:00+02:00"))
    assert window_rules.week_window("equipment", date(2028, 3, 1), [], now=now).state == "before"
    assert window_rules.week_key("equipment", date(2027, 1, 2)) == "equipment 2026-W53"


def test_rounds_may_decide_some_hours_alone() -> None:
    evenings = ["4 18:00 00:00", "5 09:00 23:00"]
    friday = days_span(date(2026, 11, 20), 1).start
    hours = timedelta(hours=1)
    morning = type(days_span(date(2026, 11, 20)))(friday + 9 * hours, friday + 18 * hours)
    evening = type(morning)(friday + 17 * hours, friday + 19 * hours)
    assert (is_rationed([], morning), is_rationed(evenings, morning), is_rationed(evenings, evening)) == (
        True,
        False,
        True,
    )


def test_an_offer_is_held_two_days_one_when_the_start_is_near_and_never_past_it() -> None:
    now, held = at("2026-11-20T10:00+01:00"), {"hours": 48, "hours_if_near": 24, "near_days": 5}
    assert offer_ends(now=now, starts_at=now + timedelta(days=9), **held) == now + timedelta(hours=48)
    assert offer_ends(now=now, starts_at=now + timedelta(days=5), **held) == now + timedelta(hours=24)
    assert offer_ends(now=now, starts_at=now + timedelta(hours=3), **held) == now + timedelta(hours=3)
