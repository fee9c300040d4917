"""Which period, and which neighbourhood."""

from collections.abc import Iterable, Sequence
from datetime import date

from wtforms import DateField, SelectField
from wtforms.validators import Optional, ValidationError

from wok.figures import periods, words
from wok.figures.periods import Period
from wok.web.dates import month_name, say_day
from wok.web.forms import WokForm
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

MOST = {"Y": 100, "H": 4, "Q": 8, "M": 24}  # older ones by their days


class PeriodForm(WokForm):
    """A public period; sent by GET, it changes nothing."""

    class Meta(WokForm.Meta):
        """An address one can keep."""

        csrf = False

    period = SelectField(_l("Which time?"), [Optional()])


class StaffForm(PeriodForm):
    """Any period, and one neighbourhood or all."""

    first_on = DateField(_l("Or from"), [Optional()])
    last_on = DateField(_l("Until"), [Optional()])
    place = SelectField(_l("Neighbourhood"), [Optional()])

    def validate_first_on(self, _field: DateField) -> None:
        """Not without the last day."""
        if self.last_on.data is None:
            raise ValidationError(_("Choose the first and the last day."))

    def validate_last_on(self, field: DateField) -> None:
        """Both days, in their order, and not too many."""
        if self.first_on.data is None:
            raise ValidationError(_("Choose the first and the last day."))
        if field.data and periods.between(self.first_on.data, field.data) is None:
            raise ValidationError(_("Choose days between 2020 and 2099, the first before the last, 20 years at most."))

    def chosen(self, otherwise: Period) -> Period:
        """The days when both are there, else the period."""
        if self.first_on.data and self.last_on.data:
            return periods.between(self.first_on.data, self.last_on.data) or otherwise
        return periods.read(self.period.data or "") or otherwise

    def place_id(self) -> int | None:
        """The neighbourhood's number."""
        return int(self.place.data) if self.place.data else None


def say(period: Period) -> str:
    """ "November 2026", "Quarter 3 of 2026", "Second half of 2026", "2026", "From 3 May 2026 to 4 June 2026"."""
    code = period.code
    if not code:
        return _("%(start)s to %(end)s", start=say_day(period.first), end=say_day(period.last))
    if "Q" in code:
        return words.quarter(code)
    if "H" in code:
        first, second = _("First half of %(year)s", year=code[:4]), _("Second half of %(year)s", year=code[:4])
        return first if code.endswith("1") else second
    return month_name(period.first) if len(code) > 4 else code


def choices(found: Iterable[Period]) -> list[tuple[str, str]]:
    """Codes and words for the list."""
    return [(one.code, say(one)) for one in found]


def offered(kinds: str, first: date, today: date) -> Sequence[Period]:
    """Years, half-years, quarters and months, the latest of each first."""
    return [one for kind in kinds for one in periods.offered(kind, first, today)[: MOST[kind]]]
