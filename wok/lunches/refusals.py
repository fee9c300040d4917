"""How the lunch says no."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class LunchFull(Refusal):
    """Fewer seats are left than the party needs; the page offers the list and the nearest three lunches."""

    def __init__(self, free: int) -> None:
        super().__init__(
            _l("There are not enough places left at this lunch. Join the waiting list, or choose another date."),
            field="adults",
            free=free,
        )
        self.free = free


class LunchNotOpen(Refusal):
    """Cancelled, closed until staff decide, or past."""

    def __init__(self) -> None:
        super().__init__(_l("This lunch is not open for new guests. Choose another date."))


class NobodyComes(Refusal):
    """A party of none."""

    def __init__(self) -> None:
        super().__init__(_l("Say how many of you are coming: at least one."), field="adults")


class TooLateToChange(Refusal):
    """The lunch has begun."""

    def __init__(self) -> None:
        super().__init__(_l("This lunch has already begun. Please call us if something is wrong."))


class DecisionNeeded(Refusal):
    """A move to a date that cannot be."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a new date and time in the future, within the next year."), field="day")


class NoSuchSpan(Refusal):
    """A day and times that make no span."""

    def __init__(self) -> None:
        super().__init__(_l("Choose an end that is later than the start, at times the clocks show on that day."))


class RuleTooFarAhead(Refusal):
    """The rule would begin after the last date that is stored."""

    def __init__(self) -> None:
        super().__init__(
            _l("Choose a date within the next 18 months: the lunches are planned so far."), field="from_on"
        )


class TooLateToUndoRule(Refusal):
    """The ten minutes of undo of a rule are over: people are being told."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This can no longer be undone: the ten minutes are over. Change it back here; you see first what would happen."
            )
        )


class WishesNotNow(Refusal):
    """The window of this date is over, or it does not take place."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be changed: wishes for this lunch are no longer taken."))
