"""What people answer on the way to an appointment. Every page carries all answers; the time is checked at the last press."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.appointments import words
from wok.appointments.models import Appointment, Matter
from wok.appointments.rules import Ask, Who
from wok.bookings.contact_fields import ContactFields
from wok.bookings.needs import NEEDS
from wok.web.forms import LinesField, OnceForm, VersionForm, WokForm, at_most
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

NO_TIME = "none"  # no time suits: ask for one
BIGGEST_ID = 2**31 - 1
OWN_NEEDS = {code: word for code, word in NEEDS.items() if code != "interpreter"}


def read_id(text: str | None) -> int | None:
    """A number of ours, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 and 0 < int(text) <= BIGGEST_ID else None


class DetailFields(WokForm):
    """Where, in need of what, and about what."""

    place = RadioField(_l("Where shall we meet?"), validate_choice=False)
    interpreter = BooleanField(_l("I need an interpreter"))
    needs = SelectMultipleField(_l("What do you need?"), choices=list(OWN_NEEDS.items()), validate_choice=False)
    question = LinesField(_l("What is it about?"), [at_most(1500)])

    def offer_places(self, matter: Matter) -> None:
        """The places of this matter; a single one is chosen already."""
        self.place.choices = [(code, word) for code, word in words.PLACES.items() if code in matter.places]
        if self.place.data in (None, "") and self.place.choices:
            self.place.data = self.place.choices[0][0]

    def validate_place(self, field: Any) -> None:
        """One of the matter's places."""
        if field.data not in [code for code, _word in field.choices]:
            raise ValidationError(_("This matter cannot be dealt with there. Choose one of the places."))

    def chosen_needs(self) -> tuple[str, ...]:
        """The needs we know."""
        return tuple(code for code in OWN_NEEDS if code in (self.needs.data or []))


class BookForm(DetailFields, ContactFields, OnceForm):
    """All answers: matter, language, person, time; then the details."""

    matter = HiddenField()
    language = HiddenField()
    person = HiddenField()
    at = HiddenField()

    def validate_reach(self, field: Any) -> None:
        """Who asks us for a time must be told of it."""
        if self.at.data == NO_TIME and field.data == "none":
            raise ValidationError(_("Choose how we may reach you, so that we can tell you when a time opens."))

    def validate_phone(self, field: Any) -> None:
        """Also needed when we are to call at the time of the meeting."""
        if self.place.data == "phone" and self.reach.data != "phone" and not field.data:
            raise ValidationError(_("Write the number we call at that time."))
        super().validate_phone(field)

    def start(self) -> datetime | None:
        """The chosen time; None when none suits or none was chosen."""
        return words.read_instant(self.at.data or "")

    def has_time(self) -> bool:
        """A time was chosen, or that none suits."""
        return self.at.data == NO_TIME or self.start() is not None

    def who(self) -> Who:
        """Whom they would meet."""
        return Who(self.language.data or "fr", read_id(self.person.data), bool(self.interpreter.data))

    def ask(self) -> Ask:
        """What they ask for."""
        who = self.who()
        return Ask(
            start=self.start(),
            place=self.place.data or "",
            language=who.language,
            wants_interpreter=who.with_interpreter,
            needs=self.chosen_needs(),
            question=self.question.data or "",
            colleague_id=who.colleague_id,
        )

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
        """The answers that may stand in an address: nothing about the person."""
        found = {
            "matter": self.matter.data,
            "language": self.language.data,
            "person": self.person.data,
            "at": self.at.data,
        }
        if self.interpreter.data:
            found["interpreter"] = "y"
        return {name: value for name, value in found.items() if value}


class MoveForm(VersionForm):
    """Another time for an appointment."""

    at = HiddenField()

    def start(self) -> datetime | None:
        """The chosen time."""
        return words.read_instant(self.at.data or "")


class DetailsForm(DetailFields, VersionForm):
    """Other details of an appointment."""

    def show(self, appointment: Appointment) -> None:
        """Fill in what was said before."""
        self.place.data, self.question.data = appointment.place, appointment.question
        self.needs.data, self.interpreter.data = list(appointment.needs), appointment.wants_interpreter
