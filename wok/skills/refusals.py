"""What skills say no to, each with the way on."""

from wok.errors import Refusal
from wok.skills import rules
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import lazy_ngettext as _ln


class NotYours(Refusal):
    """The association is not theirs."""

    def __init__(self) -> None:
        super().__init__(_l("Choose one of your associations."), field="association")


class TooSoon(Refusal):
    """The time is past, or too far away."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a time that is still to come, within a year."), field="day")


class NobodyFits(Refusal):
    """No association offers this for these hours."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Nobody offers this with so many hours left and in this language. Ask for less, or call us: we ask around."
            )
        )


class OwnOffer(Refusal):
    """They would ask themselves."""

    def __init__(self) -> None:
        super().__init__(_l("This is your own offer. Choose another association."))


class OfferAway(Refusal):
    """The offer is paused or ended."""

    def __init__(self) -> None:
        super().__init__(_l("This is not offered for the time being. Ask whoever can."))


class NoHoursLeft(Refusal):
    """They have given their hours of the month."""

    def __init__(self, left: int) -> None:
        super().__init__(
            _ln(
                "They have %(num)s hour left that month. Ask for less, or ask whoever can.",
                "They have %(num)s hours left that month. Ask for less, or ask whoever can.",
                left,
            ),
            field="hours",
        )


class TooManyAsks(Refusal):
    """Limits keep the helpers' mailboxes quiet."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "You have %(most)s asks without an answer. Wait for one, or take one back; or call us.",
                most=rules.MOST_OPEN,
            )
        )


class TooManyToday(Refusal):
    """So many asks a day."""

    def __init__(self) -> None:
        super().__init__(
            _l("You have asked %(most)s times today. Ask again tomorrow, or call us.", most=rules.MOST_A_DAY)
        )


class Answered(Refusal):
    """It was answered, taken back or is over."""

    def __init__(self) -> None:
        super().__init__(_l("This has changed meanwhile. This is how it stands now."))


class SomebodyElse(Refusal):
    """The first who said yes has it."""

    def __init__(self) -> None:
        super().__init__(_l("Thank you! Another association was first, so you need not do anything."))


class NotOverYet(Refusal):
    """Hours are said afterwards."""

    def __init__(self) -> None:
        super().__init__(_l("Say the hours once it is over."))
