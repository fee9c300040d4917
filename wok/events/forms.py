"""What organisers type: a new event, its words in five languages, its dates."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.events import fields, rules, words
from wok.events.facts import EventFacts, NewDates, Organiser
from wok.events.models import Event
from wok.people.contact import read_email, read_phone
from wok.team.words import SPOKEN
from wok.web.forms import (
    LineField,
    LinesField,
    OnceForm,
    PhoneField,
    VersionForm,
    WholeNumberField,
    WokForm,
    at_most,
    between,
    required,
)
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import NO_REASON, TextsForm, VersionedTexts, in_five_languages

Choices = list[tuple[str, Any]]
WOK = "wok"


class WhenForm(WokForm):
    """Days and hours: once, on several days, or every week."""

    day = LineField(_l("Day"), [at_most(20)])
    starts = LineField(_l("From"), [at_most(12)])
    ends = LineField(_l("Until"), [at_most(12)])
    repeats = RadioField(
        _l("How often?"),
        choices=[("once", _l("Once")), ("weekly", _l("Every week")), ("days", _l("On the days below"))],
        default="once",
        validate_choice=False,
    )
    until = LineField(_l("Every week until"), [at_most(20)])
    days = LinesField(_l("More days"), [at_most(2000)])

    def dates(self) -> NewDates | None:
        """The dates meant; None when something cannot be read, and its field says so."""
        day, starts, ends = fields.need_day(self.day), fields.need_clock(self.starts), fields.need_clock(self.ends)
        is_weekly = self.repeats.data == "weekly"
        until = fields.need_day(self.until) if is_weekly and self.until.data else None
        more = fields.need_days(self.days) if self.repeats.data == "days" else []
        if starts and ends and starts == ends:
            fields.refuse(self.ends, _("The end must come after the beginning."))
        if is_weekly and starts and ends and ends <= starts and not until:
            fields.refuse(
                self.until, _("Choose a last day: only an event that ends the same day can go on without one.")
            )
        if until and day and until < day:
            fields.refuse(self.until, _("The last day is before the first one. Choose a later day."))
        wrong = any(one.errors for one in (self.day, self.starts, self.ends, self.until, self.days))
        if wrong or day is None or starts is None or ends is None:
            return None
        return NewDates(starts, ends, (day, *more), is_weekly, until)


class WhoForm(WokForm):
    """Who organises, what kind, where: choices that depend on who asks."""

    kind = SelectField(_l("What is it?"), choices=list(words.KINDS.items()), default="workshop", validate_choice=False)
    organiser = SelectField(_l("Who organises it?"), validate_choice=False)
    room = SelectField(_l("Where?"), validate_choice=False)
    registration = RadioField(
        _l("Do people sign up?"), choices=list(words.REGISTRATIONS.items()), default="open", validate_choice=False
    )
    seats = WholeNumberField(_l("Places"), [between(0, 5000)], default=0)

    def offer(self, organisers: Choices, rooms: Choices) -> None:
        """What can be chosen."""
        self.organiser.choices, self.room.choices = organisers, [("", _("Not at the Wok")), *rooms]

    def validate_kind(self, field: SelectField) -> None:
        """One of the list."""
        _one_of(field)

    def validate_organiser(self, field: SelectField) -> None:
        """One of those this person may name."""
        _one_of(field)

    def validate_room(self, field: SelectField) -> None:
        """A room of ours, or elsewhere."""
        _one_of(field)

    def validate_registration(self, field: RadioField) -> None:
        """One of the two."""
        _one_of(field)

    def organised_by(self) -> Organiser:
        """Who was chosen."""
        kind, _dash, number = str(self.organiser.data).partition("-")
        if kind == "association":
            return Organiser(association_id=int(number))
        return Organiser(organisation_id=int(number)) if kind == "organisation" else Organiser()

    def room_resource(self) -> int | None:
        """The room chosen."""
        return int(self.room.data) if self.room.data else None

    def show_who(self, event: Event) -> None:
        """Fill in what stands."""
        self.kind.data, self.registration.data, self.seats.data = event.kind, event.registration, event.seats
        self.organiser.data = organiser_value(event)
        self.room.data = str(event.room_resource_id or "")


def organiser_value(event: Event) -> str:
    """Who organises, as the form carries it."""
    if event.association_id:
        return f"association-{event.association_id}"
    return f"organisation-{event.organisation_id}" if event.organisation_id else WOK


def _one_of(field: SelectField | RadioField) -> None:
    if field.data not in [value for value, _name in field.choices or []]:
        raise ValidationError(_("Choose one of the list."))


class NewEventForm(WhoForm, WhenForm, OnceForm):
    """A new event in a few words; the rest is written on its own page."""

    title = LineField(_l("Title"), [required(), at_most(120)])


class DatesForm(WhenForm, OnceForm):
    """More dates."""


@in_five_languages("price", longest=200, lines=False)
@in_five_languages("place", longest=200, lines=False)
@in_five_languages("text", longest=4000)
@in_five_languages("summary", longest=300)
@in_five_languages("title", longest=120, lines=False)
class EventForm(VersionedTexts, WhoForm):
    """All that is said of an event, in five languages side by side."""

    first_language = SelectField(_l("Written first in"), choices=list(LANGUAGE_NAMES.items()), validate_choice=False)
    co_organisers = LineField(_l("Together with"), [at_most(200)])
    neighbourhood = SelectField(_l("Neighbourhood"), validate_choice=False)
    is_free = BooleanField(_l("It is free"))
    is_step_free = BooleanField(_l("One gets in without a step"))
    languages = SelectMultipleField(_l("Languages spoken there"), choices=list(SPOKEN.items()), validate_choice=False)
    asks = SelectMultipleField(_l("Sign-up also asks"), choices=list(words.ASKS.items()), validate_choice=False)
    closes_hours = WholeNumberField(_l("Sign-up ends so many hours before"), [between(0, 720)], default=0)
    contact_name = LineField(_l("Whom people can ask"), [at_most(100)])
    contact_email = LineField(_l("E-mail"), [at_most(200)])
    contact_phone = PhoneField(_l("Phone"), [at_most(40)])

    def validate_first_language(self, field: SelectField) -> None:
        """One of the five."""
        _one_of(field)

    def validate_neighbourhood(self, field: SelectField) -> None:
        """One of the list, or none."""
        _one_of(field)

    def validate_contact_email(self, field: LineField) -> None:
        """An address that can be written to."""
        if field.data and read_email(field.data) is None:
            raise ValidationError(_("Write the e-mail like name@example.org."))

    def validate_contact_phone(self, field: LineField) -> None:
        """A phone that can be called."""
        if field.data and read_phone(field.data) is None:
            raise ValidationError(_("Write the phone number like 58 77 1-1558 or +352 621 123 456."))

    def facts(self) -> EventFacts:
        """All that was said."""
        return EventFacts(
            **{name: self.texts(name) for name in rules.TEXTS},
            kind=self.kind.data,
            first_language=self.first_language.data,
            organiser=self.organised_by(),
            co_organisers=self.co_organisers.data or "",
            neighbourhood_id=int(self.neighbourhood.data) if self.neighbourhood.data else None,
            room_resource_id=self.room_resource(),
            is_free=bool(self.is_free.data),
            is_step_free=bool(self.is_step_free.data),
            languages=tuple(code for code in SPOKEN if code in (self.languages.data or [])),
            registration=self.registration.data,
            seats=self.seats.data or 0,
            asks=tuple(code for code in words.ASKS if code in (self.asks.data or [])),
            closes_hours=self.closes_hours.data or 0,
            contact_name=self.contact_name.data or "",
            contact_email=read_email(self.contact_email.data or "") or "",
            contact_phone=read_phone(self.contact_phone.data or "") or "",
        )

    def show(self, event: Event) -> None:
        """Fill in what stands."""
        self.show_who(event)
        for name in rules.TEXTS:
            self.fill_texts(name, getattr(event, name))
        for name in ("first_language", "co_organisers", "is_free", "is_step_free", "languages", "asks", "closes_hours"):
            self[name].data = getattr(event, name)
        for name in ("contact_name", "contact_email", "contact_phone"):
            self[name].data = getattr(event, name)
        self.neighbourhood.data = str(event.neighbourhood_id or "")
        self.version.data = str(event.version)


@in_five_languages("reason", longest=400, lacking=NO_REASON)
class CancelForm(TextsForm):
    """Why it does not take place."""


@in_five_languages("reason", longest=400)
class MoveForm(VersionedTexts):
    """The new day and hours of one date, and why."""

    day = LineField(_l("New date"), [at_most(20)])
    starts = LineField(_l("From"), [at_most(12)])
    ends = LineField(_l("Until"), [at_most(12)])


class ShiftForm(OnceForm):
    """Helping hands on one date or on all of them."""

    what = LineField(_l("What is there to do?"), [required(), at_most(120)])
    starts = LineField(_l("From"), [at_most(12)])
    ends = LineField(_l("Until"), [at_most(12)])
    wanted = WholeNumberField(_l("How many people?"), [required(), between(1, 100)], default=2)
    on = SelectField(_l("On which date?"), validate_choice=False)
    version = LineField(_l("Version"), [at_most(9)])


class WordsForm(WokForm):
    """What staff ask for before an event can be public."""

    words = LinesField(_l("What is missing, for the organiser"), [required(), at_most(600)])


class OrganisationForm(VersionForm):
    """A partner organisation."""

    name = LineField(_l("Name"), [required(), at_most(120)])
    website = LineField(_l("Website"), [at_most(200)])

    def validate_website(self, field: LineField) -> None:
        """An address of the web."""
        if field.data and not field.data.lower().startswith(("https://", "http://")):
            raise ValidationError(_("Write the website like https://example.org."))
