"""Two raw connections, no code of ours between: the database itself refuses to sell twice (B2)."""

import threading

import psycopg
import pysqlite3.dbapi2 as sqlite
import pytest

from tests.drill import table
from wok.db import db

LEVELS = ("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
TAKE = (
    "INSERT INTO taking (booking_id, resource_id, quantity, starts_at, ends_at)"
    " SELECT id, {resource}, 1, starts_at, ends_at FROM booking WHERE id = {booking}"
)
FREE = "SELECT count(*) FROM taking WHERE resource_id = {resource}"


@pytest.fixture
def statement(app):
    """Two bookings at the same hours, without takings, and one half of a room to take."""
    _whole, half, other = table.room()
    ids = [table.book_room(half, 0).id, table.book_room(other, 0).id]
    db.session.connection().exec_driver_sql("DELETE FROM taking")
    db.session.commit()
    db.session.remove()
    return lambda words, which=0: words.format(resource=half, booking=ids[which])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("second", LEVELS)
@pytest.mark.parametrize("first", LEVELS)
def test_no_isolation_level_lets_two_connections_sell_one_place(house, statement, database_url, first, second):
    address = database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address) as one, psycopg.connect(address) as two:
        for connection, level in ((one, first), (two, second)):
            connection.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            assert connection.execute(statement(FREE)).fetchone() == (0,)
        one.execute(statement(TAKE))
        refused: list[Exception] = []
        rival = threading.Thread(target=_try, args=(two, statement(TAKE, 1), refused))
        rival.start()
        rival.join(0.2)
        one.commit()
        rival.join(20)
        assert refused and "XX" not in (refused[0].sqlstate or "XX")
        assert one.execute(statement(FREE)).fetchone() == (1,)


def _try(connection: psycopg.Connection, words: str, refused: list[Exception]) -> None:
    try:
        connection.execute(words)
        connection.commit()
    except psycopg.Error as error:
        refused.append(error)
        connection.rollback()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_two_sqlite_connections_cannot_sell_one_place(statement, database_url, begin):
    path = database_url.removeprefix("sqlite:///")
    one, two = (sqlite.connect(path, isolation_level=None, timeout=0.1) for _ in range(2))
    one.execute(begin)
    if begin == "BEGIN":
        two.execute(begin)
    assert one.execute(statement(FREE)).fetchone() == two.execute(statement(FREE)).fetchone() == (0,)
    one.execute(statement(TAKE))
    with pytest.raises(sqlite.OperationalError, match="locked"):
        two.execute(statement(TAKE, 1))
    one.execute("COMMIT")
    with pytest.raises((sqlite.OperationalError, sqlite.IntegrityError)):
        two.execute(statement(TAKE, 1))
    if begin == "BEGIN":
        two.execute("ROLLBACK")
    assert one.execute(statement(FREE)).fetchone() == (1,)
    one.close()
    two.close()
