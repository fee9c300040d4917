"""How the lunch says no."""

from flask_babel import lazy_gettext as _l

from wok.errors import Refusal


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
