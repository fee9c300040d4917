"""How the on-call says no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class NoNumbersNow(Refusal):
    """Outside the morning, on a day that does not take place, or after the last number."""

    def __init__(self) -> None:
        super().__init__(_l("We give no numbers now. Choose a time next week, or call us."))


class LastNumberGone(Refusal):
    """The wait is longer than the morning."""

    def __init__(self) -> None:
        super().__init__(
            _l("The last number is gone: the wait is longer than the morning. Choose a time next week, or call us.")
        )


class TooManyNumbers(Refusal):
    """One address took more numbers than a house full of people would."""

    def __init__(self) -> None:
        super().__init__(
            _l("Very many numbers were taken from your connection. Take one at the tablet by the door, or at the desk.")
        )


class NobodyWaits(Refusal):
    """There is nobody to call."""

    def __init__(self) -> None:
        super().__init__(_l("Nobody is waiting now."))


class TakenMeanwhile(Refusal):
    """Somebody of the team, or the visitor, was faster."""

    def __init__(self) -> None:
        super().__init__(_l("Something changed for this number in the meantime. See how it stands now."))


class NotToBeMerged(Refusal):
    """Two turns that cannot become one."""

    def __init__(self) -> None:
        super().__init__(_l("These two cannot share a turn. Choose two numbers that wait today."))


class TooLateToTakeBack(Refusal):
    """The ten minutes of undo are over, or something else happened since."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be undone."))


class TimeGone(Refusal):
    """Somebody else has booked this time, or it is not offered."""

    def __init__(self) -> None:
        super().__init__(_l("This time has just been taken. Choose another; all you wrote is kept."), field="time")


class NotBookable(Refusal):
    """The date does not take place, or is over."""

    def __init__(self) -> None:
        super().__init__(_l("No time can be booked on this day. Choose another day."), field="time")


class StillWithUs(Refusal):
    """The morning cannot be closed while somebody sits with a colleague."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody is still with a colleague. Finish that visit first."))
