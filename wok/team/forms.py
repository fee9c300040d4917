"""What staff type about the team: who is met, weekly hours, days that differ, duties, the on-call service."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from wtforms import DateField, Field, HiddenField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.validators import Optional, ValidationError

from wok.bookings.models import SLOT_MINUTES
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.team.models import WorkHours
from wok.team.rules import Differs, Stretch
from wok.team.words import KINDS, SPOKEN
from wok.web.dates import weekday_name
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WokForm, at_most, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import lazy_ngettext
from wok.web.text import clean
from wok.web.texts import VersionedTexts, in_five_languages

LONGEST = timedelta(days=366)
YEARS = (date(2020, 1, 1), date(2100, 12, 31))
PARTS = ("a", "b")  # up to two stretches on one day
SHARES = {2: _l("every second time"), 3: _l("every third time"), 4: _l("every fourth time"), 6: _l("every sixth time")}
SLOT_LENGTHS = [
    (one, lazy_ngettext("%(num)s minute", "%(num)s minutes", one)) for one in (10, 15, 20, 25, 30, 40, 45, 60)
]


class ClockField(TimeField):
    """A local time as people write it: 9:30, 9h30, 9.30, 9. What cannot be one stays on the form as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; None where nothing is written."""
        self.data = None
        typed = clean(valuelist[0]) if valuelist else ""
        if not typed:
            self.raw_data = [""]  # blanks alone are nothing
            return
        hour, _mark, minute = typed.lower().replace("h", ":").replace(".", ":").partition(":")
        minute = minute or "0"
        if not (_is_number(hour) and _is_number(minute) and int(hour) < 24 and int(minute) < 60):
            raise ValueError(_("Write the time like 9:30."))
        self.data = time(int(hour), int(minute))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2


class PreviewForm(VersionForm):
    """A form that knows which preview its reader has seen."""

    seen = HiddenField()


class ColleagueForm(VersionForm):
    """How people read a colleague's name, and which languages they speak with them."""

    shown_as = LineField(_l("Name that everybody reads"), [required(), at_most(60)])
    languages = SelectMultipleField(_l("Languages they speak"), choices=list(SPOKEN.items()))

    def validate_languages(self, field: Field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("Choose at least one language."))


class NewColleagueForm(ColleagueForm, OnceForm):
    """Somebody of the staff whom people can meet from now on."""

    person_id = SelectField(_l("Colleague"), [required()], coerce=int, validate_choice=False)


class HoursForm(PreviewForm):
    """Each weekday with up to two stretches; `week()` gives them."""

    from_on = DateField(_l("From this date on"), [required()])

    def of(self, weekday: int) -> list[tuple[Any, Any]]:
        """The fields of one weekday: (from, to), twice."""
        return [(self[f"from_{weekday}_{part}"], self[f"to_{weekday}_{part}"]) for part in PARTS]

    def fill(self, rows: Iterable[WorkHours]) -> None:
        """Show these hours."""
        for weekday in range(7):
            stretches = [row for row in rows if row.weekday == weekday]
            for (starts, ends), row in zip(self.of(weekday), stretches, strict=False):
                starts.data, ends.data = row.starts_local, row.ends_local

    def validate(self, extra_validators: Any = None) -> bool:
        """Each end is after its start, and the second stretch after the first."""
        good = super().validate(extra_validators)
        return good and all(list(map(self._is_good, range(7)))) and self._has_good_day()

    def _has_good_day(self) -> bool:
        if YEARS[0] <= self.from_on.data <= YEARS[1]:
            return True
        self.from_on.errors = [_("Choose a date between the years 2020 and 2100.")]
        return False

    def _is_good(self, weekday: int) -> bool:
        day, last = weekday_name(weekday), None
        for starts, ends in self.of(weekday):
            if (starts.data is None) != (ends.data is None):
                (ends if ends.data is None else starts).errors = [
                    _("%(weekday)s: write both times, or none.", weekday=day)
                ]
                return False
            if starts.data and ends.data <= starts.data:
                ends.errors = [_("%(weekday)s: choose an end that is later than the start.", weekday=day)]
                return False
            if starts.data and last and starts.data < last:
                starts.errors = [_("%(weekday)s: the second hours begin before the first ones end.", weekday=day)]
                return False
            last = ends.data or last
        return True

    def week(self) -> list[Stretch]:
        """What was typed, as the rules read it."""
        pairs = [(weekday, *pair) for weekday in range(7) for pair in self.of(weekday)]
        return [Stretch(weekday, one.data, other.data) for weekday, one, other in pairs if one.data]

    def answers(self) -> str:
        """What was asked for, to tell whether the preview shown is still the right one."""
        return f"{self.from_on.data} " + " ".join(f"{one.weekday}{one.starts}{one.ends}" for one in self.week())


