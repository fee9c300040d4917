"""What cannot be done with a project, each with its sentence and the way on."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class MoreThanNeeded(Refusal):
    """Somebody wants to bring more than is missing. `missing` is an amount of the need's kind."""

    def __init__(self, missing: int, words: str) -> None:
        super().__init__(
            _l(
                "Less is missing: only %(amount)s. You can bring that much, or the owner raises the need.", amount=words
            ),
            field="amount",
            missing=missing,
        )


class IsCovered(Refusal):
    """Nothing is missing any more."""

    def __init__(self) -> None:
        super().__init__(
            _l("This need is covered already. Look what else is missing, or ask the owner to raise it."), field="amount"
        )


class AlreadyUsed(Refusal):
    """What was brought has been used."""

    def __init__(self) -> None:
        super().__init__(_l("This was used already, so it cannot be taken back. Talk to the project’s owner."))


class HasBrought(Refusal):
    """A need that somebody brings something for cannot go, nor fall below what was used."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody brings something for this. Talk to them first: they can take it back."))


class ProjectEnded(Refusal):
    """The project is done or given up."""

    def __init__(self) -> None:
        super().__init__(_l("This project has ended. Its owner can take it up again."))


class OwnerStays(Refusal):
    """The owner cannot simply leave."""

    def __init__(self) -> None:
        super().__init__(_l("You own this project. First pass it on to another partner, or give it up."))


class AlreadyIn(Refusal):
    """The association is in already, or was asked already."""

    def __init__(self) -> None:
        super().__init__(_l("They are in already, or were asked already."), field="association")


class NotPossibleNow(Refusal):
    """The page showed another state than the present one."""

    def __init__(self) -> None:
        super().__init__(_l("This changed meanwhile. Please look at how it stands now."))


class PollClosed(Refusal):
    """The date is found, or the question was taken back."""

    def __init__(self) -> None:
        super().__init__(_l("This question about a date is closed. The page says what was found."))


class NoSuchTimes(Refusal):
    """Fewer than two times were proposed, or one has passed."""

    def __init__(self) -> None:
        super().__init__(_l("Propose from two to twelve times that are still to come."), field="times")


class TimeOver(Refusal):
    """The time that was chosen has passed, or all proposed ones have."""

    def __init__(self) -> None:
        super().__init__(_l("This time is over. Take a later one, or propose new times."))


class TooMany(Refusal):
    """More projects, links or answers than a person can mean."""

    def __init__(self) -> None:
        super().__init__(_l("That is a lot at once. Please wait a little, or call us."))
