"""What fair access says no to, each with its sentence and the way on."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class NobodyReads(Refusal):
    """No named colleague would be left to read it."""

    def __init__(self) -> None:
        super().__init__(
            _l("Then nobody could read it. Leave one of them in, or call us: we name somebody else."),
            field="left_out",
        )


class OutcomeMissing(Refusal):
    """A decision says how it ended."""

    def __init__(self) -> None:
        super().__init__(_l("Say how it ended."), field="outcome")


class AlreadyRead(Refusal):
    """A letter that the reporter may have read stays."""

    def __init__(self) -> None:
        super().__init__(_l("It is too late to take this letter back: it may have been read."))


class CaseErased(Refusal):
    """The words of this report are gone; nothing more can be said about it."""

    def __init__(self) -> None:
        super().__init__(_l("This report was erased. Nothing more can be written to it."))


class LastReader(Refusal):
    """One colleague at least must be able to read a report."""

    def __init__(self) -> None:
        super().__init__(_l("Then nobody could read it. Name another colleague first."), field="who")
