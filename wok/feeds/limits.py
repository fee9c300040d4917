"""How often one private address may be asked (PROMISES S9).

Counted in the memory of this process: a poll must stay one read and write nothing. With several web processes
the limit is that many times as high, and a restart forgets it; it is there to stop a program that runs wild.
"""

from datetime import datetime

POLLS = 60
SECONDS = 600  # programs ask every few minutes at most


class Limit:
    """At most POLLS in each stretch of SECONDS, per address. Holds no more than the living addresses asked within one."""

    def __init__(self) -> None:
        self._stretch = 0
        self._counts: dict[str, int] = {}

    def wait(self, fingerprint: str, *, now: datetime) -> int:
        """Count one poll; the seconds to wait when it is one too many, else 0."""
        stretch, gone = divmod(int(now.timestamp()), SECONDS)
        if stretch != self._stretch:
            self._stretch, self._counts = stretch, {}
        count = self._counts[fingerprint] = self._counts.get(fingerprint, 0) + 1
        return SECONDS - gone if count > POLLS else 0
