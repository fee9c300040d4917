"""The words of the meeting space: set-ups, needs a room answers, and how times stand in forms and addresses."""

from datetime import UTC, date, datetime, time

from wok.bookings.interpreting import NEED
from wok.bookings.needs import NEEDS
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

LAYOUTS = {
    "as_is": _l("As it stands"),
    "rows": _l("Chairs in rows"),
    "tables": _l("Tables and chairs"),
    "circle": _l("Chairs in a circle"),
    "standing": _l("Empty, all stand"),
}
ACCESS = {code: NEEDS[code] for code in ("step_free", "hearing_loop", "quiet_place")}  # what a room can have
ASKED = {**ACCESS, NEED: NEEDS[NEED]}  # what people can need
OPENED_BY = {"keys": _l("You fetch the keys"), "staff": _l("We open for you")}
MODES = {"first_come": _l("Given at once"), "window": _l("Wishes, shared fairly")}
SCOPES = {"this": _l("This date only"), "later": _l("This date and later ones"), "all": _l("All dates to come")}
BIGGEST_ID = 2**31 - 1
VALUE = "%Y%m%dT%H%MZ"


def read_id(text: str | None) -> int | None:
    """A number of ours, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and 0 < int(text) <= BIGGEST_ID else None


def read_day(text: str | None) -> date | None:
    """A day from a form or an address; None for anything that is no day of these years."""
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


def read_clock(text: str | None) -> time | None:
    """A time of day as people write it: 9, 9:30, 9h30, 0930; seconds are dropped."""
    bare = (text or "").strip().lower().replace("h", ":").replace(".", ":").rstrip(":")
    if bare.isascii() and bare.isdigit() and len(bare) in (3, 4):
        bare = f"{bare[:-2]}:{bare[-2:]}"
    hour, _colon, rest = bare.partition(":")
    minute = rest.partition(":")[0] or "0"
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    if len(hour) > 2 or len(minute) > 2 or int(minute) > 59 or int(hour) > 24 or (int(hour) == 24 and int(minute)):
        return None
    return time(int(hour) % 24, int(minute))


def write_clock(at: time) -> str:
    """A time of day as a form carries it."""
    return f"{at:%H:%M}"


def write_instant(at: datetime) -> str:
    """An instant as a form and an address carry it."""
    return at.astimezone(UTC).strftime(VALUE)


def read_instant(text: str) -> datetime | None:
    """The instant somebody chose; None for anything else."""
    try:
        found = datetime.strptime(text, VALUE).replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 and write_instant(found) == text else None


def layout_name(code: str) -> str:
    """A set-up in words."""
    return str(LAYOUTS.get(code, "")) if code else _("As it stands")
