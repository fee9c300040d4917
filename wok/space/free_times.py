"""When some room is free for so long, for whoever looks for a date (bookings/free_rooms.py)."""

from datetime import date, datetime, timedelta

from wok.space import queries


def starts(first: date, last: date, length: timedelta) -> set[datetime]:
    """Each moment from `first` to `last` (local days) at which at least one room could be used; three statements."""
    rooms = queries.rooms()
    found = queries.free(rooms, first, last) if rooms else {}
    return {at for one in found.values() for at in one.starts(length)}