for _weekday in range(7):
    for _part in PARTS:
        setattr(HoursForm, f"from_{_weekday}_{_part}", ClockField(_l("From")))
        setattr(HoursForm, f"to_{_weekday}_{_part}", ClockField(_l("To")))


class DaysForm(OnceForm, PreviewForm):
    """Days away or ill, or with extra hours."""

    kind = RadioField(_l("What is different"), choices=list(KINDS.items()), default="away")
    first_on = DateField(_l("First day"), [required()])
    last_on = DateField(_l("Last day"), [Optional()])
    starts = ClockField(_l("From"))
    ends = ClockField(_l("To"))
    note = LinesField(_l("Note for colleagues"), [at_most(300)])

    def validate_first_on(self, field: Field) -> None:
        """A year people can mean."""
        if field.data and not YEARS[0] <= field.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))

    def validate_last_on(self, field: Field) -> None:
        """Not before the first day, and not more than a year after it."""
        if not field.data or not self.first_on.data:
            return
        if field.data < self.first_on.data:
            raise ValidationError(_("The last day is before the first one. Choose a later day."))
        if field.data - self.first_on.data > LONGEST:
            raise ValidationError(_("Choose at most a year."))

    def validate_starts(self, field: Field) -> None:
        """Extra hours need hours, and hours need both ends."""
        if self.kind.data == "extra" and not field.data and not field.errors:
            raise ValidationError(_("Write from when to when the extra hours are."))
        if self.ends.data and not field.data and not field.errors:
            raise ValidationError(_("Write both times, or none."))
        self._refuse_missing_hour(field)

    def validate_ends(self, field: Field) -> None:
        """Later than the start."""
        if self.starts.data and not field.data and not field.errors:
            raise ValidationError(_("Write both times, or none."))
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_("Choose an end that is later than the start."))
        self._refuse_missing_hour(field)

    def _refuse_missing_hour(self, field: Field) -> None:
        """On one single day a time must exist; over several it becomes the next one where the clocks skip it."""
        first: date | None = self.first_on.data
        if not first or not field.data or (self.last_on.data or first) != first:
            return
        try:
            weekly.instant(first, field.data)
        except weekly.NoSuchTime as missing:
            good = weekly.local_time(missing.next_good)
            raise ValidationError(
                _("The clocks skip this time on that day. The next one is %(time)s.", time=f"{good:%-H:%M}")
            ) from None
        except (weekly.Ambiguous, OverflowError):
            return

    def differs(self) -> Differs:
        """What was typed, as the rules read it."""
        first: date = self.first_on.data
        return Differs(self.kind.data, first, self.last_on.data or first, self.starts.data, self.ends.data)

    def answers(self) -> str:
        """What was asked for, to tell whether the preview shown is still the right one."""
        return " ".join(str(part) for part in vars(self.differs()).values())


class DutyForm(WokForm):
    """Who is on duty."""

    colleague_id = SelectField(_l("Colleague"), [required()], coerce=int, validate_choice=False)


class OncallForm(PreviewForm):
    """The on-call service itself, from a day on."""

    starts = ClockField(_l("From"), [required()])
    ends = ClockField(_l("To"), [required()])
    booked_one_in = SelectField(_l("Can be booked ahead"), choices=list(SHARES.items()), coerce=int, default=3)
    slot_minutes = SelectField(_l("How long is a booked time?"), choices=SLOT_LENGTHS, coerce=int, default=SLOT_MINUTES)
    from_on = DateField(_l("From this date on"), [required()])

    def validate_ends(self, field: Field) -> None:
        """Ends after it starts."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("Choose an end that is later than the start."))

    def answers(self) -> str:
        """What was asked for, to tell whether the preview shown is still the right one."""
        return f"{self.starts.data} {self.ends.data} {self.booked_one_in.data} {self.slot_minutes.data} {self.from_on.data}"


class NoSuchSpan(Refusal):
    """A day and times that make no span."""

    def __init__(self) -> None:
        super().__init__(_l("Choose an end that is later than the start, at times the clocks show on that day."))


@in_five_languages("reason", longest=400)
class MoveForm(VersionedTexts):
    """The new day and hours of a Thursday, and why."""

    day = DateField(_l("New date"), [required()])
    starts = ClockField(_l("From"), [required()])
    ends = ClockField(_l("To"), [required()])

    def span(self) -> Span:
        """The new span. Raises NoSuchSpan."""
        day: date = self.day.data
        starts, ends = self.starts.data or time(), self.ends.data or time()
        try:
            return Span(weekly.instant(day, starts), weekly.instant(day, ends))
        except (ValueError, OverflowError) as wrong:
            raise NoSuchSpan from wrong
