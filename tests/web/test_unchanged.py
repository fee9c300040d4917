"""Words that are kept while the database stays as it is: the same for every reader, and never older than the last change."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from tests import make
from tests.house import doors
from wok.db import db
from wok.web import unchanged

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def test_kept_words_are_the_same_for_every_reader_and_hold_nothing_of_their_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors.furnish()
    cast = doors.people(app) | {"Dan": make.Browser(app)}
    make.sign_in(cast["Dan"], make.staff(name="Dan Muller", email="dan@example.org"))
    told: dict[Any, set[Any]] = defaultdict(set)

    def made_anew(key: Any, make_it: Callable[[], Any]) -> Any:
        found = make_it()
        told[key].add(found if isinstance(found, Hashable) else str(found))
        return found

    monkeypatch.setattr(unchanged, "kept", made_anew)
    for browser in cast.values():
        for door in doors.doors(app, "GET"):
            if any(name in door.rule for name in ("agenda", "calendar")) or door.endpoint == "staff.today":
                browser.get(door.path)
    assert len(told) >= 5
    assert not [key for key, words in told.items() if len(words) > 1]
    kept = [part for words in told.values() for word in words for part in (word if isinstance(word, tuple) else [word])]
    assert not [part for part in kept if re.search(r'name="csrf_token" value="[^\0]', str(part))]


def test_a_change_of_anybody_is_seen_at_once(client: FlaskClient) -> None:
    make.lunch()

    def shown() -> str:
        return TOKEN.sub("", client.get("/en/agenda").get_data(as_text=True))

    before = shown()
    assert shown() == before
    with db.engine.connect() as another:  # as another process would
        another.execute(text("UPDATE occurrence SET status = 'cancelled' WHERE original_on = '2026-11-18'"))
        another.commit()
    assert shown() != before


def test_a_kept_page_has_the_token_size_and_notices_of_whoever_reads_it(app: Flask) -> None:
    make.lunch()
    one, other = app.test_client(), app.test_client()

    def token(page: str) -> str:
        (found,) = set(TOKEN.findall(page))
        return str(found)

    mine, theirs = (browser.get("/en/agenda").get_data(as_text=True) for browser in (one, other))
    assert mine.replace(token(mine), "") == theirs.replace(token(theirs), "")
    assert token(mine) != token(theirs)
    signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
    for browser, page in ((one, mine), (other, theirs)):
        with browser.session_transaction() as session:
            assert signer.loads(token(page)) == session["csrf_token"]
    other.post("/en/reading/size", data={"csrf_token": token(theirs), "size": "larger", "back": "/en/agenda"})
    assert 'class="size-115"' in other.get("/en/agenda").get_data(as_text=True)
    assert 'class="size-100"' in one.get("/en/agenda").get_data(as_text=True)
    with one.session_transaction() as session:
        session["_flashes"] = [("notice", {"text": "Only for you.", "tone": "done", "undo_url": None})]
    assert "Only for you." in one.get("/en/agenda").get_data(as_text=True)
    assert "Only for you." not in other.get("/en/agenda").get_data(as_text=True)


def test_nothing_is_kept_within_a_change(app: Flask) -> None:
    with app.test_request_context("/en/agenda", method="POST"):
        made = [unchanged.kept("a key", lambda: object()) for _turn in range(2)]
    assert made[0] is not made[1]


def test_a_login_that_ended_and_a_minute_that_passed_are_seen_at_once(client: FlaskClient, clock_at: Any) -> None:
    make.lunch()
    make.sign_in(client, make.delegate())
    make.statements(client, "/en/agenda")
    assert make.statements(client, "/en/agenda", anew=False) < 2

    def shown() -> str:
        return client.get("/en/agenda").get_data(as_text=True)

    assert "My Wok" in shown() and "Back to today" not in shown()
    with db.engine.connect() as another:
        another.execute(text("UPDATE login SET ended_at = began_at"))
        another.commit()
    assert "My Wok" not in shown()
    clock_at(make.NOW.replace(year=2027))
    assert "Back to today" in shown()
