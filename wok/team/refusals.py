"""How the team's pages say no."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class AlreadyColleague(Refusal):
    """Can be met already."""

    def __init__(self) -> None:
        super().__init__(_l("This person is in the team already."), field="person_id")


class NotStaff(Refusal):
    """Only who works at the Wok can be met."""

    def __init__(self) -> None:
        super().__init__(_l("Only staff of the Wok can be met. Choose a colleague."), field="person_id")


class HoursOverlap(Refusal):
    """Two stretches of one day overlap, or one ends before it starts."""

    def __init__(self) -> None:
        super().__init__(_l("Two of the hours overlap, or an end is before its start. Please check each day."))


class DaysReversed(Refusal):
    """The last day lies before the first, or the days are too many."""

    def __init__(self) -> None:
        super().__init__(_l("The last day is before the first one. Choose a later day."), field="last_on")


class ColleagueLeft(Refusal):
    """Does not work here any more."""

    def __init__(self) -> None:
        super().__init__(_l("This colleague no longer works here. Choose somebody else."), field="colleague_id")


class DateIsOver(Refusal):
    """A Thursday that is past or does not take place."""

    def __init__(self) -> None:
        super().__init__(_l("This Thursday is over or cancelled. Choose another one."))


class RuleTooFarAhead(Refusal):
    """The rule would begin after the last Thursday that is stored, or in the past."""

    def __init__(self) -> None:
        super().__init__(_l("Choose a date within the next 18 months."), field="from_on")
