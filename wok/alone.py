"""One of many: done in a transaction of its own, so that one bad record keeps nobody else waiting (PROMISES F7).

What breaks is logged without its words (D6) and remembered until `taken()`: a job says then that it did not do all.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from wok.db import transaction

log = logging.getLogger("wok")
_broken = threading.local()


@contextmanager
def alone(what: str) -> Iterator[None]:
    """All writes for one record, or none. Raises OperationalError: a database that is away breaks them all."""
    try:
        with transaction():
            yield
    except OperationalError:
        raise
    except Exception as fault:  # the rim of one record
        log.error("%s: %s", what, where(fault))
        _broken.faults = [*getattr(_broken, "faults", ()), f"{what}: {where(fault)}"]


def together(numbers: Sequence[int], deed: Callable[[Sequence[int]], int], what: str) -> int:
    """A batch in one transaction; if that breaks, each alone. Returns what `deed` says was done."""
    try:
        with transaction():
            return deed(numbers)
    except OperationalError:
        raise
    except Exception:  # one of them: found by doing each alone
        done = 0
        for number in numbers:
            with alone(f"{what} {number}"):
                done += deed([number])
        return done


def taken() -> list[str]:
    """What broke in this thread since we last asked."""
    faults: list[str] = getattr(_broken, "faults", [])
    _broken.faults = []
    return faults


def where(fault: Exception) -> str:
    """The kind of fault and the lines of code it came from; its own words may hold addresses (PROMISES D6)."""
    frames = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
    return f"{type(fault).__name__} in {' > '.join(frames[-5:])}"
