"""Which entries each feed has: the lunch as master and overrides, closed days, one's own bookings (CALENDAR.md 5 to 9)."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest

from tests import make
from tests.feeds import lunches as table
from wok.bookings.models import WaitlistEntry
from wok.db import db, transaction
from wok.feeds import queries, services
from wok.feeds.queries import FeedKey
from wok.web.language import in_language

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
DAYS = [
    date(2026, 10, 21),
    date(2026, 10, 28),
    date(2026, 11, 18),
    date(2026, 11, 25),
    date(2027, 3, 24),
    date(2027, 3, 31),
]


def entries(kind: str = "lunch", language: str = "en", of: int | None = None, now: datetime = NOW):
    db.session.expire_all()
    with in_language(language):
        return queries.feed_entries(FeedKey(kind, language, of), now=now)


def master():
    return next(entry for entry in entries() if entry.rrule)


def overrides():
    return [entry for entry in entries() if entry.recurrence_id]


@pytest.fixture
def series(app):
    return table.series()


@pytest.fixture
def stored(series):
    return table.lunches(series, *DAYS)


def test_rule_9_the_weekly_lunch_is_one_master_from_its_first_stored_date_on(stored):
    (entry,) = entries()
    assert entry.rrule.weekday == 2 and entry.rrule.until is None
    assert entry.dtstart == datetime(2026, 10, 21, 10, tzinfo=UTC) and entry.uid == "series-lunch@wok"


def test_rule_9_only_dates_that_never_were_are_exceptions(series):
    table.lunches(series, date(2026, 11, 18), date(2026, 12, 2))
    assert master().exdates == (datetime(2026, 11, 25, 11, tzinfo=UTC),)


def test_rule_9_a_series_that_ends_says_until_its_last_date(app):
    series = table.series(last_on=date(2026, 12, 31))
    table.lunches(series, date(2026, 12, 23), date(2026, 12, 30))
    assert master().rrule.until == datetime(2026, 12, 30, 11, tzinfo=UTC)


def test_rule_9_a_moved_lunch_is_an_override_of_its_original_date(series, stored):
    moved = stored[3]
    with transaction():
        moved.starts_at, moved.ends_at, moved.status = (
            moved.starts_at + timedelta(days=1),
            moved.ends_at + timedelta(days=1),
            "moved",
        )
        moved.sequence, moved.reason = 1, {"en": "The kitchen is being painted."}
        db.session.add(moved)
    (override,) = overrides()
    assert override.recurrence_id == datetime(2026, 11, 25, 11, tzinfo=UTC)
    assert override.dtstart == datetime(2026, 11, 26, 11, tzinfo=UTC) and override.rrule is None
    assert "painted" in override.description and override.status == "CONFIRMED"


@pytest.mark.parametrize("day", [date(2026, 10, 28), date(2027, 3, 31)])
def test_b8_overrides_keep_noon_in_the_weeks_around_both_clock_changes(series, day):
    table.lunches(series, date(2026, 10, 21), day)
    table.lunch(series, day + timedelta(days=7), topic={"en": "Soup"})
    (override,) = overrides()
    assert (
        override.dtstart.astimezone(queries.weekly.ZONE).hour
        == override.recurrence_id.astimezone(queries.weekly.ZONE).hour
        == 12
    )


def test_rule_7_a_cancelled_lunch_stays_cancelled_and_free_with_a_higher_sequence(series, stored):
    table.lunch(series, date(2026, 12, 2), status="cancelled", sequence=1, reason={"fr": "Panne d’eau"})
    (override,) = overrides()
    assert (override.status, override.transp) == ("CANCELLED", "TRANSPARENT")
    assert override.sequence > master().sequence and "Panne d’eau" in override.description


def test_rule_5_an_overrides_sequence_is_never_below_its_masters(app):
    series = table.series(sequence=4)
    table.lunch(series, date(2026, 11, 18), topic={"en": "Bread"})
    assert master().sequence == 4 and overrides()[0].sequence >= 4


def test_rule_5_a_lunch_that_was_cancelled_and_put_back_keeps_its_higher_sequence(series):
    table.lunch(series, date(2026, 11, 18), sequence=2)
    (override,) = overrides()
    assert override.status == "CONFIRMED" and override.sequence == 2


def test_rule_5_a_removed_override_raises_the_masters_last_modified(series):
    later = table.REVISED + timedelta(days=3)
    one = table.lunch(series, date(2026, 11, 18), topic={"en": "Bread"})
    with transaction():
        one.topic, one.changed_at = {}, later
        db.session.add(one)
    assert overrides() == [] and master().last_modified == later


def test_a_date_that_needs_a_decision_stays_and_says_so(series, stored):
    table.lunch(series, date(2026, 12, 2), status="needs_decision", sequence=1)
    (override,) = overrides()
    assert override.status == "TENTATIVE" and override.summary == "To be confirmed: Wednesday lunch at the Wok"


def test_a_topic_and_a_menu_are_in_the_readers_language_else_in_french(series):
    table.lunch(series, date(2026, 11, 18), topic={"fr": "Le pain", "pt": "O pão"}, menu={"fr": "Soupe"})
    portuguese = next(entry for entry in entries(language="pt") if entry.recurrence_id)
    assert "O pão" in portuguese.summary and "Soupe" in portuguese.description


def test_an_extra_lunch_off_the_rule_stands_alone_with_a_uid_of_its_own(series, stored):
    table.lunch(series, date(2026, 12, 4))
    alone = [entry for entry in entries() if entry.uid != series.uid]
    assert len(alone) == 1 and not alone[0].recurrence_id


def test_rule_6_a_closure_is_whole_days_with_the_day_after_as_its_end(app):
    table.closure()
    (entry,) = entries("closures")
    assert (entry.dtstart, entry.dtend, entry.transp) == (date(2026, 12, 24), date(2027, 1, 4), "TRANSPARENT")
    assert entry.summary == "The Wok is closed: End of the year"


def test_rule_7_a_withdrawn_closure_stays_cancelled_until_it_has_passed(app):
    table.closure(ended_at=NOW, sequence=1)
    assert entries("closures")[0].status == "CANCELLED"
    assert entries("closures", now=NOW + timedelta(days=90)) == []


def test_rule_15_everything_public_is_the_lunch_and_the_closed_days(series, stored):
    table.closure()
    assert {entry.uid for entry in entries("all")} == {entry.uid for entry in entries("lunch") + entries("closures")}


def test_rule_6_every_entry_has_an_absolute_address_without_secret(series, stored):
    amina = make.person()
    one = table.booking(stored[3], person_id=amina.id)
    table.closure()
    for entry in [*entries("all"), *entries("mine", of=amina.id)]:
        assert entry.url.startswith("http://localhost/en/")
        assert one.code not in entry.url and one.link_token not in entry.url


def test_rule_15_mine_has_ones_own_bookings_by_person_or_by_address_and_nobody_elses(stored):
    amina, bruno = make.person(email="amina@example.org"), make.person(email="bruno@example.org")
    by_person = table.booking(stored[3], person_id=amina.id)
    by_address = table.booking(stored[4], contact_email="amina@example.org")
    table.booking(stored[3], person_id=bruno.id, contact_email="bruno@example.org")
    assert {entry.uid for entry in entries("mine", of=amina.id)} == {by_person.uid, by_address.uid}


def test_a_person_without_address_does_not_get_all_bookings_without_address(stored):
    amina = make.person(email=None)
    table.booking(stored[3])
    assert entries("mine", of=amina.id) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": "confirmed"}, [("CONFIRMED", "OPAQUE")]),
        ({"status": "held", "hold_until": NOW}, [("TENTATIVE", "OPAQUE")]),
        ({"status": "cancelled", "sequence": 1}, [("CANCELLED", "TRANSPARENT")]),
        ({"status": "waiting"}, []),
    ],
    ids=["confirmed", "held is tentative", "cancelled stays", "waiting is left out"],
)
def test_rule_6_and_7_what_a_booking_is_in_ones_own_calendar(stored, given, expected):
    amina = make.person()
    table.booking(stored[3], person_id=amina.id, **given)
    assert [(entry.status, entry.transp) for entry in entries("mine", of=amina.id)] == expected


def test_rule_7_a_cancelled_booking_goes_when_its_date_has_passed(stored):
    amina = make.person()
    table.booking(stored[3], person_id=amina.id, status="cancelled")
    assert len(entries("mine", of=amina.id, now=stored[3].ends_at)) == 1
    assert entries("mine", of=amina.id, now=stored[3].ends_at + timedelta(days=1)) == []


def test_a_booking_that_only_ever_waited_does_not_appear_as_cancelled(stored):
    amina = make.person()
    one = table.booking(stored[3], person_id=amina.id, status="cancelled")
    table.save(WaitlistEntry(booking_id=one.id, resource_id=stored[3].resource_id, state="left", joined_at=NOW))
    assert entries("mine", of=amina.id) == []


def test_rule_5_and_19_a_booking_carries_its_own_uid_and_sequence(stored):
    amina = make.person()
    one = table.booking(stored[3], person_id=amina.id, sequence=3)
    (entry,) = entries("mine", of=amina.id)
    assert (entry.uid, entry.sequence) == (one.uid, 3)
    assert entry == booking_in_mail(one)


def booking_in_mail(one):
    with in_language("en"):
        return queries.booking_entry(one, "en")


def test_s9_an_associations_feed_names_no_person(stored):
    dancers = make.association()
    table.booking(stored[3], association_id=dancers.id, contact_name="Amina Haddad", contact_phone="+352621000000")
    (entry,) = entries("association", of=dancers.id)
    assert "Amina" not in repr(entry) and "621000000" not in repr(entry) and "CODE" not in repr(entry)


def test_the_feeds_name_is_in_its_language_and_the_bytes_can_be_read(series, stored):
    table.closure()
    for language in ("fr", "pt", "en", "de", "lb"):
        body = services.render(FeedKey("all", language), now=NOW).body
        assert list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_f7_a_poisoned_row_of_each_kind_leaves_the_rest_of_the_feed_whole(series, stored):
    table.lunch(series, date(2026, 12, 2), topic={"en": ["not", "a text"]}, reason="nor this", menu=7)
    table.lunch(series, date(2026, 12, 9), topic={"en": "Bread"})
    table.closure(reason=["broken"], first_on=date(9999, 12, 31), last_on=date(9999, 12, 31))
    fine = table.closure()
    found = entries("all")
    assert fine.uid in {entry.uid for entry in found}
    assert "Wednesday lunch: Bread" in {entry.summary for entry in found}


def test_f7_a_series_at_a_time_the_clocks_skip_still_has_its_feed(app):
    series = table.series(weekday=6, starts_local=time(2, 30), ends_local=time(4))
    table.lunch(series, date(2027, 3, 21), topic={"en": "Night"})
    table.lunch(series, date(2027, 4, 4))
    assert master().exdates == (datetime(2027, 3, 28, 1, tzinfo=UTC),)
