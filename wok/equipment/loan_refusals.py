"""How asking for equipment says no: what, why, and what is possible instead."""

from collections.abc import Sequence
from datetime import date

from flask_babel.speaklater import LazyString

from wok.errors import Refusal
from wok.web.dates import say_day
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

DAYS = {
    "reversed": (_l("The return day lies before the pick-up day. Choose a later return day."), "last"),
    "past": (_l("This date is over. Choose a later date."), "first"),
    "far": (_l("You can ask up to a year ahead. Choose an earlier date."), "first"),
    "sooner": (_l("Choose a day later than the return day you have now."), "last"),
}


class DaysRefused(Refusal):
    """The days cannot be: reversed, past, too far, too long."""

    def __init__(self, fault: str, prefix: str = "", *, longest: int = 0) -> None:
        sentence, field = (_too_long(longest), "last") if fault == "long" else DAYS[fault]
        super().__init__(sentence, field=prefix + field)


def _too_long(longest: int) -> str:
    return ngettext(
        "A loan lasts at most %(num)s day, both days counted. Choose an earlier return day, or call us.",
        "A loan lasts at most %(num)s days, both days counted. Choose an earlier return day, or call us.",
        longest,
    )


class NoDay(Refusal):
    """A day was not given, or cannot be read."""

    def __init__(self, field: str) -> None:
        super().__init__(_l("Choose the day, or write it like 2027-06-12."), field=field)


class ClosedAtEnd(Refusal):
    """Nothing is handed out or taken back on one of the two days."""

    def __init__(self, day: date, others: Sequence[date], field: str) -> None:
        super().__init__(_closed(day, others), field=field)


def _closed(day: date, others: Sequence[date]) -> str:
    if len(others) == 2:
        return str(
            _(
                "We hand nothing out and take nothing back on %(day)s. Choose %(before)s or %(after)s.",
                day=say_day(day),
                before=say_day(others[0]),
                after=say_day(others[1]),
            )
        )
    if others:
        return str(
            _(
                "We hand nothing out and take nothing back on %(day)s. Choose %(other)s.",
                day=say_day(day),
                other=say_day(others[0]),
            )
        )
    return str(_("We hand nothing out and take nothing back on %(day)s. Choose another day.", day=say_day(day)))


class NothingAsked(Refusal):
    """An empty basket."""

    def __init__(self) -> None:
        super().__init__(_l("Say how many you need of at least one thing."), field="basket")


class NumberRefused(Refusal):
    """So many of a thing cannot be asked for; `field` is the thing's own."""

    def __init__(self, sentence: "str | LazyString", field: str) -> None:
        super().__init__(sentence, field=field)


class ThingGone(Refusal):
    """A thing was withdrawn, or pauses, while somebody asked for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("We do not lend “%(thing)s” at the moment. Choose something else; all you wrote is kept.", thing=name),
            field="basket",
        )


class MayNotBorrow(Refusal):
    """Only accepted associations borrow."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Your association is not confirmed yet, so it cannot borrow. Call us or come to the on-call service: we confirm it in person."
            ),
            field="association",
        )


class NoSuchPartner(Refusal):
    """A partner's name means nobody, or the asking association itself."""

    def __init__(self, name: str, field: str, *, is_own: bool = False) -> None:
        sentence = (
            _("Your own association is in already. Name another one, or leave this empty.")
            if is_own
            else _("We know no association called “%(name)s”. Choose one of the list, or leave this empty.", name=name)
        )
        super().__init__(sentence, field=field)


class LoanOver(Refusal):
    """The loan is over, handed out already or cancelled."""

    def __init__(self) -> None:
        super().__init__(_l("This loan is over or cancelled. You can ask again."))


class HandedOut(Refusal):
    """What was handed out is brought back, not cancelled."""

    def __init__(self) -> None:
        super().__init__(_l("You have these things already. Bring them back, or ask us for more days."))


class FewerThen(Refusal):
    """A change would leave less of what they have."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _("Not enough is free then of: %(things)s. All stays as it was. Choose other days, or fewer.", things=names)
        )


class OthersWait(Refusal):
    """More days only while nobody waits for the things."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _(
                "Others wait for these things, or have booked them: %(things)s. Please bring them back as agreed, or call us.",
                things=names,
            ),
            field="last",
        )


class NobodyMeant(Refusal):
    """Staff typed a name that is no accepted association's, nor somebody's for one."""

    def __init__(self) -> None:
        super().__init__(
            _l("We know no association by this name. Type a few letters and choose one; a new one is accepted first."),
            field="name",
        )


class NothingLeft(Refusal):
    """Nothing of it is free, and it begins too soon to wait for it."""

    def __init__(self) -> None:
        super().__init__(
            _l("Nothing of it is free any more, and these days begin too soon to wait. Choose other days."),
            field="first",
        )
