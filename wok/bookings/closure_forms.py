"""What staff type about closed days."""

from datetime import date, timedelta

from wtforms import DateField, HiddenField, RadioField
from wtforms.validators import Optional, ValidationError

from wok.bookings.closures import Days
from wok.bookings.models import Closure
from wok.web.forms import required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, in_five_languages

LONGEST = timedelta(days=366)
KINDS = {
    "public_holiday": _l("Public holiday"),
    "school_holiday": _l("School holidays"),
    "other": _l("Other"),
}


@in_five_languages("reason", longest=200, lines=False)
class ClosureForm(VersionedTexts):
    """The days the Wok is closed, both ends included; `seen` names the preview the reader has looked at."""

    kind = RadioField(_l("What kind of closed days"), choices=list(KINDS.items()), default="school_holiday")
    first_on = DateField(_l("First closed day"), [required()])
    last_on = DateField(_l("Last closed day"), [Optional()])
    seen = HiddenField()

    def validate_first_on(self, field: DateField) -> None:
        """A year people can mean."""
        if field.data and not date(2020, 1, 1) <= field.data <= date(2100, 12, 31):
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))

    def validate_last_on(self, field: DateField) -> None:
        """Not before the first day, and not more than a year after it."""
        if not field.data or not self.first_on.data:
            return
        if field.data < self.first_on.data:
            raise ValidationError(_("The last closed day is before the first one. Choose a later day."))
        if field.data - self.first_on.data > LONGEST:
            raise ValidationError(_("Closed days last at most a year. Choose an earlier last day."))

    def days(self) -> tuple[date, date]:
        """First and last closed day; one day where no last one is named."""
        first: date = self.first_on.data
        return first, self.last_on.data or first

    def closure(self) -> Days:
        """What was typed, as the closure is to say it."""
        first, last = self.days()
        return Days(self.kind.data, first, last, self.texts("reason"))

    def fill(self, closure: Closure) -> None:
        """Show a closure as it stands."""
        self.kind.data, self.version.data = closure.kind, str(closure.sequence)
        self.first_on.data, self.last_on.data = closure.first_on, closure.last_on
        self.fill_texts("reason", closure.reason)

    def answers(self) -> str:
        """The days asked for, to tell whether the preview shown is still the right one."""
        return " ".join(day.isoformat() for day in self.days())
