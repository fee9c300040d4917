"""The rows of the directory: searching ten thousand associations by words, by their beginning, with a slip, and by filters."""

import random
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from tests.bench import measure
from tests.bench.measure import Row
from tests.databases import House
from wok import clock
from wok.app import create_app
from wok.db import db, transaction
from wok.demo import cast
from wok.directory import indexing
from wok.directory.models import DirectoryEntry
from wok.people.models import Association
from wok.people.spoken import SPOKEN
from wok.people.themes import THEMES

ASSOCIATIONS = 10_000
LISTED = 20  # a page of the directory
ROWS = {
    "sqlite": "SELECT rowid FROM association_search WHERE association_search MATCH 'danse*' ORDER BY sort_name LIMIT :most",
    "postgresql": "SELECT association_id FROM association_search WHERE found @@ CAST('danse:*' AS tsquery)"
    " ORDER BY sort_name LIMIT :most",
}
CARDS = (
    "SELECT a.id, a.name, a.neighbourhood, e.about, e.themes, e.languages FROM association a"
    " LEFT JOIN directory_entry e ON e.association_id = a.id WHERE a.id IN ({ids})"
)
PAGE = (
    "<!doctype html><title>Bare</title><ul>{% for row in rows %}<li><a href='/{{ row[0] }}'>{{ row[1] }}</a> {{ row[2] }}"
    " {{ row[3] }} {{ row[4] }} {{ row[5] }}</li>{% endfor %}</ul>"
)


def directory(house: House, kind: str, folder: Path) -> Iterator[Row]:
    """On a database of its own, within one process: no network on either side."""
    url = house.sqlite() if kind == "sqlite" else house.postgresql()
    app = create_app(house.settings(url), instance=folder)
    with app.app_context():
        _fill()
        if kind != "sqlite":
            db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"}).exec_driver_sql("ANALYZE")
        db.session.remove()
    ours, bare = app.test_client(), _bare(app, kind).test_client()
    for work, query in (
        (f"directory, {LISTED} of {ASSOCIATIONS}", ""),
        ("the same, one word in full", "?q=danseurs"),
        ("the same, two beginnings without accents", "?q=cec+dans"),
        ("the same, a word with a slip", "?q=dansuers"),
        ("the same, a word and a theme", "?q=danse&theme=music"),
    ):
        path = f"/en/associations{query}"
        size = len(_good(ours, path)) / 1000
        took, plain = measure.pair(lambda at=path: _good(ours, at), lambda: _good(bare, "/page"), times=5)
        yield Row(work, "(<= 6)", took, plain, "ms", None, f"{size:.0f} kB")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    house.drop(url)


def _good(client: FlaskClient, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    return answer.get_data()


def _bare(app: Flask, kind: str) -> Flask:
    """One search of the same index, one query for the rows and a cached template; no library but Flask."""
    bare = Flask("bare")
    cached = bare.jinja_env.from_string(PAGE)
    with app.app_context():
        engine = db.engine

    @bare.get("/page")
    def page() -> str:
        with engine.connect() as connection:
            ids = connection.scalars(text(ROWS[kind]), {"most": LISTED}).all()
            rows = connection.execute(text(CARDS.format(ids=", ".join(map(str, ids))))).all()
        return cached.render(rows=rows)

    return bare


def _fill() -> None:
    """Associations as the demonstration draws them, each with an entry, and the index of them all."""
    rng, now = random.Random(1535), clock.now()
    groups = cast.groups(ASSOCIATIONS, rng)
    themes, spoken = list(THEMES), list(SPOKEN)
    with transaction():
        first = (db.session.scalar(text("SELECT max(id) FROM association")) or 0) + 1
        db.session.execute(
            insert(Association),
            [
                {
                    "id": first + n, "name": f"{one.name} {n}", "form": one.form, "purpose": one.purpose,
                    "size_band": one.size_band, "neighbourhood": one.neighbourhood, "status": "accepted",
                    "is_listed": True, "asked_at": now, "accepted_at": now,
                }
                for n, one in enumerate(groups)
            ],
        )  # fmt: skip
        db.session.execute(
            insert(DirectoryEntry),
            [
                {
                    "association_id": first + n, "about": {one.language: one.purpose}, "looking_for": {}, "offering": {},
                    "themes": rng.sample(themes, 2), "languages": rng.sample(spoken, 2), "website": "", "changed_at": now,
                }
                for n, one in enumerate(groups)
            ],
        )  # fmt: skip
        indexing.rebuild()
