"""How the staff's pages of sharing say no."""

from typing import Any

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class Changed(Exception):
    """Somebody else decided since this page was drawn (409); `now_stands` is what a decision stands on today."""

    def __init__(self, now_stands: dict[str, Any]) -> None:
        super().__init__("changed")
        self.now_stands = now_stands


class MoreThanFree(Refusal):
    """Never more than there is."""

    def __init__(self, free: int) -> None:
        super().__init__(
            _l("So many are not free on these dates. Choose at most what is free, or other dates."),
            field="quantity",
            free=free,
        )


class MoreThanAsked(Refusal):
    """They did not ask for so many."""

    def __init__(self) -> None:
        super().__init__(_l("They asked for fewer. Choose at most what they asked for."), field="quantity")


class AlreadyOver(Refusal):
    """Its dates are over, or it was withdrawn."""

    def __init__(self) -> None:
        super().__init__(_l("This request was withdrawn or its dates are over. There is nothing left to decide."))


class NotUndone(Refusal):
    """The ten minutes are over, or something was decided since."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be undone. Decide again instead."))


class KlassIsFixed(Refusal):
    """The rule has run with the class it had."""

    def __init__(self) -> None:
        super().__init__(_l("This request is decided; its class counts no more. Decide yourself, with a reason."))


class NeedsAnother(Refusal):
    """Linking takes two."""

    def __init__(self) -> None:
        super().__init__(_l("You proposed this yourself. A colleague must confirm it."))


class AlreadySettled(Refusal):
    """A colleague was quicker."""

    def __init__(self) -> None:
        super().__init__(_l("A colleague has already confirmed or withdrawn this."))


class AlreadyProposed(Refusal):
    """The same waits already."""

    def __init__(self) -> None:
        super().__init__(_l("This is proposed already and waits for a second colleague."))


class NotLinkable(Refusal):
    """They share already, or one of them stands alone."""

    def __init__(self, is_linking: bool) -> None:
        super().__init__(
            _l("These groups are linked already.") if is_linking else _l("This group is not linked with another.")
        )


class AlreadyExcused(Refusal):
    """Excused before."""

    def __init__(self) -> None:
        super().__init__(_l("This is excused already."))


class InTheFuture(Refusal):
    """Days ahead cannot count yet."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a day that is not in the future."), field="on")


class TooEarlyToWait(Refusal):
    """Waiting ends after the closing, and before the draw."""

    def __init__(self) -> None:
        super().__init__(
            _l("Choose a day after the closing, in the future. A round that is drawn waits no more."), field="until"
        )


class CannotShare(Refusal):
    """The two are not rivals for the very same thing any more, or were asked."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "These two can no longer be asked: one has changed, was asked already, or the time for wishes is nearly over."
            )
        )
