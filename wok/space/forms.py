"""What people answer on the way to a room. Every page carries all answers; the time is checked at the last press."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.bookings import causes
from wok.bookings.services import Contact
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.people.models import Membership, Person
from wok.space import rules, words
from wok.space.models import Room, SpaceUse
from wok.space.settling import Wanted
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
from wok.web.texts import said

ONCE, WEEKLY, SEASON = "once", "weekly", "season"
OFTEN = {ONCE: _l("Once"), WEEKLY: _l("Every week")}
MOST_PEOPLE = 5000


@dataclass(frozen=True)
class When:
    """A day and two times of day, as typed."""

    day: date
    starts: time
    ends: time

    @property
    def span(self) -> Span | None:
        """The instants, or None when nothing is left of the hours."""
        return rules.span_on(self.day, self.starts, self.ends)


class WhenFields(WokForm):
    """Which room, on which day, from when to when."""

    room = RadioField(_l("Which room?"), validate_choice=False)
    day = LineField(_l("Day"), [at_most(20)])
    starts = LineField(_l("From"), [at_most(12)])
    ends = LineField(_l("Until"), [at_most(12)])
    people = WholeNumberField(_l("How many people?"), [between(1, MOST_PEOPLE)], default=10)
    at = HiddenField()  # one of the nearest free times, instead of the typed one

    def offer_rooms(self, rooms: Sequence[Room], language: str) -> None:
        """The rooms on offer, in order."""
        self.room.choices = [(str(one.id), said(one.name, language).text) for one in rooms]

    def room_id(self) -> int | None:
        """The chosen room."""
        return (
            words.read_id(self.room.data) if self.room.data in [value for value, _name in self.room.choices] else None
        )

    def when(self) -> When | None:
        """Day and times, if all three can be read and make sense."""
        day, starts, ends = (
            words.read_day(self.day.data),
            words.read_clock(self.starts.data),
            words.read_clock(self.ends.data),
        )
        if day is None or starts is None or ends is None or (ends <= starts and ends != time()):
            return None
        return When(day, starts, ends)

    def take_nearest(self) -> None:
        """One of the offered times was chosen: it replaces the typed one, with the same length."""
        start, when = words.read_instant(self.at.data or ""), self.when()
        if start and when and when.span:
            end = weekly.local_time(start + when.span.length)
            self.day.data = weekly.local_day(start).isoformat()
            self.starts.data, self.ends.data = words.write_clock(weekly.local_time(start)), words.write_clock(end)
        self.at.data, self.at.raw_data = "", None

    def has_when(self) -> bool:
        """Room, day, times and people are well-formed; else each says what is missing."""
        wrong = len(self.errors)
        if self.room_id() is None:
            self.room.errors = [_("Choose a room.")]
        if words.read_day(self.day.data) is None:
            self.day.errors = [_("Choose a day.")]
        for field in (self.starts, self.ends):
            if words.read_clock(field.data) is None:
                field.errors = [_("Write a time like 18:30.")]
        if not self.ends.errors and not self.starts.errors and not self.day.errors and self.when() is None:
            self.ends.errors = [_("The end must come after the beginning.")]
        if not isinstance(self.people.data, int) or not 1 <= self.people.data <= MOST_PEOPLE:
            self.people.errors = [_("Choose a number from %(min)s to %(max)s.", min=1, max=MOST_PEOPLE)]
        return len(self.errors) == wrong


class UseFields(WokForm):
    """What it is for and what they need."""

    activity = LineField(_l("What will you do there?"), [required(), at_most(120)])
    layout = RadioField(
        _l("How shall the room be set up?"), choices=list(words.LAYOUTS.items()), default="as_is", validate_choice=False
    )
    needs = SelectMultipleField(_l("What do you need?"), choices=list(words.ASKED.items()), validate_choice=False)
    remark = LinesField(_l("Anything else we should know?"), [at_most(600)])
    shows_name = BooleanField(_l("The screen by the door may show the name of our association"))

    def validate_layout(self, field: Any) -> None:
        """One of ours."""
        if field.data not in words.LAYOUTS:
            raise ValidationError(_("Choose how the room shall be set up."))

    def wanted(self, people: int | None) -> Wanted:
        """All that was said."""
        return Wanted(
            activity=self.activity.data or "",
            people=people or 1,
            layout=self.layout.data if self.layout.data in words.LAYOUTS else "as_is",
            needs=tuple(code for code in words.ASKED if code in (self.needs.data or [])),
            remark=self.remark.data or "",
            shows_name=bool(self.shows_name.data),
        )

    def show_use(self, use: SpaceUse) -> None:
        """Fill in what was said before."""
        self.activity.data, self.layout.data = use.activity, use.layout or "as_is"
        self.needs.data, self.remark.data, self.shows_name.data = list(use.needs), use.remark, use.shows_name


class AskForm(WhenFields, UseFields, OnceForm):
    """All answers: room, time, how often; then the use; then the dates of a series; and which project it is for."""

    cause = HiddenField(name=causes.NAME)

    often = RadioField(_l("How often?"), choices=list(OFTEN.items()), default=ONCE, validate_choice=False)
    until = LineField(_l("Until which day?"), [at_most(20)])
    rank = WholeNumberField(_l("Which of your wishes is this? 1 is the dearest"), [between(1, 2)], default=1)
    waits = HiddenField()
    association = RadioField(_l("For which association?"), validate_choice=False)

    def know(self, memberships: Sequence[Membership]) -> None:
        """Offer the associations this person may book for."""
        ours = [one.association for one in memberships if one.role == "delegate"]
        self.association.choices = [(str(one.id), one.name) for one in ours]
        if self.association.data not in [value for value, _name in self.association.choices] and ours:
            self.association.data = str(ours[0].id)

    def offer_season(self, is_open: bool) -> None:
        """While a season round takes wishes, "every week in the next half-year" is one of the answers."""
        words_of = {**OFTEN, SEASON: _l("Every week in the next half-year")} if is_open else OFTEN
        self.often.choices = list(words_of.items())
        if self.often.data not in words_of:
            self.often.data = ONCE

    def association_id(self) -> int | None:
        """For whom it is."""
        return words.read_id(self.association.data)

    def contact(self, person: Person, language: str) -> Contact:
        """Who asks; we know them already."""
        return Contact(
            name=person.name,
            language=language,
            reach=person.reach,
            email=person.email if person.reach == "email" else None,
            phone=person.phone if person.reach == "phone" else None,
            association_id=self.association_id(),
            person_id=person.id,
        )

    def has_often(self, *, now: datetime) -> bool:
        """A weekly use says until when."""
        last, when = words.read_day(self.until.data), self.when()
        if self.often.data != WEEKLY or when is None:
            return True
        if last is None or last <= when.day:
            self.until.errors = [_("Choose the last day of your weekly use.")]
        elif (last - when.day).days > rules.SERIES_DAYS:
            self.until.errors = [_("At most half a year at a time. We ask you before it ends whether it goes on.")]
        return not self.until.errors

    def carried(self, *but: str) -> list[tuple[str, str]]:
        """Every answer as hidden fields carry it to the next page, without the fields `but`."""
        pairs: list[tuple[str, str]] = []
        for field in self:
            if field.name == "csrf_token" or field.name in but or not field.data:
                continue
            if isinstance(field.data, list):
                pairs += [(field.name, str(one)) for one in field.data]
            else:
                pairs.append((field.name, "y" if field.data is True else str(field.data)))
        return pairs

    def query(self) -> dict[str, Any]:
        """The answers that may stand in an address: nothing about people."""
        names = ("room", "day", "starts", "ends", "people", "often", "until", "cause")
        return {self[name].name: self[name].data for name in names if self[name].data}


class ChangeForm(WhenFields, UseFields, VersionForm):
    """Another time, room or words for one use or the later ones."""

    scope = RadioField(_l("Which dates?"), choices=list(words.SCOPES.items()), default="this", validate_choice=False)
    leaves = BooleanField(_l("Leave the dates on which the room is taken as they are"))

    def show(self, use: SpaceUse) -> None:
        """Fill in what stands."""
        booking = use.booking
        self.room.data, self.people.data = str(use.room_id), use.people
        self.day.data = weekly.local_day(booking.starts_at).isoformat()
        self.starts.data = words.write_clock(weekly.local_time(booking.starts_at))
        self.ends.data = words.write_clock(weekly.local_time(booking.ends_at))
        self.version.data = str(booking.version)
        self.show_use(use)


class CancelForm(WokForm):
    """Not coming: on this date, on this and later ones, on all."""

    scope = RadioField(_l("Which dates?"), choices=list(words.SCOPES.items()), default="this", validate_choice=False)
