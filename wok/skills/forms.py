"""What people say about skills: an offer, an ask, an answer, the hours given. Shape only, no policy."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.models import Association
from wok.skills import rules
from wok.skills.models import SkillAsk, SkillOffer
from wok.skills.offers import Wording
from wok.skills.words import DAYS, OTHER, SKILLS, SPOKEN, hours_words
from wok.web.forms import (
    LineField,
    LinesField,
    OnceForm,
    VersionForm,
    WholeNumberField,
    WokForm,
    at_most,
    between,
    required,
)
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


def read_day(text: str | None) -> date | None:
    """A day of these years, or None."""
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


def read_time(text: str | None) -> time | None:
    """A time as people write it: 18:30, 18h30, 18.30, 18."""
    hour, _colon, minute = (text or "").strip().lower().replace("h", ":").replace(".", ":").partition(":")
    minute = minute[:2] or "0"
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    return time(int(hour), int(minute)) if len(hour) < 3 and int(hour) < 24 and int(minute) < 60 else None


def hours_choices(*, with_none: bool = False) -> list[tuple[str, str]]:
    """Half an hour to twelve hours."""
    none = [("0", _("Nobody came"))] if with_none else []
    return none + [(str(one), hours_words(one)) for one in range(1, rules.LONGEST + 1)]


class OfferForm(OnceForm, VersionForm):
    """What an association can do."""

    association = RadioField(_l("Which association offers it?"), validate_choice=False)
    skill = RadioField(_l("What can you do?"), choices=list(SKILLS.items()), validate_choice=False)
    title = LineField(_l("In your own words, short"), [at_most(80)])
    about = LinesField(_l("Tell more about it"), [at_most(1000)])
    languages = SelectMultipleField(_l("In which languages?"), choices=list(SPOKEN.items()), validate_choice=False)
    hours_a_month = WholeNumberField(_l("How many hours a month, at most?"), [between(1, 200)], default=4)
    days = SelectMultipleField(_l("On which days usually?"), choices=list(DAYS.items()), validate_choice=False)
    conditions = LinesField(_l("Your conditions"), [at_most(500)])

    def offer_associations(self, ours: Sequence[Association]) -> None:
        """The associations this person may offer for."""
        self.association.choices = [(str(one.id), one.name) for one in ours]
        if self.association.data not in [str(one.id) for one in ours]:
            self.association.data = str(ours[0].id) if len(ours) == 1 else self.association.data

    def validate_association(self, field: Any) -> None:
        """One of theirs."""
        if field.data not in [value for value, _name in field.choices]:
            raise ValidationError(_("Choose one of your associations."))

    def validate_skill(self, field: Any) -> None:
        """One of the list."""
        if field.data not in SKILLS:
            raise ValidationError(_("Choose what you can do."))

    def validate_title(self, field: Any) -> None:
        """Something else needs a name."""
        if self.skill.data == OTHER and not field.data:
            raise ValidationError(_("Say in a few words what it is."))

    def wording(self, written_in: str) -> Wording:
        """The values."""
        return Wording(
            skill=self.skill.data or OTHER,
            title=self.title.data or "",
            about=self.about.data or "",
            conditions=self.conditions.data or "",
            written_in=written_in,
            languages=[code for code in SPOKEN if code in (self.languages.data or [])],
            days=[code for code in DAYS if code in (self.days.data or [])],
            hours_a_month=self.hours_a_month.data or 1,
        )

    def show(self, row: SkillOffer) -> None:
        """Fill in what stands."""
        self.association.data = str(row.association_id)
        for name in ("skill", "title", "about", "conditions", "hours_a_month"):
            self[name].data = getattr(row, name)
        self.languages.data, self.days.data = list(row.languages), list(row.days)
        self.version.data = str(row.version)


class WhenForm(WokForm):
    """On which day, from when, how long."""

    day = LineField(_l("Day"), [required(), at_most(20)])
    starts = LineField(_l("From"), [required(), at_most(12)])
    hours = SelectField(_l("How long?"), default="2", validate_choice=False)

    def know_hours(self) -> None:
        """The choices, in the page's language."""
        self.hours.choices = hours_choices()

    def validate_day(self, field: Any) -> None:
        """A day."""
        if read_day(field.data) is None:
            raise ValidationError(_("Choose a day."))

    def validate_starts(self, field: Any) -> None:
        """A time of day."""
        if read_time(field.data) is None:
            raise ValidationError(_("Write a time like 18:30."))

    def validate_hours(self, field: Any) -> None:
        """One of the list."""
        if field.data not in [value for value, _words in field.choices]:
            raise ValidationError(_("Choose how long."))

    def halves(self) -> int:
        """Halves of an hour."""
        return int(self.hours.data or 2)

    def span(self) -> Span:
        """The instants; call it on a valid form."""
        day, starts = read_day(self.day.data) or date.min, read_time(self.starts.data) or time()
        start = weekly.nearest(day, starts)
        return Span(start, start + timedelta(minutes=30 * self.halves()))

    def show_when(self, start: datetime, halves: int) -> None:
        """Fill in what stands."""
        self.day.data = weekly.local_day(start).isoformat()
        self.starts.data = f"{weekly.local_time(start):%H:%M}"
        self.hours.data = str(min(max(halves, 1), rules.LONGEST))


