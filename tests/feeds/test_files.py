"""What calendar programs get when they ask: CALENDAR.md 11 to 14."""

import gzip
from datetime import UTC, date, datetime, timedelta
from itertools import product

import icalendar
import pytest
from sqlalchemy import event, select

from tests import make
from tests.feeds import lunches as table
from wok.db import db, transaction
from wok.feeds import services
from wok.feeds.models import FeedAddress, PublishedFeed

NOW = make.NOW
LUNCH = "/feeds/lunch.en.ics"
METHODS = ("OPTIONS", "PROPFIND", "REPORT", "POST", "PUT", "DELETE")


@pytest.fixture
def series(app):
    series = table.series()
    table.lunches(series, date(2026, 11, 18), date(2026, 11, 25))
    return series


@pytest.fixture
def published(series):
    services.publish_changed(now=NOW)


@pytest.fixture
def amina(series):
    amina = make.delegate(email="amina@example.org")
    table.booking(person_id=amina.id)
    return amina


def private(person, *, scope="mine", association=None) -> str:
    with transaction():
        return "/feeds/private/" + services.make_address(person, scope, association, "en", now=NOW) + ".ics"


def summaries(answer) -> set[str]:
    return {str(found["SUMMARY"]) for found in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def test_rule_11_a_feed_comes_without_accept_cookie_or_redirect(client, series):
    for name in ("all", "all.fr", "lunch", "lunch.lb", "closures.pt", "closures.de", "all.en"):
        answer = client.get(f"/feeds/{name}.ics")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Disposition" not in answer.headers and "Set-Cookie" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_rule_11_without_a_language_it_is_french(client, series):
    assert client.get("/feeds/lunch.ics").data == client.get("/feeds/lunch.fr.ics").data


def test_rule_11_head_is_get_without_the_body(client, published):
    got, head = client.get(LUNCH), client.head(LUNCH)
    assert head.status_code == 200 and head.data == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


def test_rule_11_other_methods_are_answered_without_a_fault_or_a_login_page(client, published):
    for path, method in product((LUNCH, "/feeds/private/unknown.ics", "/feeds/"), METHODS):
        code = client.open(path, method=method).status_code
        assert (200 <= code < 300 or 400 <= code < 500) and code != 401, f"{method} {path}"


def test_rule_12_the_etag_stands_still_while_nothing_changes(client, published):
    first = client.get(LUNCH)
    assert services.publish_changed(now=NOW + timedelta(minutes=5)) == []
    again = client.get(LUNCH)
    assert first.headers["ETag"] == again.headers["ETag"] and not first.headers["ETag"].startswith("W/")
    assert first.headers["Last-Modified"] == again.headers["Last-Modified"]


def test_rule_12_a_known_etag_is_answered_with_304_and_no_body(client, published):
    for said in ("{etag}", "W/{etag}", '"other", {etag}', '"other", W/{etag}', "*", "{zipped}"):
        etag = client.get(LUNCH).headers["ETag"]
        zipped = client.get(LUNCH, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
        answer = client.get(LUNCH, headers={"If-None-Match": said.format(etag=etag, zipped=zipped)})
        assert answer.status_code == 304 and answer.data == b"", said
        assert answer.headers["ETag"] == etag and answer.headers["Cache-Control"]


def test_rule_12_another_etag_gets_the_body_even_when_the_date_matches(client, published):
    modified = client.get(LUNCH).headers["Last-Modified"]
    answer = client.get(LUNCH, headers={"If-None-Match": '"other"', "If-Modified-Since": modified})
    assert answer.status_code == 200 and answer.data.startswith(b"BEGIN:VCALENDAR")


def test_rule_12_if_modified_since_is_honoured_to_the_second(client, published):
    for shift, code in ((0, 304), (3600, 304), (-1, 200)):
        since = NOW + timedelta(seconds=shift)
        answer = client.get(LUNCH, headers={"If-Modified-Since": f"{since:%a, %d %b %Y %H:%M:%S} GMT"})
        assert answer.status_code == code, shift


def test_rule_12_broken_conditions_get_the_feed(client, published):
    for broken in ("", '"', "W/", "yesterday", "\xff"):
        assert client.get(LUNCH, headers={"If-None-Match": broken}).status_code == 200
        assert client.get(LUNCH, headers={"If-Modified-Since": broken}).status_code == 200


def test_rule_12_it_is_zipped_only_when_asked(client, published):
    ways = [("gzip, deflate", True), ("gzip;q=0", False), ("br", False), ("identity", False), (None, False)]
    for asked, is_zipped in ways:
        answer = client.get(LUNCH, headers={"Accept-Encoding": asked} if asked else {})
        assert (answer.headers.get("Content-Encoding") == "gzip") is is_zipped
        assert answer.headers["Vary"] == "Accept-Encoding"
        body = gzip.decompress(answer.data) if is_zipped else answer.data
        assert body == client.get(LUNCH).data
        assert (answer.headers["ETag"] == client.get(LUNCH).headers["ETag"]) is not is_zipped


def test_rule_12_the_zipped_etag_gives_304_too(client, published):
    headers = {"Accept-Encoding": "gzip"}
    etag = client.get(LUNCH, headers=headers).headers["ETag"]
    answer = client.get(LUNCH, headers={**headers, "If-None-Match": etag})
    assert answer.status_code == 304 and answer.headers["ETag"] == etag


def test_rule_12_both_change_when_the_data_changes_within_the_same_second(client, series, published):
    first = client.get(LUNCH)
    table.lunch(series, date(2026, 12, 2), status="cancelled", sequence=1)
    assert "lunch.en" in services.publish_changed(now=NOW)
    second = client.get(LUNCH)
    assert second.headers["ETag"] != first.headers["ETag"]
    assert second.headers["Last-Modified"] != first.headers["Last-Modified"]
    assert client.get(LUNCH, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_rule_12_both_change_when_a_withdrawn_closure_leaves(client, series):
    table.closure(ended_at=NOW)
    services.publish_changed(now=NOW)
    first = client.get("/feeds/closures.en.ics")
    assert "closures.en" in services.publish_changed(now=NOW + timedelta(days=60))
    second = client.get("/feeds/closures.en.ics")
    assert len(summaries(first)) == 1 and len(summaries(second)) == 0
    assert first.headers["ETag"] != second.headers["ETag"] and first.last_modified < second.last_modified


def test_rule_13_secret_feeds_are_private_and_kept_at_most_an_hour(client, amina):
    answer = client.get(private(amina))
    assert answer.cache_control.private and answer.cache_control.max_age <= 3600
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_rule_14_a_private_feed_shows_only_ones_own_bookings(client, amina):
    bruno = make.person(name="Bruno", email="bruno@example.org")
    table.booking(contact_email="bruno@example.org")
    assert len(summaries(client.get(private(amina)))) == 1
    assert client.get(private(amina)).data != client.get(private(bruno)).data


def test_rule_14_a_wrong_address_is_not_found(client, series):
    for token in ("wrong", "a" * 43, "%00", "é", "..%2f..", "\ud83c", "x" * 5000):
        answer = client.get(f"/feeds/private/{token}.ics".encode("utf-8", "replace").decode())
        assert answer.status_code == 404 and "Set-Cookie" not in answer.headers


def test_rule_14_revoked_replaced_and_unknown_addresses_answer_alike(client, amina):
    first = private(amina)
    assert client.get(first).status_code == 200
    second = private(amina)
    unknown = client.get("/feeds/private/unknown.ics")
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200
    with transaction():
        services.revoke(amina, "mine", None, now=NOW)
    gone = client.get(second)
    assert (gone.status_code, gone.data, dict(gone.headers)) == (404, unknown.data, dict(unknown.headers))


def test_rule_14_only_the_hash_is_stored_and_no_secret_is_in_the_feed(client, amina):
    path = private(amina)
    token = path.removeprefix("/feeds/private/").removesuffix(".ics")
    assert len(token) >= 43
    kept = db.session.scalars(select(FeedAddress.token_hash)).one()
    assert token not in kept and token.encode() not in client.get(path).data


def test_rule_14_an_associations_feed_ends_with_the_membership(client, amina):
    membership = amina.memberships[0]
    table.booking(association_id=membership.association_id)
    path = private(amina, scope="association", association=membership.association)
    assert client.get(path).status_code == 200
    with transaction():
        membership.ended_at = NOW
        db.session.add(membership)
    assert client.get(path).status_code == 404


def test_rule_14_ones_own_feed_ends_when_one_has_left(client, amina):
    path = private(amina)
    with transaction():
        amina.left_at = NOW
        db.session.add(amina)
    assert client.get(path).status_code == 404


def test_s9_the_stored_bytes_of_a_revoked_feed_are_dropped(client, amina):
    client.get(private(amina))
    with transaction():
        services.revoke(amina, "mine", None, now=NOW)
    services.publish_changed(now=NOW)
    assert not db.session.scalars(select(PublishedFeed.key).where(PublishedFeed.key.contains(":"))).all()


def test_s9_a_private_address_is_asked_sixty_times_in_ten_minutes(client, amina, clock_at):
    path, other = private(amina), private(make.person(name="Bruno"))
    clock_at(NOW + timedelta(minutes=4))
    headers = {"If-None-Match": client.get(path).headers["ETag"]}
    assert {client.get(path, headers=headers).status_code for _ in range(59)} == {304}
    refused = client.get(path, headers=headers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "360")
    assert client.get(other).status_code == client.get("/feeds/all.en.ics").status_code == 200
    clock_at(NOW + timedelta(minutes=10))
    assert client.get(path, headers=headers).status_code == 304


def test_rule_14_no_address_appears_in_the_log(client, amina, caplog):
    caplog.set_level("DEBUG")
    path = private(amina)
    client.get(path)
    client.get("/feeds/private/some-wrong-secret.ics")
    assert path not in caplog.text and "some-wrong-secret" not in caplog.text


def test_rule_16_a_change_of_a_booking_is_published(client, amina):
    path = private(amina)
    services.publish_changed(now=NOW)
    before = client.get(path)
    table.booking(contact_email="amina@example.org")
    assert services.publish_changed(now=NOW + timedelta(minutes=1)) == [f"mine:{amina.id}.en"]
    assert client.get(path).headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize("is_private", [False, True], ids=["public", "private"])
def test_rule_16_a_poll_costs_one_read_and_writes_nothing_within_the_hour(client, amina, clock_at, is_private):
    path = private(amina) if is_private else LUNCH
    client.get(path)
    said, asked = [], []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    def count(*_rest):
        asked.append(1)

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "checkout", count)
    client.get(path)
    client.get(path, headers={"If-None-Match": "*"})
    event.remove(db.engine, "before_cursor_execute", note)
    event.remove(db.engine, "checkout", count)
    assert len(asked) == 2 and not said  # each one statement of the driver's own (polls.py)


def test_rule_16_who_fetched_is_noted_once_an_hour_by_the_programs_name(client, published, clock_at):
    client.get(LUNCH, headers={"User-Agent": "Mozilla/5.0 (X11) Thunderbird/128.0 jean@example.org"})
    clock_at(NOW + timedelta(minutes=59))
    client.get(LUNCH, headers={"User-Agent": "Google-Calendar-Importer"})
    row = db.session.execute(
        select(PublishedFeed.fetched_at, PublishedFeed.fetched_by).where(PublishedFeed.key == "lunch.en")
    ).one()
    assert tuple(row) == (NOW, "Thunderbird")


def test_f7_a_feed_that_cannot_be_made_does_not_stop_the_others(client, series, monkeypatch, caplog):
    monkeypatch.setitem(services.queries.COLORS, "closures", None)
    published = services.publish_changed(now=NOW)
    assert "lunch.en" in published and "closures.en" not in published and "closures.en" in caplog.text
    monkeypatch.setitem(services.queries.COLORS, "closures", "dimgray")
    assert "closures.en" in services.publish_changed(now=NOW)


def test_an_older_rendering_never_replaces_a_newer_one(client, series):
    services.publish_changed(now=datetime(2026, 11, 20, tzinfo=UTC))
    table.lunch(series, date(2026, 12, 2), topic={"en": "Bread"})
    assert services.publish(services.FeedKey("lunch", "en"), now=NOW) is False
