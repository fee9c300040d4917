"""What staff type about one appointment: a yes, a no, another time or colleague, what came of it."""

from datetime import date, datetime
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from wok.appointments import words
from wok.appointments.forms import read_id
from wok.appointments.models import Appointment
from wok.kernel import weekly
from wok.team.forms import ClockField
from wok.team.models import Colleague
from wok.web.forms import LineField, LinesField, VersionForm, WokForm, at_most, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

YEARS = (2020, 2100)
OUTCOMES = {"done": _l("Settled"), "to_follow": _l("To be continued"), "elsewhere": _l("Sent to another office")}


def read_video(text: str) -> str:
    """The address of a video meeting; empty for anything that is none."""
    return text if text.startswith("https://") and " " not in text and "." in text else ""


class VideoField(LineField):
    """The address of a video meeting, https only."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what a browser would not open as a page."""
        if self.data and not read_video(self.data):
            raise ValidationError(_("Copy the whole link of the video meeting; it begins with https://"))


class ConfirmForm(VersionForm):
    """Yes; with the link of the video meeting, or who interprets."""

    video_link = VideoField(_l("Link of the video meeting"), [at_most(500)])
    interpreter = LineField(_l("Who interprets"), [at_most(120)])


class DeclineForm(VersionForm):
    """No, and why."""

    reason = LinesField(_l("Why (they read it)"), [required(), at_most(500)])


class CancelForm(VersionForm):
    """We cannot; and which times we propose instead."""

    reason = LinesField(_l("Why (they read it)"), [required(), at_most(500)])
    offer = SelectMultipleField(_l("Times we propose instead"), validate_choice=False)

    def offer_times(self, offered: list[tuple[Colleague, datetime]], *, is_fresh: bool) -> None:
        """The times to choose from; at first all of them."""
        self.offer.choices = [(f"{one.person_id}-{words.write_instant(at)}", "") for one, at in offered]
        if is_fresh:
            self.offer.data = [value for value, _label in self.offer.choices]

    def knows_all(self) -> bool:
        """Every ticked time is still among the times to choose from."""
        return set(self.offer.data or []) <= {value for value, _label in self.offer.choices}

    def chosen(self, offered: list[tuple[Colleague, datetime]]) -> list[tuple[Colleague, datetime]]:
        """The ticked ones."""
        ticked = set(self.offer.data or [])
        return [(one, at) for one, at in offered if f"{one.person_id}-{words.write_instant(at)}" in ticked]


class OwnTime(WokForm):
    """A time of one's own, beyond hours and limits, with whom, and why."""

    day = DateField(_l("Another day"), [Optional()])
    time = ClockField(_l("Time"), [Optional()])
    colleague = SelectField(_l("With whom"), validate_choice=False, default="")
    override = LineField(_l("Why beyond hours and limits (it is kept)"), [at_most(200)])

    def offer_people(self, people: list[Colleague]) -> None:
        """Whom to choose from; at first whoever is free."""
        self.colleague.choices = [("", _("Whoever is free")), *((str(one.person_id), one.shown_as) for one in people)]

    def colleague_id(self) -> int | None:
        """The chosen colleague, when it is one of the choices."""
        known = [value for value, _label in self.colleague.choices]
        return read_id(self.colleague.data) if self.colleague.data in known else None

    def own_start(self) -> datetime | None:
        """The typed day and time as an instant; None without both, or in the missing hour of the clock change."""
        day: date | None = self.day.data
        if day is None or self.time.data is None or not YEARS[0] <= day.year < YEARS[1]:
            return None
        try:
            return weekly.instant(day, self.time.data)
        except (ValueError, OverflowError):
            return None

    def is_own(self) -> bool:
        """A time of one's own was typed."""
        return bool(self.day.data or self.time.data or self.day.errors or self.time.errors)

    def check_own(self) -> bool:
        """Day, time, colleague and reason belong together."""
        if self.own_start() is None:
            self.day.errors = [*self.day.errors, _("Write the day and the time.")]
        elif not self.override.data:
            self.override.errors = [_("Write why; it is kept.")]
        elif self.colleague_id() is None:
            self.colleague.errors = [_("Choose who takes it.")]
        return not (self.day.errors or self.override.errors or self.colleague.errors)


class MoveForm(OwnTime, VersionForm):
    """One of the free times, or one of one's own."""

    at = HiddenField()
    reason = LineField(_l("Why it moves (they read it)"), [at_most(300)])

    def start(self) -> datetime | None:
        """The chosen or typed time."""
        return self.own_start() if self.is_own() else words.read_instant(self.at.data or "")


class HandForm(VersionForm):
    """Who takes it over at the same time."""

    colleague = RadioField(_l("Who takes it"), validate_choice=False)
    reason = LineField(_l("Why (they read it)"), [at_most(300)])

    def validate_colleague(self, field: Any) -> None:
        """One of those who are free."""
        if field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Choose who takes it."))


class DetailsForm(VersionForm):
    """The link of the video meeting and who interprets."""

    video_link = VideoField(_l("Link of the video meeting"), [at_most(500)])
    interpreter = LineField(_l("Who interprets"), [at_most(120)])

    def show(self, appointment: Appointment) -> None:
        """Fill in what stands."""
        self.video_link.data, self.interpreter.data = appointment.video_link, appointment.interpreter


class WriteUpForm(VersionForm):
    """What came of it."""

    outcome = RadioField(_l("What came of it"), choices=[*OUTCOMES.items()], validate_choice=False)
    next_step = LineField(_l("Next step (they read it)"), [at_most(300)])
    note = LinesField(_l("Note for colleagues"), [at_most(2000)])

    def show(self, appointment: Appointment) -> None:
        """Fill in what stands."""
        self.outcome.data = appointment.outcome
        self.next_step.data, self.note.data = appointment.next_step, appointment.staff_note
