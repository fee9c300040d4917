"""Busy or full, not broken (F2, F4): who waits too long for the lock is told when to come back, and keeps no half a booking."""

import contextlib
import secrets

import psycopg
import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import event, func, select, text

from tests.drill import table
from wok import db as database
from wok.app import create_app
from wok.bookings.models import Booking
from wok.db import db

PATIENCE = 1  # seconds, instead of ten


@pytest.fixture
def impatient(database_url, house, clock_at, tmp_path, monkeypatch):
    """The application that waits one second for a lock, and its lunch of ten."""
    monkeypatch.setattr(database, "BUSY_SECONDS", PATIENCE)
    app = create_app({**house.settings(database_url), "PROPAGATE_EXCEPTIONS": False}, instance=tmp_path)
    with app.app_context():
        table.lunch(10)
        yield app
        db.session.remove()
        db.engine.dispose()


@contextlib.contextmanager
def _somebody_writes(url: str):
    """Another program holds what every writer needs."""
    if url.startswith("sqlite"):
        other = sqlite.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(url.replace("+psycopg", ""))
        other.execute("SELECT id FROM resource FOR UPDATE")
    yield
    other.rollback()
    other.close()


def test_a_lock_that_does_not_come_ends_in_503_and_retry_after(impatient, database_url):
    from tests.make import form_of

    client = impatient.test_client()
    with impatient.app_context():
        form = form_of(client.get("/en/lunch/2026-11-25").get_data(as_text=True), "").values
    mine = {"form_token": secrets.token_urlsafe(24), "name": "Amina", "email": "amina@example.org", "reach": "email"}
    with _somebody_writes(database_url), impatient.app_context():
        busy = client.post("/en/lunch/2026-11-25", data={**form, **mine})
    assert busy.status_code == 503
    assert busy.headers["Retry-After"]
    page = busy.get_data(as_text=True)
    assert "Traceback" not in page and "amina@example.org</bdi>" in page
    assert db.session.scalar(select(func.count(Booking.id))) == 0
    db.session.rollback()
    with impatient.app_context():
        kept = form_of(page, "/en/lunch/2026-11-25")
        again = client.post(kept.action, data=kept.values)
    assert again.status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_what_was_typed_and_all_goes_on_once_there_is_room(impatient):
    from tests.make import form_of

    page, words = "/en/lunch/2026-11-25", "Two of us sing. " * 55
    room = [db.session.scalar(text("PRAGMA page_count")) + 2]
    event.listen(db.engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count = {room[0]}"))
    client, answers = impatient.test_client(), []
    with impatient.app_context():
        while not answers or (answers[-1].status_code == 303 and len(answers) < 9):
            form = form_of(client.get(page).get_data(as_text=True), "").values
            mine = {"name": "Amina", "email": f"amina{len(answers)}@example.org", "reach": "email", "note": words}
            answers.append(client.post(page, data={**form, **mine, "form_token": secrets.token_urlsafe(24)}))
        full = answers[-1].get_data(as_text=True)
        assert answers[-1].status_code == 503 and "Two of us sing." in full
        assert client.get(page).status_code == 200
        db.session.rollback()
        assert db.session.scalar(select(func.count(Booking.id))) == len(answers) - 1
        room[0] = 10**6
        kept = form_of(full, page)
        assert client.post(kept.action, data=kept.values).status_code == 303


FULL = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"""
AT = {
    "row": "CREATE TRIGGER no_room BEFORE INSERT ON booking FOR EACH ROW EXECUTE FUNCTION no_room()",
    "commit": "CREATE CONSTRAINT TRIGGER no_room AFTER INSERT ON booking DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION no_room()",
}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_full_disk_of_postgresql_keeps_what_was_typed_and_all_goes_on_once_there_is_room(impatient, database_url):
    from tests.make import form_of

    page, client, words = "/en/lunch/2026-11-25", impatient.test_client(), "Two of us sing. " * 5
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as server, impatient.app_context():
        server.execute(FULL)
        for count, when in enumerate(AT.values()):
            server.execute(when)
            form = form_of(client.get(page).get_data(as_text=True), "").values
            mine = {"name": "Amina", "email": f"amina{count}@example.org", "reach": "email", "note": words}
            full = client.post(page, data={**form, **mine, "form_token": secrets.token_urlsafe(24)})
            assert full.status_code == 503 and full.headers["Retry-After"] and "Two of us sing." in full.text
            assert client.get(page).status_code == 200
            db.session.rollback()
            assert db.session.scalar(select(func.count(Booking.id))) == count
            db.session.rollback()
            server.execute("DROP TRIGGER no_room ON booking")
            kept = form_of(full.text, page)
            assert client.post(kept.action, data=kept.values).status_code == 303


def test_reading_goes_on_while_somebody_writes(impatient, database_url):
    with _somebody_writes(database_url), impatient.app_context():
        assert impatient.test_client().get("/en/lunch/2026-11-25").status_code == 200
