"""A whole town goes into files and comes out of them, from one kind of database to the other."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests import make
from tests.house import doors
from wok import schema
from wok.bookings.models import Booking, Resource, Taking
from wok.bookings.services import note
from wok.db import db, transaction
from wok.directory import search
from wok.people.models import Association, Person
from wok.record import checking, sealing
from wok.transfer import commands, town_export, town_import
from wok.transfer.town import Chosen

MOVING = Chosen(is_moving=True, has_cases=True)


def files(folder: Path) -> dict[str, str]:
    """Table -> checksum, as the export lists them."""
    return {one["name"]: one["sha256"] for one in json.loads((folder / "manifest.json").read_text())["tables"]}


@pytest.fixture
def towns(house, clock_at, tmp_path):
    """Open one database after the other, each with its own folder for pictures."""

    def enter(name, url):
        app = house.app(url)
        app.config["PICTURES"] = str(tmp_path / name)
        return app.app_context()

    yield enter


@pytest.mark.parametrize("way", ["sqlite to postgresql", "postgresql to sqlite"])
def test_a_town_moves_to_the_other_database_and_nothing_is_lost(way, house, towns, tmp_path):
    old, new = (house.sqlite, house.postgresql) if way.startswith("sqlite") else (house.postgresql, house.sqlite)
    old_url, new_url = old("old_town"), new("new_town")
    with towns("old", old_url):
        doors.furnish()
        make.association(name="Club für Café", is_listed=True)
        with transaction():  # more was promised than there is now: that, too, is so in the new town
            db.session.execute(update(Resource).where(Resource.kind == "lunch").values(capacity=2))
            somebody = db.session.scalar(select(func.min(Person.id)))
            note(
                db.session.scalar(select(Booking)),
                "changed",
                by="staff",
                now=make.NOW,
                person_id=somebody,
                quantity=[3, 2],
            )
        (tmp_path / "old").mkdir(exist_ok=True)
        (tmp_path / "old" / "ab12").write_bytes(b"a photograph")
        sealing.run(make.NOW)
        digest = checking.check().digest
        with town_export.place(tmp_path / "first") as where:
            counts = town_export.export(where, MOVING, now=make.NOW)
        db.session.remove()
        db.engine.dispose()
    assert counts["booking"] == 1 and counts["taking"] == 1 and "login" not in counts
    with towns("new", new_url):
        with transaction():
            assert town_import.bring_in(town_import.reader(tmp_path / "first")) == counts
        found = checking.check()
        assert (found.faults, found.digest, found.waiting) == ([], digest, 0) and found.sealed, "the record moves along"
        assert (tmp_path / "new" / "ab12").read_bytes() == b"a photograph"
        assert db.session.get(Association, search.find("cafe").ids[0]).name == "Club für Café"
        with town_export.place(tmp_path / "again.zip") as where:
            town_export.export(where, MOVING, now=make.NOW)
        zipfile.ZipFile(tmp_path / "again.zip").extractall(tmp_path / "again")
        assert files(tmp_path / "again") == files(tmp_path / "first"), "every table is the same, row by row"

        make.person(name="Somebody new")  # the counters go on behind what came in
        seats = db.session.scalar(select(Taking))
        with pytest.raises(Exception, match="over capacity"), transaction():
            db.session.add(
                Taking(booking_id=seats.booking_id, resource_id=seats.resource_id, quantity=1, starts_at=seats.starts_at, ends_at=seats.ends_at)
            )  # fmt: skip
            db.session.flush()
        with pytest.raises(town_import.CannotImport, match="not empty"), transaction():
            town_import.bring_in(town_import.reader(tmp_path / "first"))
        db.session.remove()
        db.engine.dispose()
    house.drop(new_url)
    house.drop(old_url)


def test_another_town_gets_no_key_to_anything(tmp_path, capsys, house, towns):
    given = type("Given", (), {"path": str(tmp_path / "town"), "moving": False, "with_cases": False})
    with towns("old", house.sqlite("this_town")):
        doors.furnish()
        make.staff()
        secret = db.session.scalar(select(Booking.link_token))
        assert commands.export(given) == 0 and commands.export(given) == 1, "nothing is written over"
        db.session.remove()
    said = "".join(file.read_text() for file in (tmp_path / "town").rglob("*.jsonl"))
    assert secret not in said and doors.CODE not in said and '"is_staff":true' not in said
    assert not {"message", "feed_address", "fair_case", "login", "busy_calendar"} & set(files(tmp_path / "town"))
    other = house.sqlite("other_town")
    with towns("other", other):
        given.path = str(tmp_path / "town")
        table = tmp_path / "town" / "tables" / "person.jsonl"
        whole = table.read_bytes()
        table.write_bytes(whole.replace(b"Amina", b"Mallory"))
        assert commands.import_town(given) == 1 and "was changed since it was made" in capsys.readouterr().err
        table.write_bytes(whole)
        manifest = tmp_path / "town" / "manifest.json"
        kept = manifest.read_text()
        manifest.write_text(kept.replace(f'"revision": "{schema.present()}"', '"revision": "0001"'))
        assert commands.import_town(given) == 1 and "of version 0001" in capsys.readouterr().err
        assert db.session.scalar(select(Person.id)) is None, "all or nothing"
        manifest.write_text(kept)
        assert commands.import_town(given) == 0
        booking = db.session.scalar(select(Booking))
        assert booking.link_token != secret and len(booking.code) == 8 and booking.searched is None
        assert not list(db.session.scalars(select(Person).where(Person.is_staff)))
        assert db.session.scalar(select(Association.name))
        db.session.remove()
        db.engine.dispose()
