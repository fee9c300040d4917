"""How signing up and helping say no."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import lazy_ngettext


class EventFull(Refusal):
    """Fewer places are left than the party needs."""

    def __init__(self, free: int) -> None:
        super().__init__(
            _l("There are not enough places left. Join the waiting list, or come with fewer."),
            field="adults",
            free=free,
        )
        self.free = free


class TooManyForEvent(Refusal):
    """The party is larger than the event itself: no waiting would help."""

    def __init__(self, seats: int) -> None:
        super().__init__(
            lazy_ngettext(
                "This event has %(num)s place in all. Come with fewer, or call us.",
                "This event has %(num)s places in all. Come with fewer, or call us.",
                seats,
            ),
            field="adults",
        )


class NotOpenToSignUp(Refusal):
    """Cancelled, closed until staff decide, withdrawn, or past."""

    def __init__(self) -> None:
        super().__init__(_l("Nobody can sign up for this date any more. Choose another date, or call us."))


class SignUpClosed(Refusal):
    """The time to sign up is over."""

    def __init__(self) -> None:
        super().__init__(_l("The time to sign up is over. Call us: there may still be room."))


class NobodyComes(Refusal):
    """A party of none."""

    def __init__(self) -> None:
        super().__init__(_l("Say how many of you are coming: at least one."), field="adults")


class AlreadySignedUp(Refusal):
    """The same person, or the same address and name, is on this date's list."""

    def __init__(self) -> None:
        super().__init__(
            _l("You have signed up for this date already. Change that sign-up, or tick that this is another one."),
            field="again",
        )


class EventOver(Refusal):
    """What is over cannot be changed."""

    def __init__(self) -> None:
        super().__init__(_l("This date is over. Please call us if something is wrong."))


class ShiftFull(Refusal):
    """Enough people help already."""

    def __init__(self) -> None:
        super().__init__(_l("Enough people help at that time already. Thank you! Choose another time to help."))


class ShiftNotOpen(Refusal):
    """The shift is over, not wanted any more, or its date does not take place."""

    def __init__(self) -> None:
        super().__init__(_l("This help is no longer looked for. Look at the event's page for what is."))


class ShiftsOverlap(Refusal):
    """One person cannot be in two places."""

    def __init__(self) -> None:
        super().__init__(
            _l("You help somewhere else at that time. Choose another time, or take the other one back first.")
        )
