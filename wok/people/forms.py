"""What people type about themselves and their association; shape only, no policy."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from wok.people.contact import likely_email, read_email
from wok.web.forms import LineField, WokForm, at_most, required


def email_address(_form: WokForm, field: LineField) -> None:
    """The field holds an address, or nothing."""
    if field.data and read_email(field.data) is None:
        raise ValidationError(_l("Write your e-mail like name@example.org."))


class SureForm(WokForm):
    """A form with an address that looks mistyped asks about it once, before anything is sent."""

    sure = HiddenField()

    def doubtful(self, typed: str | None) -> str | None:
        """What was probably meant, the first time an address looks mistyped; else None."""
        address = read_email(typed or "")
        meant = likely_email(address) if address else None
        if meant is None or self.sure.data == address:
            return None
        self.sure.data = address
        return meant


class SignInForm(SureForm):
    """Who wants to come in."""

    email = LineField(_l("Your e-mail address"), [required(), at_most(200), email_address])


class DigitsForm(WokForm):
    """The six digits of the mail, however they were spaced or pasted."""

    digits = LineField(_l("The six digits"), [required(), at_most(40)])

    def read(self) -> str:
        """The digits alone."""
        return "".join(char for char in self.digits.data or "" if char.isdigit())


class CodeForm(WokForm):
    """A code given by the staff."""

    code = LineField(_l("The code"), [required(), at_most(60)])
