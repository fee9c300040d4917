"""What people cannot do, each with its sentence and the way on."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class Clash(Refusal):
    """Somebody else saved first (PROMISES B5); the page shows both texts with status 409."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody else changed this while you were writing. Both texts are below. Choose, and save again.")
        )


class AddressTaken(Refusal):
    """Another person has this e-mail address (only staff ever see this)."""

    def __init__(self) -> None:
        super().__init__(
            _l("Another person in our list has this address. Look for them in the list of people."), field="email"
        )


class AddressInUse(Refusal):
    """The proved address is another person's; said only to who has its mailbox."""

    def __init__(self) -> None:
        super().__init__(_l("The Wok knows this address already. Call us: we bring both together."), field="digits")


class LastDelegate(Refusal):
    """An association needs somebody who may book for it."""

    def __init__(self) -> None:
        super().__init__(_l("This is the last person who may book. First name somebody to follow, or call us."))


class TooManyRequests(Refusal):
    """One place sends more join requests than a person can."""

    def __init__(self) -> None:
        super().__init__(_l("Many requests came from your connection. Please try again in an hour, or call us."))


class AlreadyDecided(Refusal):
    """The request is in another state than the page showed."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else decided this already. Look at its state below."))


class MailIsOut(Refusal):
    """What was decided has been told already."""

    def __init__(self) -> None:
        super().__init__(_l("They have been told already. You can still change the decision; they will be told again."))


class NoCodeForStaff(Refusal):
    """Staff with an e-mail address sign in by mail; nobody comes in as a colleague."""

    def __init__(self) -> None:
        super().__init__(_l("Colleagues with an e-mail address sign in by e-mail."))


class SameNeighbourhood(Refusal):
    """The list of neighbourhoods has this name already."""

    def __init__(self) -> None:
        super().__init__(
            _l("Another neighbourhood has this name already. Write the town with it, or change that one instead.")
        )
