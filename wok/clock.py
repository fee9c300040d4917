"""The one place that reads the time.

`now()` is called once, in a view, a job or a command; everything below takes `now` as an argument.
`WOK_NOW` (ISO 8601 with offset) stops the clock for tests and demonstrations; nothing is patched.
"""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC, cut to whole microseconds."""
    fixed = os.environ.get("WOK_NOW")
    return datetime.fromisoformat(fixed).astimezone(UTC) if fixed else datetime.now(UTC)


def machine_now() -> datetime:
    """The machine's own time, in UTC, which WOK_NOW does not move: for the scheduler's ticks alone."""
    return datetime.now(UTC)
