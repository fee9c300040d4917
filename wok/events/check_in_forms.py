"""What is typed on the day: how many came, a code, who walked in; and a guest signed up at the desk."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from wok.bookings import needs
from wok.bookings.services import Contact
from wok.events.sign_up_rules import Party
from wok.people.contact import read_email, read_phone
from wok.web.forms import LineField, LinesField, OnceForm, WholeNumberField, WokForm, at_most, between, required
from wok.web.language import LANGUAGE_NAMES

MOST_PEOPLE = 500


class WalkInForm(OnceForm):
    """People who came without signing up, in one line."""

    people = WholeNumberField(_l("How many came"), [required(), between(1, MOST_PEOPLE)], default=1)
    words = LineField(_l("Who they are"), [at_most(100)])


class MarkForm(WokForm):
    """How many of the party came."""

    attended = WholeNumberField(_l("How many came"), [Optional(), between(1, MOST_PEOPLE)])


class CodeForm(WokForm):
    """The code of a card, typed or read by a camera."""

    code = LineField(_l("Code on the card"), [required(), at_most(200)])


class GuestForm(OnceForm):
    """A guest signed up at the desk: name, number, a way to be reached; the rest only if it matters."""

    name = LineField(_l("Name"), [required(), at_most(100)])
    adults = WholeNumberField(_l("Adults"), [between(0, MOST_PEOPLE)], default=1)
    children = WholeNumberField(_l("Children"), [between(0, MOST_PEOPLE)], default=0)
    association = LineField(_l("Association"), [at_most(100)])
    phone = LineField(_l("Phone"), [at_most(40)])
    email = LineField(_l("E-mail"), [at_most(200)])
    language = RadioField(_l("Language of their messages"), choices=list(LANGUAGE_NAMES.items()), default="fr")
    eating = SelectMultipleField(_l("They eat"), choices=list(needs.EATING.items()))
    needs = SelectMultipleField(_l("They need"), choices=list(needs.NEEDS.items()))
    note = LinesField(_l("Note"), [at_most(500)])
    reason = LineField(_l("Why they get places beyond the limit"), [at_most(200)])

    def validate_phone(self, field: LineField) -> None:
        """A phone that can be called."""
        if field.data and read_phone(field.data) is None:
            raise ValidationError(_("Write the phone number like 58 77 1-1558 or +352 621 123 456."))

    def validate_email(self, field: LineField) -> None:
        """An address that can be written to."""
        if field.data and read_email(field.data) is None:
            raise ValidationError(_("Write the e-mail like name@example.org."))

    def party(self) -> Party:
        """Who comes. What they eat counts once for the party: the desk asks no more."""
        return Party(
            self.adults.data or 0,
            self.children.data or 0,
            needs=tuple(self.needs.data or []),
            diets=dict.fromkeys(self.eating.data or [], 1),
            note=self.note.data or "",
        )

    def contact(self) -> Contact:
        """Who books; the first way to be reached that was given."""
        email = read_email(self.email.data or "") if self.email.data else None
        phone = read_phone(self.phone.data or "") if self.phone.data else None
        reach = "email" if email else "phone" if phone else "none"
        return Contact(self.name.data or "", self.language.data, reach, email, phone, self.association.data or "")
