"""Booking for somebody at the desk: who, what about, when; the rest only if it matters."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.appointments import words
from wok.appointments.forms import NO_TIME, OWN_NEEDS
from wok.appointments.models import Matter
from wok.appointments.rules import Ask, Who
from wok.appointments.staff_forms import OwnTime
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.people.models import LANGUAGES, Association, Person
from wok.people.reach_fields import DeskReach
from wok.web.forms import LineField, LinesField, OnceForm, at_most
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


class DeskForm(OwnTime, DeskReach, OnceForm):
    """Somebody stands at the desk, or is on the phone."""

    matter = RadioField(_l("What is it about?"), validate_choice=False)
    language = SelectField(_l("Their language"), validate_choice=False)
    shown_for = HiddenField()  # the matter and language whose times are on the page
    visit = HiddenField()  # the visit on Thursday it follows from
    at = HiddenField()
    name = LineField(_l("Person or association"), [at_most(230)])
    association = LineField(_l("Association"), [at_most(120)])
    place = RadioField(_l("Where shall we meet?"), validate_choice=False)
    interpreter = BooleanField(_l("They need an interpreter"))
    needs = SelectMultipleField(_l("They need"), choices=list(OWN_NEEDS.items()), validate_choice=False)
    question = LinesField(_l("What it is about"), [at_most(1500)])

    def validate_name(self, field: Any) -> None:
        """Somebody is greeted by name, and the code asks for its letters."""
        if not any(char.isalnum() for char in field.data or ""):
            raise ValidationError(_("Write their name."))

    def validate_place(self, field: Any) -> None:
        """One of the matter's places."""
        if field.data not in [code for code, _word in field.choices]:
            raise ValidationError(_("This matter cannot be dealt with there. Choose one of the places."))

    def offer(self, matter: Matter, languages: list[tuple[str, str]]) -> None:
        """The places of the matter, and its times in their language."""
        self.matter.data, self.language.choices = str(matter.id), languages
        if self.language.data not in [code for code, _word in languages]:
            self.language.data = "fr"
        self.place.choices = [(code, word) for code, word in words.PLACES.items() if code in matter.places]
        if self.place.data in (None, "") or (self.is_other() and self.place.data not in matter.places):
            self.place.data = self.place.choices[0][0]

    def key(self) -> str:
        """What the times on the page belong to."""
        return f"{self.matter.data} {self.language.data} {bool(self.interpreter.data)}"

    def is_other(self) -> bool:
        """The times on the page belong to another matter or language: look again before booking."""
        return str(self.shown_for.data or "") != self.key()

    def who(self) -> Who:
        """Whom they would meet."""
        return Who(self.language.data or "fr", None, bool(self.interpreter.data))

    def start(self) -> datetime | None:
        """The chosen or typed time."""
        return self.own_start() if self.is_own() else words.read_instant(self.at.data or "")

    def has_time(self) -> bool:
        """A time was chosen, or that none suits."""
        if self.is_own():
            return self.check_own()
        if self.at.data != NO_TIME and self.start() is None:
            self.at.errors = [_("Choose a time.")]
        return not self.at.errors

    def show_known(self, booking: Booking | None, person: Person | None) -> None:
        """How somebody is reached whom the on-call desk sends on, by their booked time or their account."""
        if booking:
            self._show(booking.reach, booking.contact_email, booking.contact_phone)
            self.association.data = booking.association.name if booking.association else booking.association_said
        elif person:
            self._show(person.reach, person.email, person.phone)

    def _show(self, reach: str, email: str | None, phone: str | None) -> None:
        self.email.data = email or "" if reach == "email" else ""
        self.phone.data = phone or "" if reach == "phone" else ""

    def ask(self, person: Person | None = None) -> Ask:
        """What is asked for; needs said in the profile of somebody we know go along."""
        needs = [*(self.needs.data or []), *(person.needs if person else [])]
        return Ask(
            start=self.start(),
            place=self.place.data or "",
            language=self.language.data or "fr",
            wants_interpreter=bool(self.interpreter.data),
            needs=tuple(code for code in OWN_NEEDS if code in needs),
            question=self.question.data or "",
            colleague_id=self.colleague_id() if self.is_own() else None,
        )

    def contact(self, person: Person | None, association: Association | None) -> Contact:
        """Who comes and how we reach them: what was typed, else what we know, else not at all."""
        ours = association.id if association else None
        email = self.given_email()
        phone = self.given_phone()
        if person and not (email or phone):
            email = person.email if person.reach == "email" else None
            phone = person.phone if person.reach == "phone" else None
        reach = "email" if email else "phone" if phone else "association" if ours else "none"
        spoken = self.language.data or "fr"
        return Contact(
            name=person.name if person else self.name.data or "",
            language=spoken if spoken in LANGUAGES else person.language if person else "fr",
            reach=reach,
            email=email if reach == "email" else None,
            phone=phone if reach == "phone" or not email else None,
            association_said="" if ours else self.association.data or "",
            association_id=ours,
            person_id=person.id if person else None,
        )
