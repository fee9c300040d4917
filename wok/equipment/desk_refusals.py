"""How the desk says no: what, why, and what is possible instead."""

from flask_babel.speaklater import LazyString

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class NothingChosen(Refusal):
    """A hand-over of nothing."""

    def __init__(self) -> None:
        super().__init__(_l("Tick what goes out, or say how many."))


class MoreThanGranted(Refusal):
    """More than the loan was given, or than has still to go out."""

    def __init__(self, name: LazyString, left: int) -> None:
        super().__init__(_l("%(thing)s: %(number)s can still go out for this loan.", thing=name, number=left))


class UnitNotHere(Refusal):
    """This piece is out, in repair or not one of these things."""

    def __init__(self, tag: str) -> None:
        super().__init__(_l("%(tag)s is not on the shelf: out, in repair or lost. Choose another one.", tag=tag))


class NotFreeYet(Refusal):
    """Handed out before its day, or once more, while others have it."""

    def __init__(self, name: LazyString) -> None:
        super().__init__(_l("%(thing)s is promised to somebody else on these days.", thing=name))


class NotALoan(Refusal):
    """The loan was cancelled, or was never given."""

    def __init__(self) -> None:
        super().__init__(_l("This loan was cancelled or not confirmed, so nothing goes out for it."))


class ChangedMeanwhile(Refusal):
    """A colleague ticked the same line first."""

    def __init__(self) -> None:
        super().__init__(_l("A colleague was faster. This is how it stands now."))


class TooManyBack(Refusal):
    """More came back than went out."""

    def __init__(self, out: int) -> None:
        super().__init__(_l("%(number)s are out. Write at most that many.", number=out), field="count")


class TooLateHere(Refusal):
    """The ten minutes of undo are over."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be undone: the ten minutes are over."))


class NotThatMany(Refusal):
    """More to repair than there are in service."""

    def __init__(self) -> None:
        super().__init__(_l("There are not that many in service."), field="count")


class NoSuchSignature(Refusal):
    """What came as a signature is no small picture."""

    def __init__(self) -> None:
        super().__init__(_l("The signature could not be read. Sign again, or sign on paper."), field="signature")


class NoSubstitute(Refusal):
    """What could have been lent instead is not free any more."""

    def __init__(self, name: LazyString) -> None:
        super().__init__(_l("%(thing)s is promised to somebody else on these days.", thing=name))
