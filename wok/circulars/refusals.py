"""What messages to many say no to, each with its sentence and the way on."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class TooManyRecipients(Refusal):
    """More people than one message may go to."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            _l(
                "This would go to %(count)s people; one message goes to %(most)s at most. Choose fewer.",
                count=count,
                most=most,
            )
        )


class NobodyToTell(Refusal):
    """The choice finds nobody who can be told."""

    def __init__(self) -> None:
        super().__init__(_l("Nobody would be told. Choose somebody else."))


class AlreadyLeft(Refusal):
    """The ten minutes are over."""

    def __init__(self) -> None:
        super().__init__(_l("It is too late to take this message back: it is on its way."))


class NoDraft(Refusal):
    """Only a draft is changed or sent."""

    def __init__(self) -> None:
        super().__init__(_l("This message was sent already. Nothing was sent again."))


class HasChanged(Refusal):
    """Between the preview and the button somebody joined or left; the page shows the new number."""

    def __init__(self) -> None:
        super().__init__(
            _l("Since you saw this page, the people or the words have changed. Look once more, then send.")
        )
