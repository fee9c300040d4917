"""Many guests of one lunch, written at once."""

import random

from wok.bookings.models import Occurrence
from wok.bookings.services import Contact
from wok.demo import past
from wok.demo.people import Regular


def crowd(occurrence: Occurrence, count: int) -> None:
    """So many confirmed guests, one seat each, with an e-mail address."""
    early = occurrence.starts_at.replace(day=1)
    came = [
        past.Came(
            Regular(Contact(f"Guest {number}", "en", "email", f"guest{number}@example.org"), (), (), 1.0),
            occurrence,
            adults=1,
            children=0,
            ended="unmarked",
            booked_at=early,
            fewer=0,
        )
        for number in range(count)
    ]
    past.store(came, random.Random(1), now=early)
