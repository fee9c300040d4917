"""`wok simulate`: the same towns under four policies, what tricks gain, and whether the pass marks are met."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

from wok.kernel.values import dataclass
from wok.simulation import report
from wok.simulation.measures import Figures, measure
from wok.simulation.policies import POLICIES, contested
from wok.simulation.town import make
from wok.simulation.tricks import Tried, try_all

TRICK_TOWNS = 6
MOST_TOWNS = 1000


@dataclass(frozen=True)
class Task:
    """One town to compute; the first few also try the tricks."""

    seed: int
    demand: float
    with_tricks: bool


@dataclass(frozen=True)
class Done:
    seed: int
    figures: dict[str, Figures]
    tried: list[Tried]


def run(given: argparse.Namespace) -> int:
    """Print table, bars and marks; 0 when every mark is met, 1 when one is missed, 2 when asked for nonsense."""
    if not 1 <= given.towns <= MOST_TOWNS or not 0.05 <= given.demand <= 20 or not 1 <= given.processes <= 64:
        print(f"Say 1 to {MOST_TOWNS} towns, a demand from 0.05 to 20, and 1 to 64 processes.", file=sys.stderr)
        return 2
    is_usual = given.demand == 1.0
    tasks = [Task(given.seed * 10_000 + at, given.demand, is_usual and at < TRICK_TOWNS) for at in range(given.towns)]
    done = sorted(_progress(computed(tasks, given.processes), len(tasks)), key=lambda one: one.seed)
    rows = {policy: [one.figures[policy] for one in done] for policy in POLICIES}
    tried = [trick for one in done for trick in one.tried]
    print(f"Means of {given.towns} towns, a year each, demand {given.demand:g}, contested wishes only:\n")
    print(report.table(rows), report.bars(rows), sep="\n\n")
    if tried:
        print(f"\nGain in useful units, {min(TRICK_TOWNS, given.towns)} towns:\n\n{report.tricks_table(tried)}")
    if given.chart and not _drawn(Path(given.chart), report.svg(rows)):
        return 2
    found = report.marks(rows, tried, is_usual_demand=is_usual)
    print("\nPass marks (FAIRNESS.md section 12):")
    for mark in found:
        print(f"  {'held  ' if mark.is_held else 'MISSED'}  {mark.words}: {mark.found}")
    return 0 if all(mark.is_held for mark in found) else 1


def computed(tasks: list[Task], processes: int) -> Iterator[Done]:
    """The towns as they are finished, in any order; those with tricks, which take longest, begin first."""
    if processes == 1:
        yield from map(compute, tasks)
        return
    with get_context("spawn").Pool(min(processes, len(tasks))) as pool:
        yield from pool.imap_unordered(compute, tasks)


def compute(task: Task) -> Done:
    """One town under every policy."""
    town = make(task.seed, task.demand)
    measured = contested(town)
    figures = {policy: measure(town, decide(town), measured) for policy, decide in POLICIES.items()}
    return Done(task.seed, figures, try_all(town) if task.with_tricks else [])


def _progress(done: Iterable[Done], many: int) -> Iterator[Done]:
    shown = sys.stderr.isatty()
    for at, one in enumerate(done, 1):
        if shown or at == many or at % 10 == 0:
            start, end = ("\r", "") if shown else ("", "\n")
            print(f"{start}town {at} of {many}", end=end, file=sys.stderr, flush=True)
        yield one
    if shown:
        print(file=sys.stderr)


def _drawn(path: Path, picture: str) -> bool:
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as fault:
        print(f"{path} cannot be written: {fault.strerror}", file=sys.stderr)
        return False
    print(f"\nThe bars as a picture: {path}")
    return True
