"""Pure rules: what a page says of a date, when helpers' hours overlap, until when an offer holds."""

from datetime import UTC, datetime, timedelta

import pytest

from wok.events.sign_up_rules import Facts, Party, overlaps, state_of
from wok.kernel import deadlines
from wok.kernel.span import Span

STARTS = datetime(2026, 11, 20, 17, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)


def facts(**given) -> Facts:
    known = {
        "event_state": "published",
        "status": "planned",
        "registration": "open",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "closes_hours": 24,
        "free": 10,
    }
    return Facts(**{**known, **given})


@pytest.mark.parametrize(
    ("given", "before", "state"),
    [
        pytest.param({}, 48, "open", id="places"),
        pytest.param({"free": 5}, 48, "few", id="few places"),
        pytest.param({"free": 0}, 48, "full", id="no places"),
        pytest.param({}, 24, "closed", id="closed to the second"),
        pytest.param({"closes_hours": 0}, 0, "closed", id="begun"),
        pytest.param({"registration": "none"}, 1, "no_sign_up", id="come by"),
        pytest.param({"status": "needs_decision"}, 48, "needs_decision", id="closed day"),
        pytest.param({"status": "cancelled"}, 48, "cancelled", id="one date off"),
        pytest.param({"event_state": "cancelled"}, 48, "cancelled", id="all off"),
        pytest.param({"event_state": "cancelled"}, -2, "past", id="over"),
    ],
)
def test_a_date_says_the_first_thing_that_is_true(given, before, state) -> None:
    assert state_of(facts(**given), now=STARTS - timedelta(hours=before)) == state


def test_shifts_that_touch_do_not_overlap() -> None:
    hour = timedelta(hours=1)
    first = Span(STARTS, STARTS + hour)
    assert not overlaps(Span(STARTS + hour, ENDS), [first])
    assert overlaps(Span(STARTS + hour / 2, ENDS), [first])


def test_children_take_places() -> None:
    assert Party(adults=1, children=2).seats == 3


def test_a_morning_event_makes_its_last_offers_two_hours_before() -> None:
    morning = datetime(2026, 11, 21, 8, tzinfo=UTC)  # 9:00 in Luxembourg
    assert deadlines.offer_until(now=morning - timedelta(hours=3), starts_at=morning) == morning - timedelta(hours=2)
    assert deadlines.offer_until(now=morning - timedelta(hours=1), starts_at=morning) is None
