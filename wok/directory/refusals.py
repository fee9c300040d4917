"""What letters cannot do, each with its sentence and the way on."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class NoLetters(Refusal):
    """The association takes no letters, or not from this writer, or nobody there can get them."""

    def __init__(self) -> None:
        super().__init__(_l("This association takes no letters from you at the moment. Call us: we ask them."))


class Ourselves(Refusal):
    """A letter to one's own association."""

    def __init__(self) -> None:
        super().__init__(_l("This is your own association. You find your people on its page."))


class Barred(Refusal):
    """The staff decided that this writer may not write."""

    def __init__(self) -> None:
        super().__init__(_l("You cannot write letters at the moment, because one was reported. Call us about it."))


class TooManyLetters(Refusal):
    """More than a person writes in a day."""

    def __init__(self) -> None:
        super().__init__(_l("That is enough letters for today. Please write again tomorrow, or call us."))


class ManyCame(Refusal):
    """This association got many letters of strangers today."""

    def __init__(self) -> None:
        super().__init__(_l("Many people wrote to them today. Please write again tomorrow, or call us."))


class NoLinks(Refusal):
    """A link in a stranger's first letter."""

    def __init__(self) -> None:
        super().__init__(_l("A first letter can have no link. Say it in words; links can follow."), field="words")


class FewerLinks(Refusal):
    """More links than a letter needs."""

    def __init__(self) -> None:
        super().__init__(_l("A letter can have two links at most. Please leave some out."), field="words")


class IsOut(Refusal):
    """The letter has left already."""

    def __init__(self) -> None:
        super().__init__(_l("Your letter is on its way already."))


class Closed(Refusal):
    """Nobody can write in this conversation any more."""

    def __init__(self) -> None:
        super().__init__(_l("This conversation is closed. Nobody can write here any more."))


class DecidedAlready(Refusal):
    """Another colleague was quicker, or what was decided has been told."""

    def __init__(self) -> None:
        super().__init__(_l("Somebody else decided this already. Look at its state below."))
