"""Calendars of events: all of them, and only what somebody looks for."""

import icalendar
from flask import g
from sqlalchemy import select

from tests import make
from tests.lunches.table import lunches
from tests.programme.town import FRIDAY, dates, event, neighbourhood
from wok import clock
from wok.db import db, transaction
from wok.feeds import event_texts, followed, ics, programme, services
from wok.feeds.models import EntryText, PublishedFeed
from wok.feeds.queries import FeedKey
from wok.web.models import HouseText


def entries(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    return {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def test_a_calendar_of_what_one_looks_for_is_made_once_asked_for_and_kept_up_to_date(client):
    lunches()
    there = neighbourhood("Lasauvage")
    one = event(FRIDAY, title={"fr": "Atelier vélo", "en": "Bike workshop"}, kind="workshop", neighbourhood_id=there.id,
                place={"fr": "Ancienne gare"}, seats=0, registration="none")  # fmt: skip
    event(title={"fr": "Ailleurs"})
    path = f"/feeds/programme/workshop-near{there.id}.en.ics"

    page = client.get(f"/en/subscribe?kind=workshop&near={there.id}").get_data(as_text=True)
    assert f"http://localhost{path}" in page and "The Wok: Workshop · Lasauvage" in page
    shown = entries(client, path)["Bike workshop"]
    assert str(shown["LOCATION"]) == "Ancienne gare, Lasauvage" and str(shown["STATUS"]) == "CONFIRMED"
    assert len(entries(client, path)) == 1 and "Ailleurs" in entries(client, "/feeds/events.fr.ics")
    assert {"Ailleurs", "Bike workshop"} - set(entries(client, "/feeds/all.en.ics")) == set()

    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    with transaction():
        date = dates(one)[0]
        date.status, date.sequence, date.changed_at = "cancelled", 1, clock.now()
        one.changed_at = clock.now()
    services.publish_changed(now=clock.now())
    off = entries(client, path)["Cancelled: Bike workshop"]
    assert str(off["STATUS"]) == "CANCELLED" and off["SEQUENCE"] > shown["SEQUENCE"] and off["UID"] == shown["UID"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_stranger_cannot_fill_the_wok_with_calendars(client, monkeypatch):
    there = neighbourhood("Fousbann")
    hidden = neighbourhood("Nobody’s", is_shown=False)
    nobody = make.association(name="Without events")
    for slug in (
        "x", "course-x", f"near{there.id}-course", "near999999999", f"near{hidden.id}", f"association{nobody.id}", "partner1",
        "%F0%9F%98%80", "course.ics", "speaksfr.en.en",
    ):  # fmt: skip
        assert client.get(f"/feeds/programme/{slug}.en.ics").status_code == 404, slug
    assert followed.stored() == []

    monkeypatch.setattr(followed, "MOST", 2)
    assert [client.get(f"/feeds/programme/{kind}.ics").status_code for kind in ("course", "party", "outing")] == [
        200,
        200,
        503,
    ]
    with transaction():
        db.session.get(PublishedFeed, "programme-party.fr").fetched_at = clock.now() - followed.UNUSED * 2
    assert client.get("/feeds/programme/outing.ics").status_code == 200
    assert [key.slug for key in followed.stored()] == ["course", "outing"]


def texts():
    db.session.rollback()
    rows = db.session.execute(select(EntryText.occurrence_id, EntryText.language, EntryText.stamp))
    return {(row.occurrence_id, row.language): row.stamp for row in rows}


def test_each_date_is_written_once_and_again_only_when_something_it_says_has_changed(client, monkeypatch):
    one, other = event(FRIDAY, title={"en": "Bike workshop"}), event(title={"en": "Elsewhere"})
    services.publish_changed(now=clock.now())
    first, tag = texts(), client.get("/feeds/events.en.ics").headers["ETag"]
    assert len(first) == 5 * (len(dates(one)) + len(dates(other)))

    services.publish(FeedKey("events", "en"), now=clock.now())
    assert texts() == first and client.get("/feeds/events.en.ics").headers["ETag"] == tag
    with transaction():
        one.title = {"en": "Bicycle workshop"}
    services.publish_changed(now=clock.now())
    changed = {number for (number, _language), stamp in texts().items() if stamp not in first.values()}
    assert changed == {date.id for date in dates(one)}
    assert {"Bicycle workshop", "Elsewhere"} <= set(entries(client, "/feeds/all.en.ics"))
    assert client.get("/feeds/events.en.ics").headers["ETag"] != tag

    with transaction():
        db.session.add(HouseText(key="street", value="1, new street", changed_at=clock.now()))
    g.pop("house_texts")  # each run of the job reads them afresh
    services.publish_changed(now=clock.now())
    assert not set(texts().values()) & set(first.values())
    monkeypatch.setattr(ics, "event_text", None)  # what is stored needs no writing
    assert entries(client, "/feeds/programme/course.en.ics").keys() == entries(client, "/feeds/events.en.ics").keys()
    event_texts.forget(now=clock.now() + programme.PAST * 2)
    assert texts() == {}
