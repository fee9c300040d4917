"""The demonstration's past as it went by: what people and staff did, in order of time, and what the jobs did between.

Everything is done through the services with the time at which it happened, so that rounds, charges and reasons are real.
"""

import heapq
from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel.values import dataclass
from wok.sharing import rounds
from wok.sharing.models import ShareRound

Deed = Callable[[datetime], object]
MOMENT = timedelta(minutes=1)
RUNS_EVERY = timedelta(days=4)
LATELY = timedelta(days=5)  # from here on twice a day


@dataclass
class PastDays:
    """What is still to be done, the earliest first. A deed may add others for later."""

    now: datetime
    coming: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    count: int = 0
    refused: int = 0
    ran_at: datetime | None = None

    def at(self, moment: datetime, deed: Deed) -> None:
        """Do this then; what lies in the future is left out."""
        if moment < self.now:
            self.count += 1
            heapq.heappush(self.coming, (moment, self.count, deed))

    def pass_by(self) -> None:
        """Live through all of it, up to now. Owns its transactions: one for each deed, as it was."""
        while self.coming:
            moment, _number, deed = heapq.heappop(self.coming)
            self._jobs_until(moment)
            try:
                with transaction():
                    deed(moment)
            except Refusal:  # what the Wok does not allow did not happen
                self.refused += 1
        self._jobs_until(self.now)

    def _jobs_until(self, moment: datetime) -> None:
        """The rounds that closed until then are drawn at their time; lists and offers are looked at now and then."""
        while (closing := self._next_closing()) is not None and closing + MOMENT <= moment:
            self._run(closing + MOMENT)
        every = RUNS_EVERY if moment < self.now - LATELY else RUNS_EVERY / 8
        if self.ran_at is None or moment - self.ran_at >= every:
            self._run(moment)

    def _run(self, moment: datetime) -> None:
        rounds.run_due(now=moment)
        self.ran_at = moment

    @staticmethod
    def _next_closing() -> datetime | None:
        with transaction():
            return db.session.scalar(select(func.min(ShareRound.closes_at)).where(ShareRound.state == "open"))
