"""What staff type about an entry of the calendar. Shape only; what is possible is asked by the services."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from wok.appointments.words import PLACES
from wok.bookings.services import Contact
from wok.calendar.staff_refusals import (
    AskWhich,
    EndsBeforeItStarts,
    NoSuchClock,
    OffTheRaster,
    TooLong,
)
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.oncall.words import TOPICS
from wok.people.models import Person
from wok.people.reach_fields import DeskReach
from wok.team.forms import ClockField
from wok.team.words import SPOKEN
from wok.web.dates import say_clock
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WokForm, at_most, required
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

STEP = 5  # minutes
LONGEST = timedelta(hours=8)
YEARS = (date(2020, 1, 1), date(2099, 12, 1))
SCOPES = {"this": _l("This date"), "later": _l("This and later dates"), "all": _l("All dates to come")}
TWICE = {"first": _l("The first one, in summer time"), "second": _l("The second one, in winter time")}


class WhenFields(WokForm):
    """A day and two local times; `twice` only in the hour that autumn repeats."""

    day = DateField(_l("Day"), [required()])
    starts = ClockField(_l("From"), [required()])
    ends = ClockField(_l("To"), [Optional()])
    twice = RadioField(
        _l("The clocks show this time twice. Which one?"), choices=list(TWICE.items()), validate_choice=False
    )

    def validate_day(self, field: Any) -> None:
        """Within sensible years."""
        if field.data and not YEARS[0] <= field.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))

    def start(self) -> datetime:
        """When it begins. Raises NoSuchClock, AskWhich, OffTheRaster."""
        at = self.begins()
        if at.minute % STEP:
            raise OffTheRaster
        return self._instant(self.day.data, at)

    def begins(self) -> time:
        """The local time at which it begins; the form was found good."""
        return self.starts.data or time()

    def span(self, length: timedelta | None = None) -> Span:
        """From start to end, or of that length where no end was written. Raises what `start` does, and for bad ends."""
        start = self.start()
        if self.ends.data is None:
            return Span(start, start + (length or timedelta(minutes=30)))
        if self.ends.data.minute % STEP:
            raise OffTheRaster
        is_midnight = self.ends.data == time()
        end = weekly.nearest(self.day.data + weekly.DAY * is_midnight, self.ends.data, late=True)
        if end <= start:
            raise EndsBeforeItStarts
        return Span(start, end)

    def meeting(self, length: timedelta | None = None) -> Span:
        """The same for a meeting with somebody. Raises TooLong."""
        found = self.span(length)
        if found.length > LONGEST:
            raise TooLong
        return found

    def _instant(self, day: date, at: time) -> datetime:
        try:
            return weekly.instant(day, at)
        except weekly.NoSuchTime as skipped:
            raise NoSuchClock(say_clock(skipped.next_good)) from skipped
        except weekly.Ambiguous as twice:
            if self.twice.data not in TWICE:
                raise AskWhich from twice
            return twice.second if self.twice.data == "second" else twice.first

    def show(self, span: Span) -> None:
        """Fill in a span as the clocks show it."""
        self.day.data = weekly.local_day(span.start)
        self.starts.data, self.ends.data = (weekly.local_time(one).replace(second=0) for one in (span.start, span.end))


class ColleagueField(SelectField):
    """One of the team; who left meanwhile is told by the rule, not by the form."""

    def __init__(self, **given: Any) -> None:
        super().__init__(_l("Colleague"), coerce=_number, validate_choice=False, **given)


def _number(text: Any) -> int:
    typed = str(text or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


class AppointmentForm(WhenFields, VersionForm):
    """Time, colleague, place and matter of an appointment; a reason beyond the hours."""

    colleague = ColleagueField()
    matter = SelectField(_l("Matter"), coerce=_number, validate_choice=False)
    place = SelectField(_l("Place"), choices=list(PLACES.items()))
    reason = LineField(_l("Why beyond the hours or limits"), [at_most(200)])


class BlockForm(WhenFields, VersionForm):
    """A colleague's own entry, on one date or several."""

    colleague = ColleagueField()
    words = LineField(_l("Words for colleagues only"), [at_most(200)])
    scope = RadioField(_l("Which dates?"), choices=list(SCOPES.items()), default="this", validate_choice=False)
    skip = BooleanField(_l("Leave out the days that are taken"))


class BookedForm(WhenFields, VersionForm):
    """The booked time of a Thursday: only another time."""


class ContactFields(DeskReach):
    """Somebody at the desk: a name, and a way to be reached if there is one."""

    name = LineField(_l("Name"), [required(), at_most(100)])
    association = LineField(_l("Association"), [at_most(100)])
    language = SelectField(_l("Language of their messages"), choices=list(LANGUAGE_NAMES.items()), default="fr")

    def contact(self, association_id: int | None, known: Person | None) -> Contact:
        """Who books: the first way to be reached that was given, else what we know of the person of this name."""
        email = self.given_email()
        phone = self.given_phone()
        if known and not (email or phone):
            email = known.email if known.reach == "email" else None
            phone = known.phone if known.reach == "phone" else None
        reach = "email" if email else "phone" if phone else "association" if association_id else "none"
        said = "" if association_id else self.association.data or ""
        number = known.id if known else None
        return Contact(self.name.data or "", self.language.data, reach, email, phone, said, association_id, number)


class NewAppointmentForm(AppointmentForm, ContactFields, OnceForm):
    """Book for somebody at the desk."""

    spoken = SelectField(_l("Language of the meeting"), choices=list(SPOKEN.items()), default="fr")
    question = LinesField(_l("What is it about?"), [at_most(1500)])


class NewBlockForm(BlockForm, OnceForm):
    """An own entry, once or every week."""

    until = DateField(_l("Every week until"), [Optional()])

    def validate_until(self, field: Any) -> None:
        """Within a year."""
        if field.data and self.day.data and not timedelta(0) <= field.data - self.day.data <= timedelta(days=366):
            raise ValidationError(_("Choose a last day within a year after the first one."))


class NewBookedForm(BookedForm, ContactFields, OnceForm):
    """A booked time on a Thursday, for somebody at the desk."""

    topic = SelectField(_l("What is it about?"), choices=[(code, topic.words) for code, topic in TOPICS.items()])
    note = LinesField(_l("Something we should know"), [at_most(1000)])
