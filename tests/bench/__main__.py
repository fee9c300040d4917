"""`python -m tests.bench`: the rows of SPEED.md that exist so far, at several sizes, on both databases.

A quick look of under two minutes: `make bench ARGS="--sizes 1000 --rows agenda,submit,feed --databases sqlite"`; WOK_BENCH_TURNS=1
shows only that each row runs.
"""

import argparse
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import desk_rows, directory, figures, lending, mailing, programme, rows
from tests.bench.house import fill, serving
from tests.bench.measure import HEAD, Row
from tests.databases import House

OVER_HTTP = {
    "agenda": rows.agenda,
    "desk": desk_rows.pages,
    "free": desk_rows.free_times,
    "phones": desk_rows.phones,
    "submit": rows.submit,
    "feed": rows.feed,
    "cold": rows.cold,
    "memory": rows.memory,
}
ALONE = ("lending", "programme", "directory", "figures", "reminders", "race")


def main() -> int:
    """Measure what was asked for; 1 when something missed its goal and --strict was given."""
    reader = argparse.ArgumentParser(prog="make bench", description=__doc__)
    reader.add_argument("--sizes", default="1000,10000,100000", help="bookings in the database")
    reader.add_argument("--rows", default=",".join((*OVER_HTTP, *ALONE)))
    reader.add_argument("--databases", default="sqlite,postgresql")
    reader.add_argument("--reminders", type=int, default=1000)
    reader.add_argument("--rounds", type=int, default=3, help="of the race")
    reader.add_argument("--strict", action="store_true")
    given = reader.parse_args()
    os.environ.pop("WOK_NOW", None)
    logging.disable(logging.WARNING)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}; ratios to a bare stack in the same run")
    with tempfile.TemporaryDirectory(prefix="wok-bench-") as folder:
        Path(folder).chmod(0o755)
        house = House(Path(folder))
        try:
            missed = [row for row in _measure(house, Path(folder), given) if row.verdict == "MISSED"]
        finally:
            house.close()
    print(f"\n{len(missed)} rows missed their goal." if missed else "\nEvery row kept its goal.")
    return 1 if missed and given.strict else 0


def _measure(house: House, folder: Path, given: argparse.Namespace) -> Iterator[Row]:
    wanted = given.rows.split(",")
    for kind in given.databases.split(","):
        for size in [int(size) for size in given.sizes.split(",")]:
            if any(name in OVER_HTTP for name in wanted):
                yield from _over_http(house, folder, kind, size, wanted)
        print(f"\n{kind}, on a database of its own\n{HEAD}")
        if "lending" in wanted:
            yield from _shown(lending.lending(house, kind, folder))
        if "programme" in wanted:
            yield from _shown(programme.programme(house, kind, folder))
        if "figures" in wanted:
            yield from _shown(figures.figures(house, kind, folder))
        if "directory" in wanted:
            yield from _shown(directory.directory(house, kind, folder))
        if "reminders" in wanted:
            yield from _shown(mailing.reminders(house, kind, folder, given.reminders))
        if "race" in wanted:
            yield from _shown(mailing.race(house, kind, folder, given.rounds))


def _over_http(house: House, folder: Path, kind: str, size: int, wanted: list[str]) -> Iterator[Row]:
    ground = fill(house, kind, size, folder)
    print(HEAD)
    with serving(ground) as on:
        for name, measured in OVER_HTTP.items():
            if name in wanted:
                yield from _shown(measured(on))


def _shown(found: Iterator[Row]) -> Iterator[Row]:
    for row in found:
        print(row.shown(), flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(main())
