"""Medians of turns in which the Wok and its bare stack take their places in the same minute, and how they are printed."""

import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TURNS = 5


@dataclass
class Row:
    """One line of the table: the work, the Wok's figure and the bare stack's, and what was promised."""

    work: str
    goal: str
    ours: float
    bare: float | None = None
    unit: str = "ms"
    most: float | None = None  # the highest ratio (or, without a bare stack, figure) that keeps the goal
    more: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        """How many times the bare stack; rates are turned round, so that small is good."""
        if not self.bare or not self.ours:
            return None
        return self.bare / self.ours if self.unit == "/s" else self.ours / self.bare

    @property
    def verdict(self) -> str:
        """kept, MISSED, or nothing where no figure was promised."""
        if self.faults:
            return "MISSED"
        reached = self.ratio if self.bare else self.ours
        if self.most is None or reached is None:
            return ""
        return "kept" if reached <= self.most else "MISSED"

    def shown(self) -> str:
        """The line as it is printed."""
        bare = f"{self.bare:9.2f}" if self.bare else " " * 9
        ratio = f"{self.ratio:6.2f}" if self.ratio else " " * 6
        faults = "; ".join([self.more, *self.faults]).strip("; ")
        return f"{self.work:<46} {self.ours:9.2f} {bare} {self.unit:<3} {ratio}  {self.goal:<14} {self.verdict:<6} {faults}"


HEAD = f"{'work':<46} {'Wok':>9} {'bare':>9} {'':<3} {'ratio':>6}  {'goal':<14} {'':<6}"


def pair(
    ours: Callable[[], object], bare: Callable[[], object], *, times: int, before: Callable[[], object] | None = None
) -> tuple[float, float]:
    """Milliseconds a call of each takes: the median of turns, in each turn the median of `times` calls.

    `before` is called before each of ours, and not counted.
    """
    ours(), bare()
    turns = int(os.environ.get("WOK_BENCH_TURNS", TURNS))
    found = [(_median(ours, times, before), _median(bare, times)) for _ in range(turns)]
    return statistics.median(a for a, _b in found), statistics.median(b for _a, b in found)


def _median(call: Callable[[], object], times: int, before: Callable[[], object] | None = None) -> float:
    return statistics.median(_timed(call, before) for _ in range(times))


def _timed(call: Callable[[], object], before: Callable[[], object] | None) -> float:
    if before:
        before()
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


@dataclass(frozen=True)
class Load:
    """What many clients saw: calls a second, the slowest percent in milliseconds, and what was no good answer."""

    per_second: float
    p99: float
    faults: int


def load(clients: list[Callable[[int], bool]], calls: int) -> Load:
    """Each client makes so many calls, all at once, one thread each; a call says whether it went well."""
    took: list[float] = []
    faults: list[int] = []
    line = threading.Barrier(len(clients) + 1)

    def work(call: Callable[[int], bool], at: int) -> None:
        line.wait()
        for number in range(calls):
            began = time.perf_counter()
            if not call(at * calls + number):
                faults.append(number)
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=work, args=(call, at)) for at, call in enumerate(clients)]
    for thread in threads:
        thread.start()
    line.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return Load(len(took) / seconds, sorted(took)[int(len(took) * 0.99) - 1], len(faults))
