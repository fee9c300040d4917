"""What staff type about requests, rounds and groups: decisions with their reason, a class, a number, a link."""

from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from wok.sharing.staff_words import FAMILIES, KLASSES, MODES
from wok.team.forms import LONGEST, YEARS, ClockField, PreviewForm
from wok.web.forms import LineField, LinesField, OnceForm, WholeNumberField, WokForm, at_most, between, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

LONGEST_REASON = 600


class ReasonForm(WokForm):
    """A change whose reason is kept."""

    reason = LinesField(_l("Reason"), [required(), at_most(LONGEST_REASON)])


class SettleForm(ReasonForm):
    """How many units staff give, against or ahead of the rule; none declines. `seen` is what the page showed."""

    quantity = WholeNumberField(_l("How many they get"), [between(0, 9999)])
    seen = HiddenField()

    def validate_quantity(self, field: Any) -> None:
        """A number, be it none."""
        if field.data is None:
            raise ValidationError(_("Write a whole number, for example 3."))


class KlassForm(ReasonForm):
    """The class of one request, on the published criteria."""

    klass = RadioField(_l("Class"), choices=list(KLASSES.items()), validate_choice=False)
    was = HiddenField()

    def validate_klass(self, field: Any) -> None:
        """One of the four."""
        if field.data not in KLASSES:
            raise ValidationError(_("Choose one of the four."))


class DatesForm(WokForm):
    """Other dates staff offer, with a few words."""

    days = SelectMultipleField(_l("Free dates"), validate_choice=False)
    words = LinesField(_l("A few words to them"), [at_most(LONGEST_REASON)])

    def validate_days(self, field: Any) -> None:
        """At least one."""
        if not self.chosen():
            raise ValidationError(_("Choose at least one date."))

    def chosen(self) -> list[str]:
        """The ticked dates, in the order offered."""
        return [value for value, _label in self.days.choices or [] if value in (self.days.data or [])]


class ReviewForm(WokForm):
    """The answer of a person to somebody who asked for a review."""

    answer = LinesField(_l("Your answer"), [required(), at_most(2000)])


class NumberForm(WokForm):
    """The public number that makes the lot; two of the staff type the same."""

    number = LineField(_l("Public number"), [required(), at_most(80)])

    def validate_number(self, field: Any) -> None:
        """Digits, perhaps with blanks or dashes between them."""
        if not self.read() or not self.read().isdecimal():
            raise ValidationError(_("Write the digits only, for example 3 14 15 27 41."))

    def read(self) -> str:
        """The digits without what stands between them."""
        typed = self.number.data or ""
        return "".join(char for char in typed if char not in " -.,;/") if typed.isascii() else ""


class WaitForm(WokForm):
    """Until when the draw waits for a public number; empty: it does not wait."""

    until = DateField(_l("Wait for a public number until"), [Optional()])

    def validate_until(self, field: Any) -> None:
        """A year we know."""
        if field.data and not YEARS[0] <= field.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))


class LinkForm(OnceForm, ReasonForm):
    """Two groups with the same people behind them."""

    one = SelectField(_l("Group"), coerce=int, validate_choice=False)
    other = SelectField(_l("Other group"), coerce=int, validate_choice=False)

    def validate_other(self, field: Any) -> None:
        """Two different ones that we know."""
        known = {value for value, _label in field.choices or []}
        if self.one.data not in known or field.data not in known:
            raise ValidationError(_("Choose two groups from the list."))
        if self.one.data == field.data:
            raise ValidationError(_("Choose two different groups."))


class UnlinkForm(OnceForm, ReasonForm):
    """One group that shares for itself again."""


class ContributionForm(OnceForm, ReasonForm):
    """Hours of skill given, or days own equipment was lent."""

    association_id = SelectField(_l("Group"), coerce=int, validate_choice=False)
    family = RadioField(_l("Counts for"), choices=list(FAMILIES.items()), default="equipment", validate_choice=False)
    on = DateField(_l("On which day"), [required()])
    units = WholeNumberField(_l("Hours given, or days lent"), [required(), between(1, 100)], default=1)

    def validate_family(self, field: Any) -> None:
        """One that we know."""
        if field.data not in FAMILIES:
            raise ValidationError(_("Choose one from the list."))

    def validate_association_id(self, field: Any) -> None:
        """One of the groups shown."""
        if field.data not in {value for value, _label in field.choices or []}:
            raise ValidationError(_("Choose one from the list."))


class BlockForm(OnceForm, PreviewForm, ReasonForm):
    """Units kept for the town's or the Wok's own need, for whole days or some hours."""

    pool_id = SelectField(_l("What"), coerce=int, validate_choice=False)
    quantity = WholeNumberField(_l("How many"), [required(), between(1, 9999)], default=1)
    first_on = DateField(_l("First day"), [required()])
    last_on = DateField(_l("Last day"), [required()])
    starts = ClockField(_l("From"))
    ends = ClockField(_l("To"))

    def validate_pool_id(self, field: Any) -> None:
        """One of what we share."""
        if field.data not in {value for value, _label in field.choices or []}:
            raise ValidationError(_("Choose one from the list."))

    def validate_last_on(self, field: Any) -> None:
        """Not before the first day, and no longer than a year."""
        if not self.first_on.data or not field.data:
            return
        if not YEARS[0] <= self.first_on.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))
        if field.data < self.first_on.data:
            raise ValidationError(_("The last day is before the first one. Choose a later day."))
        if field.data - self.first_on.data > LONGEST:
            raise ValidationError(_("Choose a last day within a year after the first one."))

    def validate_ends(self, field: Any) -> None:
        """After the start, when it is on the same day."""
        starts = self.starts.data
        if field.data and starts and self.first_on.data == self.last_on.data and field.data <= starts:
            raise ValidationError(_("Choose an end that is later than the start."))

    def answers(self) -> str:
        """What was asked for, to tell whether the effect shown is still the right one."""
        fields = (self.pool_id, self.quantity, self.first_on, self.last_on, self.starts, self.ends)
        return " ".join(str(field.data) for field in fields)


class ModeForm(PreviewForm, ReasonForm):
    """How one pool is shared."""

    mode = RadioField(_l("How it is shared"), choices=list(MODES.items()), validate_choice=False)

    def validate_mode(self, field: Any) -> None:
        """One of the two."""
        if field.data not in MODES:
            raise ValidationError(_("Choose one of the two."))
