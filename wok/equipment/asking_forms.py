"""What people answer when they ask for equipment: days, what for, with whom. Every page carries all answers."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from wok.bookings.hands import Hand
from wok.equipment.loan_refusals import NoDay
from wok.equipment.loan_rules import Days
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.models import Association
from wok.sharing.staff_words import KLASSES
from wok.web.forms import LineField, LinesField, OnceForm, WokForm, at_most, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext

PARTNERS = ("partner_1", "partner_2")
LONGEST_HELP = 8  # hours


def read_day(text: str | None) -> date | None:
    """A day of these years, or None."""
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


def read_clock(text: str | None) -> time | None:
    """A time of day as people write it: 9, 9:30, 9h30; None for anything else."""
    hour, _colon, minute = (text or "").strip().lower().replace("h", ":").replace(".", ":").partition(":")
    minute = minute[:2] or "0"
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()) or len(hour) > 2:
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


class DaysFields(WokForm):
    """From when to when."""

    first = LineField(_l("Pick-up day"), [required(), at_most(20)])
    last = LineField(_l("Return day"), [required(), at_most(20)])

    def validate_first(self, field: Any) -> None:
        """A day."""
        self._is_day(field)

    def validate_last(self, field: Any) -> None:
        """A day."""
        self._is_day(field)

    @staticmethod
    def _is_day(field: Any) -> None:
        if field.data and read_day(field.data) is None:
            raise ValidationError(NoDay("").sentence)

    def days(self) -> Days | None:
        """The days, when both can be read."""
        first, last = read_day(self.first.data), read_day(self.last.data)
        return Days(first, last) if first and last else None

    def good_days(self) -> Days:
        """The days. Raises NoDay at the first of the two that cannot be read."""
        for name in ("first", "last"):
            if read_day(self[name].data) is None:
                raise NoDay(name)
        return Days(read_day(self.first.data) or date.min, read_day(self.last.data) or date.min)

    def take_days(self, values: Mapping[str, str]) -> None:
        """The days of the address, as they are, where the form itself has none."""
        for field in (self.first, self.last):
            if not field.raw_data:
                field.data = values.get(field.name, "")[:20]
                field.raw_data = [field.data]


class UseFields(WokForm):
    """What for, where, in which class; the same questions in front of the screen and at the desk."""

    purpose = LineField(_l("What is it for?"), [required(), at_most(200)])
    place_of_use = LineField(_l("Where will you use it?"), [at_most(200)])
    collector = LineField(_l("Who collects it?"), [at_most(120)])
    note = LinesField(_l("Anything we should know"), [at_most(1000)])
    klass = RadioField(_l("Who is it for?"), choices=list(KLASSES.items()), default="C", validate_choice=False)
    would_share = BooleanField(_l("We would share the things with another group that wants the same days"))

    def validate_klass(self, field: Any) -> None:
        """One of the four."""
        if field.data not in KLASSES:
            raise ValidationError(_("Choose one of the four."))


class HandFields(WokForm):
    """Somebody who comes along and sets the things up: which skill, when, for how long."""

    hand = RadioField(_l("Shall somebody come along who can set it up?"), default="", validate_choice=False)
    hand_day = LineField(_l("Day"), [at_most(20)])
    hand_starts = LineField(_l("From"), [at_most(12)])
    hand_hours = SelectField(_l("How long?"), default="1", validate_choice=False)

    def offer_hands(self, hands: Sequence[Hand]) -> None:
        """The skills that fit what is asked for."""
        self.hand.choices = [("", _("No, we manage")), *((one.code, one.words) for one in hands)]
        if self.hand.data not in [one.code for one in hands]:
            self.hand.data = ""
        hours = range(1, LONGEST_HELP + 1)
        self.hand_hours.choices = [(str(one), ngettext("%(num)s hour", "%(num)s hours", one)) for one in hours]

    def validate_hand_day(self, field: Any) -> None:
        """A day, when somebody is to come."""
        if self.hand.data and read_day(field.data) is None:
            raise ValidationError(_("Choose a day."))

    def validate_hand_starts(self, field: Any) -> None:
        """A time, when somebody is to come."""
        if self.hand.data and read_clock(field.data) is None:
            raise ValidationError(_("Write a time like 18:30."))

    def validate_hand_hours(self, field: Any) -> None:
        """One of the list."""
        if self.hand.data and field.data not in [value for value, _words in field.choices]:
            raise ValidationError(_("Choose how long."))

    def hand_span(self) -> Span | None:
        """When somebody is to come; None when nobody is, or the answers are not good."""
        day, starts = read_day(self.hand_day.data), read_clock(self.hand_starts.data)
        if not self.hand.data or day is None or starts is None:
            return None
        start = weekly.nearest(day, starts)
        return Span(start, start + timedelta(hours=self.help_hours()))

    def help_hours(self) -> int:
        """Whole hours."""
        return int(self.hand_hours.data or 1)


class AskForm(DaysFields, UseFields, HandFields, OnceForm):
    """All answers but the basket, which has its own fields."""

    association = RadioField(_l("Which association borrows?"), validate_choice=False)
    klass_words = LinesField(_l("Why, in a few words"), [at_most(500)])
    second_first = LineField(_l("Pick-up day"), [at_most(20)])
    second_last = LineField(_l("Return day"), [at_most(20)])
    is_season = BooleanField(_l("This is our one date of the half-year"))
    partner_1 = LineField(_l("Together with"), [at_most(200)])
    partner_2 = LineField(_l("And with"), [at_most(200)])
    accepts = BooleanField(_l("We accept the rules, the deposit and the insurance named above"))

    def offer(self, ours: Sequence[Association]) -> None:
        """The associations this person may borrow for."""
        self.association.choices = [(str(one.id), one.name) for one in ours]
        if self.association.data not in [str(one.id) for one in ours]:
            self.association.data = str(ours[0].id) if ours else ""

    def association_id(self) -> int:
        """The chosen association."""
        return int(self.association.data or 0)

    def validate_klass_words(self, field: Any) -> None:
        """Staff decide on the class by these words."""
        if self.klass.data in ("A", "B") and not field.data:
            raise ValidationError(_("Say in a few words who comes, so that we can decide."))

    def validate_second_first(self, field: Any) -> None:
        """Both days of the second choice, or none."""
        self._is_day(field)
        if self.second_last.data and not field.data:
            raise ValidationError(_("Choose both days of your second choice, or none."))

    def validate_second_last(self, field: Any) -> None:
        """Both days of the second choice, or none."""
        self._is_day(field)
        if self.second_first.data and not field.data:
            raise ValidationError(_("Choose both days of your second choice, or none."))

    def second(self) -> Days | None:
        """The second choice of days."""
        first, last = read_day(self.second_first.data), read_day(self.second_last.data)
        return Days(first, last) if first and last else None

    def partner_names(self) -> list[tuple[str, str]]:
        """Field and name of the partners that were named."""
        return [(name, self[name].data) for name in PARTNERS if self[name].data]

    def carried(self) -> list[tuple[str, str]]:
        """Every answer as hidden fields carry it to the next page."""
        rows = [(one.name, "y" if one.data is True else str(one.data)) for one in self if one.data]
        return [(name, value) for name, value in rows if name != "csrf_token"]


class LoanDaysForm(DaysFields):
    """Other days for a loan, with the version the page was read in."""

    version = LineField()
