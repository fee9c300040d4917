"""What is typed on the day: how many came, a code, who walked in; and a guest signed up at the desk."""

from wtforms.validators import Optional

from wok.bookings.desk_fields import GuestFields
from wok.bookings.services import Contact
from wok.events.sign_up_rules import Party
from wok.web.forms import LineField, OnceForm, WholeNumberField, WokForm, at_most, between, required
from wok.web.sentences import lazy_gettext as _l

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


class GuestForm(GuestFields):
    """A guest signed up at the desk: name, number, a way to be reached; the rest only if it matters."""

    adults = WholeNumberField(_l("Adults"), [between(0, MOST_PEOPLE)], default=1)
    children = WholeNumberField(_l("Children"), [between(0, MOST_PEOPLE)], default=0)

    def party(self) -> Party:
        """Who comes."""
        return Party(
            self.adults.data or 0,
            self.children.data or 0,
            needs=tuple(self.needs.data or []),
            diets=self.diets(),
            note=self.note.data or "",
        )

    def contact(self) -> Contact:
        """Who books; the first way to be reached that was given."""
        email = self.given_email()
        phone = self.given_phone()
        reach = "email" if email else "phone" if phone else "none"
        return Contact(self.name.data or "", self.language.data, reach, email, phone, self.association.data or "")
