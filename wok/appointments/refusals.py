"""How the appointments say no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class TimeGone(Refusal):
    """The time is taken, past, off the raster, outside the hours or on a closed day; the page offers the nearest three."""

    def __init__(self) -> None:
        super().__init__(_l("This time is not free any more. Choose another one; all you wrote is kept."), field="at")


class MatterGone(Refusal):
    """The matter was withdrawn, or nobody handles it any more."""

    def __init__(self) -> None:
        super().__init__(_l("We do not offer this matter any more. Choose another one, or call us."), field="matter")


class NoSuchPlace(Refusal):
    """The matter cannot be dealt with there."""

    def __init__(self) -> None:
        super().__init__(_l("This matter cannot be dealt with there. Choose one of the places."), field="place")


class AlreadyOpen(Refusal):
    """One open appointment per association and matter; the existing one can be moved."""

    def __init__(self, booking_id: int) -> None:
        super().__init__(
            _l("You already have an appointment for this matter. You can move it to another time instead.")
        )
        self.booking_id = booking_id


class OverAlready(Refusal):
    """The meeting has begun or is over, or its booking is cancelled."""

    def __init__(self) -> None:
        super().__init__(_l("This appointment is over or cancelled. You can make a new one."))


class TimeTakenMeanwhile(Refusal):
    """Undo came too late: somebody else has the old time."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else has the old time now, so this cannot be undone. Choose another time."))


class ProposalOver(Refusal):
    """The proposed time was answered, or is kept no longer."""

    def __init__(self) -> None:
        super().__init__(_l("This proposal is over. Choose one of the free times instead."))


class NothingToConfirm(Refusal):
    """The appointment does not wait for the staff (any more)."""

    def __init__(self) -> None:
        super().__init__(_l("This appointment no longer waits for our answer."))


class NobodyHandlesIt(Refusal):
    """A matter without name, place or colleague cannot be offered."""

    def __init__(self) -> None:
        super().__init__(_l("Give the matter a name, at least one place, and at least one colleague."))
