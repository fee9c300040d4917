"""Topics people bring to a lunch: "we look for dancers", "we have a van"; who opts in sees what fits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.kernel.values import dataclass
from wok.lunches.models import Chip
from wok.web.sentences import lazy_gettext as _l

DIRECTIONS = {"look": _l("We look for"), "offer": _l("We offer")}
THEMES = {
    "dance": _l("Dance"),
    "music": _l("Music"),
    "sport": _l("Sport"),
    "kitchen": _l("Cooking and food"),
    "transport": _l("Transport"),
    "rooms": _l("Rooms"),
    "languages": _l("Languages"),
    "children": _l("Children"),
    "help": _l("A helping hand"),
    "other": _l("Something else"),
}

CARRIED = ("direction", "words", "theme", "wants_matches", "language", "state")

# The theme of a topic as projects name it; the others say nothing of what a project is about.
PROJECT_THEMES = {
    "dance": "dance",
    "music": "music",
    "sport": "sport",
    "kitchen": "food",
    "languages": "languages",
    "children": "children",
    "help": "help",
}


@dataclass(frozen=True)
class Topic:
    """What one party looks for or offers, in their words."""

    direction: str
    words: str
    theme: str = "other"
    wants_matches: bool = False


def bring(booking: Booking, topic: Topic) -> Chip:
    """Put a topic on the table of the booking's lunch; the public sees it once staff have read it."""
    chip = Chip(
        booking_id=booking.id,
        occurrence_id=booking.occurrence_id,
        direction=topic.direction,
        words=topic.words,
        theme=topic.theme,
        wants_matches=topic.wants_matches,
        language=booking.language,
        state="new",
    )
    db.session.add(chip)
    db.session.flush()
    return chip


def topic_of(booking: Booking) -> Topic | None:
    """What this party brings, as it was said."""
    chip = next(iter(of_booking(booking)), None)
    return Topic(chip.direction, chip.words, chip.theme, chip.wants_matches) if chip else None


def change(booking: Booking, topic: Topic | None) -> None:
    """Another topic, which staff read anew, or none any more; only wanting matches or not is no new topic."""
    chip = next(iter(of_booking(booking)), None)
    if chip is None:
        if topic:
            bring(booking, topic)
        return
    if topic is None:
        db.session.delete(chip)
        return
    if (topic.direction, topic.words, topic.theme) != (chip.direction, chip.words, chip.theme):
        chip.direction, chip.words, chip.theme, chip.state = topic.direction, topic.words, topic.theme, "new"
    chip.wants_matches = topic.wants_matches


def carry(booking: Booking, to: Booking) -> None:
    """What a party brings goes along to another date, as staff have read it."""
    for chip in of_booking(booking):
        said = {name: getattr(chip, name) for name in CARRIED}
        db.session.add(Chip(booking_id=to.id, occurrence_id=to.occurrence_id, **said))
    db.session.flush()


def of_booking(booking: Booking) -> Sequence[Chip]:
    """What this party brings."""
    return db.session.scalars(select(Chip).where(Chip.booking_id == booking.id).order_by(Chip.id)).all()


@dataclass(frozen=True)
class Fit:
    """Somebody else's topic that answers ours, and the lunch they come to. No names (PROMISES D2)."""

    chip: Chip
    occurrence: Occurrence


def fitting(chips: Sequence[Chip], *, now: datetime, limit: int = 5) -> list[Fit]:
    """Topics of others, of the same theme and the other direction, at coming lunches, soonest first."""
    asked = [chip for chip in chips if chip.wants_matches]
    if not asked:
        return []
    mine = asked[0]
    rows = db.session.execute(
        select(Chip, Occurrence)
        .join(Occurrence, Occurrence.id == Chip.occurrence_id)
        .join(Booking, Booking.id == Chip.booking_id)
        .where(
            Chip.theme == mine.theme,
            Chip.direction != mine.direction,
            Chip.booking_id != mine.booking_id,
            Chip.state == "shown",
            Booking.status != "cancelled",
            Occurrence.ends_at > now,
        )
        .order_by(Occurrence.starts_at, Chip.id)
        .limit(limit)
    ).all()
    return [Fit(row.Chip, row.Occurrence) for row in rows]
