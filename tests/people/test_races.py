"""The same form sent five times at once: one association, one person, one membership, and no error (PROMISES B3, F3)."""

from sqlalchemy import func, select

from tests import make
from tests.house.source import modules
from tests.lunches.test_races import at_once
from tests.people.test_join import ANSWERS
from wok.db import db
from wok.people import sessions
from wok.people.models import Association, Membership, Person


def _cookies(client):
    found = {name: client.get_cookie(name) for name in ("wok", sessions.cookie_name())}
    return {name: cookie.value for name, cookie in found.items() if cookie}


def _number(kind):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind))


def test_five_presses_of_join_are_one_request(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    data = {**make.form_of(client.get("/en/join").text).values, **ANSWERS}
    assert at_once(app, "/en/join", data, _cookies(client)) == [303] * 5
    assert (_number(Association), _number(Person), _number(Membership)) == (1, 1, 1)


def test_five_presses_of_an_invitation_invite_once(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    make.sign_in(client, make.delegate())
    page = f"/en/my/association/{db.session.scalar(select(Association.id))}/people"
    data = {**make.form_of(client.get(page).text).values, "email": "new@example.org", "role": "member"}
    assert at_once(app, page, data, _cookies(client)) == [303] * 5
    assert (_number(Person), _number(Membership)) == (2, 2)


def test_five_presses_that_add_a_member_add_one(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    make.sign_in(client, make.staff())
    make.person(email="bruno@example.org")
    page = f"/en/staff/associations/{make.association().id}"
    form = make.form_of(client.get(page).text, "/people")
    data = {**form.values, "email": "bruno@example.org", "role": "member"}
    assert at_once(app, form.action, data, _cookies(client)) == [303] * 5
    assert _number(Membership) == 1


def test_five_presses_that_write_somebody_with_an_address_down_write_one(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    make.sign_in(client, make.staff())
    data = make.form_of(client.get("/en/staff/people/new").text).values
    data |= {"contact_name": "Bruno", "reach": "email", "email": "bruno@example.org", "language": "pt"}
    assert at_once(app, "/en/staff/people/new", data, _cookies(client)) == [303] * 5
    assert _number(Person) == 2


def test_what_breaks_is_logged_without_anybodys_words(app, client, caplog, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    words = "Key (email)=(bruno@example.org) already exists."

    def break_down():
        raise ValueError(words)

    monkeypatch.setitem(app.view_functions, "house.help", break_down)
    assert client.get("/en/help").status_code == 500
    assert "ValueError" in caplog.text and "bruno@example.org" not in caplog.text
    talkative = [name for name, path in modules().items() if "log.exception(" in path.read_text()]
    assert not talkative, "a fault's own words may hold addresses: log alone.where(fault) instead"
