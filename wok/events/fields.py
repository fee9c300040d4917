"""Days and times as organisers type them, read by our own rules and refused with our own sentences."""

from datetime import date, time

from wok.web.forms import LineField, LinesField
from wok.web.sentences import gettext as _

MOST_LINES = 60


def read_day(text: str | None) -> date | None:
    """2027-03-04 or 4.3.2027 or 4/3/2027; None for anything that is no day of these years."""
    bare = (text or "").strip().replace("/", ".")
    parts = bare.split(".")
    try:
        found = date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date.fromisoformat(bare)
    except (ValueError, OverflowError):
        return None
    return found if 2020 <= found.year < 2100 else None


def read_clock(text: str | None) -> time | None:
    """18:30, 18h30, 18.30, 18; None for anything else."""
    bare = (text or "").strip().lower().replace("h", ":").replace(".", ":").rstrip(":")
    hour, _colon, minute = bare.partition(":")
    minute = minute[:2] or "0"
    if not (hour.isascii() and hour.isdigit() and len(hour) < 3 and minute.isascii() and minute.isdigit()):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def refuse(field: LineField | LinesField, sentence: str) -> None:
    """Say what is wrong at the field."""
    field.errors = [*field.errors, sentence]


def need_day(field: LineField) -> date | None:
    """The day typed; what is none says so."""
    found = read_day(field.data)
    if found is None:
        refuse(field, _("Choose a day."))
    return found


def need_clock(field: LineField) -> time | None:
    """The time typed; what is none says so."""
    found = read_clock(field.data)
    if found is None:
        refuse(field, _("Write a time like 18:30."))
    return found


def need_days(field: LinesField) -> list[date]:
    """Days, one a line; a line that is none is named."""
    lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
    found = [read_day(line) for line in lines[:MOST_LINES]]
    wrong = [line for line, day in zip(lines, found, strict=False) if day is None]
    if len(lines) > MOST_LINES:
        refuse(field, _("Write at most %(most)s days at once.", most=MOST_LINES))
    if wrong:
        refuse(field, _("“%(line)s” is not a day. Write one day a line, like 24.12.2027.", line=wrong[0][:40]))
    return [day for day in found if day is not None]
