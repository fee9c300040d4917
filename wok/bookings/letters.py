"""What people type to get back to a booking: its code, letters of their name, or an address for their links."""

from wtforms.validators import ValidationError

from wok.bookings.codes import read_code
from wok.people.contact import read_email, read_phone
from wok.people.forms import SureForm
from wok.web.forms import LineField, WokForm, at_most, required
from wok.web.sentences import lazy_gettext as _l

LETTERS = 3  # the shortest name that is looked up


class LettersForm(WokForm):
    """The first three letters of the booker's name."""

    letters = LineField(_l("The first three letters of your name"), [required(), at_most(60)])


class FindForm(LettersForm):
    """The printed code and three letters."""

    code = LineField(_l("Your code"), [required(), at_most(60)])
    letters = LineField(_l("The first three letters of your name"), [required(), at_most(60)])  # errors stand as asked

    def validate_code(self, field: LineField) -> None:
        """Eight letters and digits, however they are spaced."""
        if field.data and read_code(field.data) is None:
            raise ValidationError(
                _l("The code has eight letters and digits, like 7K3M Q2PX. Look at your card or mail.")
            )


class LinksForm(SureForm):
    """Where we may send the links of somebody's bookings: by e-mail, phone, code, or through their association."""

    where = LineField(_l("Your e-mail, phone number, code or association"), [required(), at_most(200)])

    def validate_where(self, field: LineField) -> None:
        """One of the four."""
        typed = field.data or ""
        if typed and not (self.email() or self.phone() or read_code(typed) or self.name()):
            raise ValidationError(_l("Write your e-mail like name@example.org, your phone number, or your code."))
        if self.email():
            self.ask_about(field)

    def name(self) -> str:
        """The association's name, if it can be one."""
        typed = self.where.data or ""
        is_name = sum(char.isalpha() for char in typed) >= LETTERS and "@" not in typed
        return typed if is_name and not self.phone() and not read_code(typed) else ""

    def email(self) -> str | None:
        """The address, if it is one."""
        return read_email(self.where.data or "") if "@" in (self.where.data or "") else None

    def phone(self) -> str | None:
        """The phone number, if it is one."""
        return read_phone(self.where.data or "") if any(char.isdigit() for char in self.where.data or "") else None

    def code(self) -> str | None:
        """The code, if it is one."""
        return read_code(self.where.data or "")
