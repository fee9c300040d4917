"""What is kept, with many threads at once: everybody reads their own page, as new as the last change before they asked."""

import re
import threading
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import update

from tests import make
from wok.db import db, transaction
from wok.people import sessions
from wok.web import unchanged
from wok.web.models import HouseText

PAGES = ("/en/lunch/2026-11-18", "/fr/", "/en/agenda", "/fr/agenda/week", "/en/nowhere")
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')
ONCE = re.compile(r'name="form_token" value="([^"]*)"')


class Reader(threading.Thread):
    """Somebody with a browser of their own who reads every page twice and then wants it larger."""

    def __init__(self, app: Flask, said: list[int], secret: str = "", kind: str = "stranger") -> None:
        super().__init__()
        self.browser, self.said, self.kind = FlaskClient(app), said, kind
        self.signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
        self.tokens, self.once, self.wrong, self.size = set[str](), list[str](), list[Any](), 100
        if secret:
            self.browser.set_cookie("wok_login", secret)

    def run(self) -> None:
        for path in PAGES:
            self.read(path)
            token = self.read(path)
            answer = self.browser.post("/en/reading/size", data={"csrf_token": token, "size": "larger", "back": path})
            self.size = {100: 115, 115: 130, 130: 150}.get(self.size, 175)
            self.check(answer.status_code == 303, path)

    def read(self, path: str) -> str:
        """Ask for the page, and compare it with what may stand there for me; returns the token."""
        before = self.said[-1]
        page = self.browser.get(path).get_data(as_text=True)
        shown = int(re.findall(r"House (\d+)\.", page)[0])
        self.check(before <= shown <= self.said[-1] + 1, (path, before, shown))
        self.check(f'<html lang="{path[1:3]}" class="size-{self.size}"' in page, path)
        self.check((f'href="{path[:3]}/my"' in page) == (self.kind != "stranger"), ("my", self.kind, path))
        self.check((f'href="{path[:3]}/staff/"' in page) == (self.kind == "staff"), ("staff", path))
        self.check(("/sign-out" in page) == (self.kind != "stranger"), ("out", path))
        tokens = TOKEN.findall(page)
        self.tokens |= {str(self.signer.loads(token)) for token in tokens}
        self.once += ONCE.findall(page)
        return str(tokens[0])

    def check(self, is_good: bool, where: Any) -> None:
        if not is_good:
            self.wrong.append(where)


def test_everybody_reads_their_own_page_as_new_as_the_last_change(app: Flask) -> None:
    make.lunch()
    secrets = [make.sign_in(app.test_client(), one) for one in (make.delegate(), make.delegate(), make.staff())]
    said, is_over = [0], threading.Event()
    with transaction():
        db.session.add(HouseText(key="place", value="House 0.", changed_at=make.NOW))
    readers = [
        Reader(app, said, secret, kind) for secret, kind in zip(secrets, ("known", "known", "staff"), strict=True)
    ]
    readers += [Reader(app, said) for _stranger in range(5)]

    def change() -> None:
        while not is_over.wait(0.05):
            with app.app_context(), transaction():
                number = said[-1] + 1
                db.session.execute(update(HouseText).where(HouseText.key == "place").values(value=f"House {number}."))
            said.append(number)

    writer = threading.Thread(target=change)
    for one in (writer, *readers):
        one.start()
    for one in readers:
        one.join()
    is_over.set()
    writer.join()
    assert [one.wrong for one in readers if one.wrong] == []
    assert [len(one.tokens) for one in readers] == [1] * 8 and len(set.union(*(one.tokens for one in readers))) == 8
    every = [token for one in readers for token in one.once]
    assert len(set(every)) == len(every) == 16


def test_what_is_kept_of_one_state_is_never_taken_for_that_of_another(app: Flask) -> None:
    keeping = unchanged.Kept(db.engine)

    class Older(int):
        """While one thread looks which state it is, another is told of the next."""

        newer: Any = None

        def __ne__(self, other: object) -> bool:
            self.newer = keeping.of(8)
            return super().__ne__(other)

        __hash__ = int.__hash__

    keeping.of(7)
    older = Older(7)
    assert keeping.of(older) is not older.newer


def test_visitors_cannot_fill_the_memory_with_pages(app: Flask, client: FlaskClient, monkeypatch: Any) -> None:
    things = app.extensions["unchanged"]
    monkeypatch.setattr(unchanged, "MOST_BYTES", 200_000)
    for number in range(12):
        client.get(f"/en/agenda?x={number}")
    kept = things._of[1]
    held = sum(len(str(part)) for thing in kept.values() for part in (thing if isinstance(thing, tuple) else (thing,)))
    assert 0 < held < 300_000


def test_a_page_that_wrote_keeps_nothing_more(app: Flask) -> None:
    with app.test_request_context("/en/agenda"):
        app.preprocess_request()
        assert unchanged.is_kept()
        with pytest.raises(ZeroDivisionError), transaction():
            assert unchanged.kept("a key", lambda: "never committed") == "never committed"
            raise ZeroDivisionError
        assert unchanged.kept("a key", lambda: "as it stands") == "as it stands"
        g.state = unchanged._state(app.extensions["unchanged"].watch)
        assert unchanged.kept("a key", _writes_and_says) == unchanged.kept("a key", lambda: "while it wrote")
        g.state = unchanged._state(app.extensions["unchanged"].watch)
        assert unchanged.kept("a key", lambda: "as it stands") == "as it stands"


def _writes_and_says() -> str:
    with transaction():
        return "while it wrote"


def test_nobody_waits_for_the_memberships_of_another(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    is_reading, may_go_on = threading.Event(), threading.Event()

    def slowly(_person: object) -> list[object]:
        is_reading.set()
        may_go_on.wait(10)
        return []

    def ask(person: object) -> None:
        asking = sessions.Asking()
        asking.person = person  # type: ignore[assignment,misc]
        assert asking.memberships == []

    monkeypatch.setattr(sessions, "memberships_of", slowly)
    threads = [threading.Thread(target=ask, args=(who,), daemon=True) for who in (object(), None)]
    threads[0].start()
    assert is_reading.wait(10)
    threads[1].start()
    threads[1].join(5)
    is_waiting = threads[1].is_alive()
    may_go_on.set()
    assert not is_waiting
