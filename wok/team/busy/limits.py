"""What a calendar file may be at most, and how its reading ends when it is more (PROMISES S10)."""

import time
from datetime import timedelta

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 2000
MOST_DATES = 366  # of one rule within `LOOK_BACK`
MOST_SPANS = 5000  # kept after overlapping ones are joined
MOST_CHARACTERS = 200_000  # of one line
DEEPEST = 8  # components within components
LOOK_BACK = timedelta(days=731)
BUDGET_SECONDS = 2.0
STEPS = 32  # between two looks at the clock, which are slow on some machines


class Fault(Exception):
    """The calendar cannot be had or read; `code` is one of busy_words.FAULTS. Carries no text of the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadEvent(Exception):
    """One event makes no sense; the others are read."""


class Budget:
    """So much time of the processor and no more, however clever the file."""

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds
        self._looks = 0

    def check(self) -> None:
        """Raise Fault when the time is over; called once for each small step, of which few last a millisecond."""
        self._looks += 1
        if self._looks % STEPS == 0 and time.thread_time() > self._until:
            raise Fault("slow_file")
