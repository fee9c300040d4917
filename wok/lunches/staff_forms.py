"""What staff type about the lunch: walk-ins, guests at the desk, reasons, topics, places, the weekly rule."""

from datetime import date

from wtforms import BooleanField, DateField, HiddenField, SelectField, TimeField
from wtforms.validators import Optional, ValidationError

from wok.bookings.desk_fields import GuestFields
from wok.bookings.services import Contact
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.lunches.refusals import NoSuchSpan
from wok.lunches.rules import Party, WeeklyRule
from wok.web.dates import weekday_name
from wok.web.forms import LineField, OnceForm, WholeNumberField, WokForm, at_most, between, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import NO_REASON, TextsForm, VersionedTexts, in_five_languages

MOST_PEOPLE = 200


class WalkInForm(OnceForm):
    """People who came without booking, in one line."""

    people = WholeNumberField(_l("How many came"), [required(), between(1, MOST_PEOPLE)], default=1)
    words = LineField(_l("Who they are"), [at_most(100)])


class MarkForm(WokForm):
    """How many of the party came."""

    attended = WholeNumberField(_l("How many came"), [Optional(), between(1, MOST_PEOPLE)])


class GuestForm(GuestFields):
    """A guest booked at the desk: name, number, a way to be reached; the rest only if it matters."""

    adults = WholeNumberField(_l("Adults"), [between(0, MOST_PEOPLE)], default=1)
    children = WholeNumberField(_l("Children"), [between(0, MOST_PEOPLE)], default=0)
    prams = WholeNumberField(_l("Prams"), [between(0, 50)], default=0)

    def party(self) -> Party:
        """Who comes."""
        return Party(
            self.adults.data or 0,
            self.children.data or 0,
            self.prams.data or 0,
            self.diets(),
            tuple(self.needs.data or []),
            self.note.data or "",
        )

    def contact(self, association_id: int | None) -> Contact:
        """Who books; the first way to be reached that was given."""
        email = self.given_email()
        phone = self.given_phone()
        reach = "email" if email else "phone" if phone else "association" if association_id else "none"
        return Contact(
            self.name.data or "",
            self.language.data,
            reach,
            email,
            phone,
            self.association.data or "",
            association_id,
        )


@in_five_languages("reason", longest=400, lacking=NO_REASON)
class CancelForm(TextsForm):
    """Why the lunch does not take place, and what becomes of the guests."""

    carry = BooleanField(_l("Book everybody in for the lunch after, as far as there are places"))


@in_five_languages("reason", longest=400)
class MoveForm(VersionedTexts):
    """The new day and hours, and why."""

    day = DateField(_l("New date"), [required()])
    starts = TimeField(_l("From"), [required()])
    ends = TimeField(_l("To"), [required()])

    def span(self) -> Span:
        """The new span. Raises NoSuchSpan."""
        day: date = self.day.data
        try:
            return Span(weekly.instant(day, self.starts.data), weekly.instant(day, self.ends.data))
        except (ValueError, OverflowError) as wrong:
            raise NoSuchSpan from wrong


@in_five_languages("menu", longest=300, lines=False)
@in_five_languages("topic", longest=200, lines=False)
class TopicForm(VersionedTexts):
    """Topic and menu of one date."""


class PlacesForm(WokForm):
    """How many places a date has."""

    capacity = WholeNumberField(_l("Places"), [required(), between(0, 500)])
    was = HiddenField()

    def is_outdated(self, capacity: int) -> bool:
        """True when somebody changed the places after this form was rendered (PROMISES B5)."""
        return str(self.was.data) != str(capacity)


class ForgiveForm(WokForm):
    """Why a no-show does not count."""

    reason = LineField(_l("Reason"), [at_most(200)])


def _weekdays() -> list[tuple[int, str]]:
    return [(number, weekday_name(number)) for number in range(7)]


@in_five_languages("reason", longest=400)
class RuleForm(VersionedTexts):
    """The weekly lunch from a day on; `seen` names the preview the reader has looked at."""

    weekday = SelectField(_l("Day of the week"), coerce=int, choices=_weekdays)
    starts = TimeField(_l("From"), [required()])
    ends = TimeField(_l("To"), [required()])
    capacity = WholeNumberField(_l("Places"), [required(), between(0, 500)])
    from_on = DateField(_l("From this date on"), [required()])
    seen = HiddenField()

    def rule(self) -> WeeklyRule:
        """The rule asked for."""
        return WeeklyRule(
            self.weekday.data, self.starts.data, self.ends.data, self.capacity.data or 0, self.from_on.data
        )

    def validate_ends(self, field: TimeField) -> None:
        """Ends after it starts."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("Choose an end that is later than the start."))

    def answers(self) -> str:
        """What was asked for, to tell whether the preview shown is still the right one."""
        return f"{self.weekday.data} {self.starts.data} {self.ends.data} {self.capacity.data} {self.from_on.data}"
