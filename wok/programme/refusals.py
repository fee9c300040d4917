"""Why a site is not put on the list, or a newsletter not begun."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class NotAHost(Refusal):
    """What was written names no site."""

    def __init__(self) -> None:
        super().__init__(_l("Write only the name of the site, like www.example.lu."), field="host")


class TooManyHosts(Refusal):
    """The rule would grow too long for browsers."""

    def __init__(self) -> None:
        super().__init__(_l("The list is full. Take a site off it first."), field="host")


class TooManyDrafts(Refusal):
    """One person began more newsletters than staff can read."""

    def __init__(self) -> None:
        super().__init__(_l("That is a lot at once. Please wait a little, or call us."))