class AskForm(WhenForm, OnceForm):
    """For which association, what, when, in which language, for what."""

    association = RadioField(_l("For which association?"), validate_choice=False)
    skill = SelectField(_l("What do you need?"), choices=list(SKILLS.items()), validate_choice=False)
    language = SelectField(_l("In which language?"), validate_choice=False)
    purpose = LinesField(_l("What is it for?"), [required(), at_most(500)])
    place = LineField(_l("Where?"), [at_most(200)])

    def know(self, ours: Sequence[tuple[str, str]]) -> None:
        """Whom this person may ask for, and the lists of the page's language."""
        self.know_hours()
        self.association.choices = list(ours)
        if self.association.data not in [value for value, _name in ours]:
            self.association.data = ours[0][0] if len(ours) == 1 else self.association.data
        self.language.choices = [("", _("Any language")), *((code, str(words)) for code, words in SPOKEN.items())]

    def validate_association(self, field: Any) -> None:
        """One of theirs."""
        if field.data not in [value for value, _name in field.choices]:
            raise ValidationError(_("Choose one of your associations."))

    def validate_skill(self, field: Any) -> None:
        """One of the list."""
        if field.data not in SKILLS:
            raise ValidationError(_("Choose one of the list."))

    def validate_language(self, field: Any) -> None:
        """One of the list, or any."""
        if field.data and field.data not in SPOKEN:
            raise ValidationError(_("Choose one of the list."))


class NoForm(WokForm):
    """A helper cannot: why, in a few words."""

    words = LinesField(_l("A few words for them, if you like"), [at_most(300)])


class HoursForm(WokForm):
    """How long it was."""

    hours = SelectField(_l("How long was it?"), validate_choice=False)

    def know(self, halves: int) -> None:
        """The choices; what was planned is chosen."""
        self.hours.choices = hours_choices(with_none=True)
        if self.hours.data is None:
            self.hours.data = str(halves)

    def validate_hours(self, field: Any) -> None:
        """One of the list."""
        if field.data not in [value for value, _words in field.choices]:
            raise ValidationError(_("Choose how long."))


class MoveForm(WhenForm):
    """Another time for an ask."""

    def show(self, ask: SkillAsk) -> None:
        """Fill in what stands."""
        self.show_when(ask.starts_at, ask.halves)


class CheckForm(WokForm):
    """Staff's words about an offer."""

    words = LinesField(_l("A few words for them, if you like"), [at_most(500)])
