"""How answers and offers say no: what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class OfferEnded(Refusal):
    """The offer was taken, passed on, or lapsed."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "This offer has ended: it was answered already, or it went to the next in the list. Call us if that is wrong."
            )
        )


class NotOnTheList(Refusal):
    """It waits no longer: served, left, or over."""

    def __init__(self) -> None:
        super().__init__(_l("You are not on this waiting list any more."))


class ReviewWaits(Refusal):
    """One review at a time, and two at most."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody looks at it already. We write to you, or call us."))


class NothingToReview(Refusal):
    """There is no answer yet, or it is long past."""

    def __init__(self) -> None:
        super().__init__(_l("There is no answer here that could be looked at again. Please call us."))


class TooLateToSay(Refusal):
    """The round has closed: who asks together is fixed."""

    def __init__(self) -> None:
        super().__init__(_l("It is too late: the time for wishes is over. Call us, and we look for another way."))
