"""How events say no."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class RoomTooSmall(Refusal):
    """More seats than the room holds."""

    def __init__(self, most: int) -> None:
        super().__init__(
            _l("This room holds %(most)s people. Give fewer places, or choose a larger room.", most=most),
            field="seats",
            most=most,
        )


class NoTitle(Refusal):
    """Nothing to call it by."""

    def __init__(self) -> None:
        super().__init__(_l("Write a title in the language you write in first."))


class NoDates(Refusal):
    """An event without a date to come."""

    def __init__(self) -> None:
        super().__init__(_l("Add a date to come first: nobody can come without one."))


class NoSeats(Refusal):
    """People are to sign up, and there is no place."""

    def __init__(self) -> None:
        super().__init__(_l("Say how many places there are, or choose “No sign-up”."), field="seats")


class NoNewDay(Refusal):
    """All the days given are its dates already, or over."""

    def __init__(self) -> None:
        super().__init__(_l("Choose days to come that are not among its dates yet."), field="days")


class TooManyDates(Refusal):
    """More dates than one event has."""

    def __init__(self, most: int) -> None:
        super().__init__(_l("One event has at most %(most)s dates. Make a second one.", most=most), most=most)


class NoSuchHours(Refusal):
    """Days and times that make no span."""

    def __init__(self) -> None:
        super().__init__(_l("The clocks do not show these hours on one of the days. Choose other hours."), field="ends")


class PeopleSignedUp(Refusal):
    """Somebody counts on it: it can be cancelled, not taken away."""

    def __init__(self) -> None:
        super().__init__(
            _l("People have signed up, so it stays public. Cancel it instead: then they are told, with the reason.")
        )


class WasPublic(Refusal):
    """It stands in people's calendars."""

    def __init__(self) -> None:
        super().__init__(
            _l("It was public and stands in people’s calendars. Cancel it instead: then they see that it is off.")
        )


class NotInThisState(Refusal):
    """Somebody else, or another press, has changed its state meanwhile."""

    def __init__(self) -> None:
        super().__init__(_l("This has changed meanwhile. Look at how it stands now."))


class NotThen(Refusal):
    """A shift outside its date."""

    def __init__(self) -> None:
        super().__init__(
            _l("Choose hours on the day itself, at most six hours before it begins or after it ends."), field="ends"
        )


class SameName(Refusal):
    """A partner organisation of this name is in the list."""

    def __init__(self) -> None:
        super().__init__(_l("An organisation of this name is in the list already."), field="name")
