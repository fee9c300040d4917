"""How the meeting space says no. Each sentence says what, why, and what is possible instead."""

from collections.abc import Sequence
from datetime import datetime

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class RoomTaken(Refusal):
    """Taken, closed or outside the hours; the page offers the nearest free times."""

    def __init__(self) -> None:
        super().__init__(
            _l("The room is not free at this time. Choose another time; all you wrote is kept."), field="day"
        )


class DatesTaken(Refusal):
    """Some dates of a series clash; the page names them and lets them stay as they are."""

    def __init__(self, starts: Sequence[datetime]) -> None:
        super().__init__(
            _l("The room is not free on all dates. Leave those as they are, or choose another time."), field="day"
        )
        self.starts = list(starts)


class TooManyPeople(Refusal):
    """More people than the room holds; the page proposes a bigger room."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _l("At most %(most)s people fit into this room. Choose a bigger room, or come with fewer.", most=most),
            field="people",
            most=most,
        )


class RoomGone(Refusal):
    """The room is not offered any more."""

    def __init__(self) -> None:
        super().__init__(_l("We do not offer this room at the moment. Choose another one, or call us."), field="room")


class GivenByWishes(Refusal):
    """At the new time the room is shared by wishes: nobody moves past them."""

    def __init__(self) -> None:
        super().__init__(
            _l("At that time the room is given by wishes. Ask for it anew, and cancel this booking once you have it."),
            field="day",
        )


class OverAlready(Refusal):
    """The use has begun or is over, or is cancelled."""

    def __init__(self) -> None:
        super().__init__(_l("This booking has begun, is over or is cancelled. You can ask for the room again."))


class TimeTakenMeanwhile(Refusal):
    """Undo came too late: somebody else has the room now."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has the room now, so this cannot be undone. Choose another time."))


class NoDateLeft(Refusal):
    """A weekly use without a single date."""

    def __init__(self) -> None:
        super().__init__(_l("No date is left. Keep at least one date, or choose other hours."), field="plan")


class TooSoonToDisplace(Refusal):
    """The Wok's own events need fourteen days' notice when somebody has the room."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody has the room then, and they need 14 days’ notice. Choose a later date or another room.")
        )


class NoEqualOffer(Refusal):
    """Nothing as good is free for those who would have to give way."""

    def __init__(self) -> None:
        super().__init__(_l("No equal room or time is free to offer instead. Choose another date."))


class NotReleased(Refusal):
    """The room is not empty long enough, or somebody is here."""

    def __init__(self) -> None:
        super().__init__(_l("The room is not free: somebody is here, or may still come."))


class IsUsed(Refusal):
    """A room with coming uses keeps its parts."""

    def __init__(self) -> None:
        super().__init__(_l("The room is booked, so its parts cannot be changed now."), field="parts")
