"""How asking says no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class MayNotShare(Refusal):
    """An association that is not accepted, or not any more."""

    def __init__(self) -> None:
        super().__init__(_l("This group is not confirmed yet, so it cannot borrow or book. Please ask us."))


class AnchorTaken(Refusal):
    """One date for each circle and season round."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Your group has named its date for this half-year already. Change that wish, or ask for other dates later."
            ),
            field="is_season",
        )


class NotShared(Refusal):
    """Nothing of this kind is shared by the rule: a page that is out of date."""

    def __init__(self) -> None:
        super().__init__(_l("This cannot be borrowed any more. Choose something else."))


class NumberTyped(Refusal):
    """Two different people type the public number."""

    def __init__(self) -> None:
        super().__init__(_l("You typed the number already. Now a colleague types it too."), field="number")


class NumbersDiffer(Refusal):
    """The second staff member typed another number than the first."""

    def __init__(self) -> None:
        super().__init__(
            _l("The two numbers are not the same. Check it and type it again; then your colleague does."),
            field="number",
        )


class TooLateToJoin(Refusal):
    """Asking together is decided before the wishes close."""

    def __init__(self) -> None:
        super().__init__(_l("It is too late to join: the wishes for these dates are closed."))


class WishesClosed(Refusal):
    """A public number is typed after the wishes closed and before the draw."""

    def __init__(self) -> None:
        super().__init__(_l("A number can be typed between the closing of the wishes and the draw."), field="number")


class WishesOver(Refusal):
    """Between the closing of the wishes and the draw nothing is changed; it can be withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            _l("The wishes for these dates are closed and the answer comes soon. Change it after the answer.")
        )
