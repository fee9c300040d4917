"""The rows of the staff's desk: free times, today, the calendar's week and month, and phones that watch the queue."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import desk, measure
from tests.bench.house import Served, settings
from tests.bench.measure import Row
from tests.bench.served import Browser
from wok import clock
from wok.app import create_app
from wok.appointments import queries, rules
from wok.appointments.rules import Who
from wok.bookings import series
from wok.db import db
from wok.kernel import slots, weekly
from wok.kernel.slots import Buffers
from wok.kernel.span import Span
from wok.team import queries as team
from wok.team import rules as team_rules
from wok.team.rules import ClosedDays

PHONES = 200
EVERY_SECONDS = 15
POLLS = 600
FRENCH = Who("fr")


def free_times(on: Served) -> Iterator[Row]:
    """What is free of one matter over 60 days with five colleagues, against the same sums without a database."""
    with create_app(settings(on.ground.url), instance=on.ground.folder).app_context():
        pure, found = _pure(on.ground.desk.matter_id), _free(on.ground.desk.matter_id)
        ours, bare = measure.pair(lambda: _free(on.ground.desk.matter_id), pure, times=9)
        db.session.remove()
        db.engine.dispose()
    more = f"{found} times on {rules.window(20, 60, now=clock.now()).length.days} days"
    yield Row(
        "free times of one matter, 60 days, 5 staff", "<= 2", ours, bare, "ms", 2, more, [] if found else ["none"]
    )


def _free(matter_id: int) -> int:
    db.session.remove()
    matter = queries.matter(matter_id)
    assert matter
    return sum(len(day.starts) for day in queries.free_times(matter, FRENCH, now=clock.now()))


def _pure(matter_id: int) -> Callable[[], object]:
    """The sums alone: all they need is read beforehand."""
    matter = queries.matter(matter_id)
    assert matter
    allowed = rules.window(matter.notice_hours, matter.horizon_days, now=clock.now())
    first, last = weekly.local_day(allowed.start), weekly.local_day(allowed.end)
    people = queries.handlers(matter)
    assert len(people) == desk.OF_ONE_MATTER
    whole = Span(weekly.day_span(first).start, weekly.day_span(last).end)
    closed = [ClosedDays(one.first_on, one.last_on) for one in series.running_closures()]
    differs, busy = team._exceptions_of(people, first, last), team._busy_of(people, whole)
    known = [
        ([team.stretch_of(row) for row in one.hours], differs[one.person_id], busy[one.person_id]) for one in people
    ]
    minutes, buffers = matter.minutes, Buffers(matter.buffer_before, matter.buffer_after)

    def sums() -> list[object]:
        opening = [
            team_rules.open_spans(hours, other, closed, taken, first=first, last=last) for hours, other, taken in known
        ]
        return [slots.starts(spans, minutes, raster=rules.RASTER, buffers=buffers) for spans in opening]

    return sums


def pages(on: Served) -> Iterator[Row]:
    """Today, the week of 640 and the month of 140 appointments, each one request by Claire."""
    ground, claire, bare = on.ground.desk, on.claire(), Browser(on.bare_port)
    today = weekly.local_day(clock.now())
    for name, path, first, days, most in (
        ("S1 today in a full week", "/en/staff/", today, 1, 1.7),
        ("S4 week of 20 lanes", f"/en/staff/calendar/week?day={ground.week}", ground.week, 7, 1.6),
        ("S4 month", f"/en/staff/calendar/month?day={ground.month}", ground.month, 31, 1.7),
    ):
        status = claire.get(path).status
        assert status == 200, f"{path} answers {status}"
        same, size = f"/appointments?first={first}&days={days}", len(claire.body) / 1000
        ours, theirs = measure.pair(lambda at=path: claire.get(at), lambda at=same: bare.get(at), times=15)
        more = f"{bare.body.count(b'<li>')} appointments, {size:.0f} kB"
        yield Row(name, f"<= {most}", ours, theirs, "ms", most, more)


def phones(on: Served) -> Iterator[Row]:
    """Polls a second by sixteen connections, and what two hundred phones take of the server at one poll in 15 s."""
    path = "/api/on-call"
    etag = Browser(on.port).get(path).headers["ETag"]
    ours, took = _polled(on.port, on.pid, path, etag)
    bare, plain = _polled(on.bare_port, on.bare_pid, "/bytes", '"stored"')
    yield Row("polls of the queue, 16 connections", "", ours.per_second, bare.per_second, "/s", None, "", _bad(ours))
    share, least = (PHONES / EVERY_SECONDS * one * 100 for one in (took, plain))
    yield Row(f"{PHONES} phones watch the queue: CPU", "", share, least, "%", None, f"{took * 1000:.2f} ms CPU a poll")


def _bad(found: measure.Load) -> list[str]:
    return [f"{found.faults} bad answers"] if found.faults else []


def _polled(port: int, group: int, path: str, etag: str) -> tuple[measure.Load, float]:
    """The load, and the seconds of processor the server took for one poll."""
    before = _cpu(group)
    clients = [_poll(Browser(port), path, etag) for _ in range(16)]
    found = measure.load(clients, POLLS // 16)
    return found, (_cpu(group) - before) / (POLLS // 16 * 16)


def _poll(browser: Browser, path: str, etag: str) -> Callable[[int], bool]:
    return lambda _number: browser.get(path, If_None_Match=etag).status in (200, 304)


def _cpu(group: int) -> float:
    """Seconds of processor that a process group has taken."""
    time.sleep(0.05)
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
