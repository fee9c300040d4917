"""The rows of SPEED.md that exist so far, each measured over HTTP against its bare stack."""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import measure, served
from tests.bench.house import Served
from tests.bench.measure import Load, Row
from tests.bench.served import Browser, Guest

_numbers = itertools.count(1)


def agenda(on: Served) -> Iterator[Row]:
    """The agenda as list and as month, signed in: one request; seen again, and made anew after somebody's change."""
    amina, bare = on.amina(), Browser(on.bare_port)
    change = lambda: bare.post("/book", {"slot": "3", "name": "Somebody else"})  # noqa: E731  # in the same database
    for name, path in (("list", "/en/agenda"), ("month", "/en/agenda/month")):
        assert amina.get(path).status == 200, path
        size = len(amina.body) / 1000
        fault = [f"{size:.0f} kB"] if size > 60 else []
        for when, before, times in (("", None, 25), (", made anew", change, 10)):
            ours, theirs = measure.pair(
                lambda at=path: amina.get(at), lambda: bare.get("/page"), times=times, before=before
            )
            yield Row(f"agenda as {name}, signed in{when}", "<= 1.7", ours, theirs, "ms", 1.7, f"{size:.0f} kB", fault)


def _slots(on: Served) -> Iterator[str]:
    return itertools.cycle(on.ground.lunches)


def submit(on: Served) -> Iterator[Row]:
    """RSVP: form, CSRF, rules, history, outbox, one commit; by one client and by sixteen."""
    guest, bare, pages = Guest(on.port, on.ground.lunches[0]), Browser(on.bare_port), _slots(on)
    ours, theirs = measure.pair(
        lambda: _must(guest.come(next(_numbers), page=next(pages))[0], 303),
        lambda: _must(bare.post("/book", {"slot": "1", "name": f"Guest {next(_numbers)}"}).status, 201),
        times=30,
    )
    yield Row("RSVP submit, 1 client", "<= 2", ours, theirs, "ms", 2)
    loads = [_sixteen(on) for _ in range(3)]
    ours_16, bare_16 = (sorted(found, key=lambda one: one.per_second)[1] for found in zip(*loads, strict=True))
    faults = sum(one.faults for pair in loads for one in pair)
    more = f"p99 {ours_16.p99:.0f} ms, bare p99 {bare_16.p99:.0f} ms"
    bad = [f"{faults} bad answers"] if faults else []
    bad += [] if ours_16.per_second >= 600 and ours_16.p99 <= 60 else ["absolute goal not reached"]
    yield Row(
        "RSVP submit, 16 clients", ">= 600, p99 60", ours_16.per_second, bare_16.per_second, "/s", None, more, bad
    )


def _must(status: int, wanted: int) -> None:
    assert status == wanted, f"answered {status} instead of {wanted}"


def _sixteen(on: Served) -> tuple[Load, Load]:
    guests = [Guest(on.port, on.ground.lunches[0]) for _ in range(16)]
    others = [Browser(on.bare_port) for _ in range(16)]
    pages = _slots(on)

    def ours(guest: Guest) -> Callable[[int], bool]:
        return lambda _number: guest.come(next(_numbers), page=next(pages))[0] == 303

    def bare(browser: Browser) -> Callable[[int], bool]:
        return lambda number: browser.post("/book", {"slot": "2", "name": f"Guest {number}"}).status == 201

    return measure.load([ours(one) for one in guests], 15), measure.load([bare(one) for one in others], 15)


def feed(on: Served) -> Iterator[Row]:
    """The public feed in full, and unchanged."""
    reader, bare = Browser(on.port), Browser(on.bare_port)
    path = "/feeds/all.en.ics"
    etag = reader.get(path).headers["ETag"]
    size = f"{len(reader.body) / 1000:.0f} kB"
    ours, theirs = measure.pair(lambda: reader.get(path), lambda: bare.get("/bytes"), times=40)
    yield Row("feed, full", "<= 2", ours, theirs, "ms", 2, size)
    ours, theirs = measure.pair(
        lambda: _must(reader.get(path, If_None_Match=etag).status, 304),
        lambda: bare.get("/bytes", If_None_Match='"stored"'),
        times=40,
    )
    yield Row("feed, unchanged: 304", "<= 2", ours, theirs, "ms", 2, f"{len(reader.body)} bytes")


def cold(on: Served) -> Iterator[Row]:
    """From the command to the first answer."""
    ours, bare = [], []
    for _turn in range(3):
        ours.append(_start(lambda port: served.wok(on.ground.url, on.ground.folder, port)))
        bare.append(_start(lambda port: served.start(_bare_words(on, port), served.environment("", on.ground.folder))))
    first, plain = statistics.median(ours), statistics.median(bare)
    yield Row(
        "cold start of the web process", "<= 1 s", first, plain, "s", None, "", [] if first <= 1 else ["over 1 s"]
    )


def _bare_words(on: Served, port: int) -> list[str]:
    return ["tests.bench.bare", "--port", str(port), "--database", on.ground.url]


def _start(start: Callable[[int], object]) -> float:
    port = served.free_port()
    began = time.monotonic()
    with served.running(start(port)):
        served.wait_until_up(port, "/feeds/none")
        return time.monotonic() - began


def memory(on: Served) -> Iterator[Row]:
    """Web after the load of the rows above, and jobs after their first ticks."""
    jobs = served.start(
        ["wok.cli", "jobs"], served.environment(on.ground.url, on.ground.folder), on.ground.folder / "jobs.log"
    )
    with served.running(jobs):
        time.sleep(8)
        web_mb, jobs_mb = _proportional(on.pid), _proportional(jobs.pid)
    more = f"web {web_mb:.0f}, jobs {jobs_mb:.0f}"
    yield Row("memory of web + jobs", "<= 150 MB", web_mb + jobs_mb, None, "MB", 150, more)


def _proportional(group: int) -> float:
    """Megabytes of a process group, shared pages counted once."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                found += next(
                    int(line.split()[1]) for line in (folder / "smaps_rollup").open() if line.startswith("Pss:")
                )
        except (OSError, StopIteration):
            continue
    return found / 1024
