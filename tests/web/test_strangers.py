"""Pages that strangers share: each gets tokens of their own, and nobody who is known gets a stranger's page."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests import make
from tests.forms import form_of
from tests.house import doors
from wok.bookings.models import Booking
from wok.db import db
from wok.web import strangers

OWN = re.compile(r'name="(csrf_token|form_token)" value="([^"]*)"')
SHARED = (
    "home.show", "lunches.show", "equipment.catalogue", "equipment.item", "space.show", "events.index",
    "projects.index", "skills.index", "directory.index", "sharing.how", "oncall.show", "appointments.show",
)  # fmt: skip


def _read(browser: FlaskClient, path: str) -> tuple[int, str, set[str]]:
    """The status, the page without its reader's tokens, and those."""
    answer = browser.get(path)
    page = answer.get_data(as_text=True)
    return answer.status_code, OWN.sub(r"\1", page), {token for _name, token in OWN.findall(page)}


def test_a_shared_page_is_the_page_made_anew_with_tokens_of_ones_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    doors.furnish()
    kept, shared, checked = strangers.kept_for_minute, [], set()

    def noted(*given: Any, **named: Any) -> Any:
        shared.append(kept(*given, **named))
        return shared[-1]

    monkeypatch.setattr(strangers, "kept_for_minute", noted)
    for door in doors.doors(app, "GET"):
        if door.endpoint not in SHARED:
            continue
        with monkeypatch.context() as alone:
            alone.setattr(strangers, "is_kept", lambda: False)
            status, anew, _tokens = _read(app.test_client(), door.path)
        shared.clear()
        one, other = _read(app.test_client(), door.path), _read(app.test_client(), door.path)
        assert (one[:2], other[:2]) == ((status, anew), (status, anew)), door.path
        assert not one[2] & other[2] and "\0" not in anew, door.path
        checked |= {door.endpoint} if len(shared) == 2 and shared[0] and shared[0] == shared[1] else set()
    assert checked == set(SHARED)


def test_two_strangers_who_read_one_page_make_two_bookings(app: Flask) -> None:
    make.lunch()
    for name in ("Ana", "Bea"):
        browser = app.test_client()
        form = form_of(browser.get("/en/lunch/2026-11-18").get_data(as_text=True), "").values
        given = {"adults": "2", "name": name, "association": "Us", "reach": "email", "email": f"{name}@example.org"}
        sent = {key: value for key, value in form.items() if isinstance(value, str)}
        for _twice in range(2):
            assert browser.post("/en/lunch/2026-11-18", data={**sent, **given}).status_code == 303
    assert db.session.scalar(select(func.count(Booking.id))) == 2


def test_whoever_is_known_or_has_something_to_be_told_reads_a_page_of_their_own(app: Flask) -> None:
    make.lunch()
    person = make.delegate()
    shared = _read(app.test_client(), "/en/")[1]
    amina, noticed, larger = app.test_client(), app.test_client(), app.test_client()
    make.sign_in(amina, person)
    assert "My Wok" in _read(amina, "/en/")[1] and "My Wok" not in shared
    with noticed.session_transaction() as session:
        session["_flashes"] = [("notice", {"text": "Only for you.", "tone": "done", "undo_url": None})]
    assert "Only for you." in _read(noticed, "/en/")[1]
    larger.set_cookie("wok_size", "150")
    assert "size-150" in _read(larger, "/en/")[1] and "size-100" in _read(app.test_client(), "/en/")[1]
    assert "Bienvenue" in _read(app.test_client(), "/fr/")[1]
