"""How the booking core says no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.house import house
from wok.web.sentences import lazy_gettext as _l


class NotEnoughLeft(Refusal):
    """Fewer units are free than were asked for. `free` says how many there still are."""

    def __init__(self, free: int) -> None:
        super().__init__(
            _l("There are not enough places left. Choose fewer, another date, or the waiting list."),
            field="adults",
            free=free,
        )
        self.free = free


class ManyOpen(Refusal):
    """One address without account has booked very often, or several times for one date."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Several bookings stand open with this address. For more, sign in or call us: %(phone)s.",
                phone=house("phone"),
            ),
            field="email",
        )


class IsWhole(Refusal):
    """Somebody tried to take a whole as if it were a part; a fault in the program, kept from doing harm."""

    def __init__(self) -> None:
        super().__init__(_l("This can only be booked by its parts."))


class AlreadyCancelled(Refusal):
    """The booking was cancelled before."""

    def __init__(self) -> None:
        super().__init__(_l("This booking is already cancelled."))


class TooLateToUndo(Refusal):
    """The ten minutes of undo are over."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be undone: the ten minutes are over. You can book again."))


class TooLateToWithdraw(Refusal):
    """The ten minutes of undo of several closures are over, or somebody has changed them since."""

    def __init__(self) -> None:
        super().__init__(
            _l("This can no longer be undone in one press: the ten minutes are over. Withdraw each closed day below.")
        )


class PlaceGone(Refusal):
    """Undo came too late for the place: somebody else has it now."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody else has the places now, so this cannot be undone. You can join the waiting list.")
        )


class OfferOver(Refusal):
    """The offer has lapsed or was passed on."""

    def __init__(self) -> None:
        super().__init__(
            _l("This offer has ended and the places went to the next in line. You can join the waiting list again.")
        )


class InThePast(Refusal):
    """What is past cannot be booked or changed."""

    def __init__(self) -> None:
        super().__init__(_l("This date is over. Choose a later date."))


class NoSuchMove(Refusal):
    """A date moved into the past, or further than a year."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a new date and time in the future, within the next year."), field="day")


class BookedOutside(Refusal):
    """Somebody is booked at a time that the new hours leave out."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody is booked outside these hours. Choose a later end."), field="ends")


class NotTheirCause(Refusal):
    """What something is asked for belongs to others."""

    def __init__(self) -> None:
        super().__init__(
            _l("This association takes no part in what you ask this for. Choose another one, or take that away."),
            field="association",
        )
