"""How the staff's calendar says no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class OffTheRaster(Refusal):
    """Staff place entries to five minutes."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a time in steps of five minutes, for example 9:35."), field="starts")


class EndsBeforeItStarts(Refusal):
    """Reversed, or without length."""

    def __init__(self) -> None:
        super().__init__(_l("Choose an end that is later than the start."), field="ends")


class TooLong(Refusal):
    """A meeting of more than eight hours."""

    def __init__(self) -> None:
        super().__init__(_l("This is longer than eight hours. Choose an earlier end."), field="ends")


class OverOrPast(Refusal):
    """What is past cannot be booked or changed."""

    def __init__(self) -> None:
        super().__init__(_l("This time is over. Choose a later one."), field="day")


class NoSuchClock(Refusal):
    """The hour that spring skips."""

    def __init__(self, next_good: str) -> None:
        said = _l("The clocks jump over this time on that day. The next time there is: %(time)s.", time=next_good)
        super().__init__(said, field="starts")


class NotTheirs(Refusal):
    """The colleague does not handle the matter, or no longer."""

    def __init__(self) -> None:
        said = _l("This colleague does not handle this matter. Choose another colleague or matter.")
        super().__init__(said, field="colleague")


class NotHere(Refusal):
    """The colleague left meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("This colleague no longer works here. Choose somebody else."), field="colleague")


class Taken(Refusal):
    """Somebody or something else is there; never over somebody else's time."""

    def __init__(self) -> None:
        super().__init__(
            _l("Something else is there at this time. Choose another time, or move that first."), field="starts"
        )


class SayWhy(Refusal):
    """Beyond the hours or the limits: possible, with a reason that is kept."""

    def __init__(self) -> None:
        super().__init__(
            _l("This is possible with a reason, which we keep. Write it, or choose another time."), field="reason"
        )


class DatesTaken(Refusal):
    """Some dates of a repeated entry are taken."""

    def __init__(self, days: str) -> None:
        super().__init__(
            _l("Something else is there on these days: %(days)s. Leave them out, or choose another time.", days=days),
            field="skip",
        )


class AskWhich(Refusal):
    """The hour that autumn repeats."""

    def __init__(self) -> None:
        super().__init__(_l("The clocks show this time twice on that day. Say which one you mean."), field="twice")
