"""How somebody can be reached, as it is typed: at the desk, or by the people themselves. Shape only, no policy."""

from typing import Any

from wtforms.validators import ValidationError

from wok.people.contact import likely_email, read_email, read_phone
from wok.people.forms import SureForm
from wok.web.forms import LineField, PhoneField, at_most
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


class DeskReach(SureForm):
    """Typed by staff for somebody else; both may be left empty. An address that looks mistyped is asked about once."""

    phone = PhoneField(_l("Phone"), [at_most(40)])
    email = LineField(_l("E-mail"), [at_most(200)])

    def validate_phone(self, field: LineField) -> None:
        """A phone that can be called."""
        if field.data and read_phone(field.data) is None:
            raise ValidationError(_("Write the phone number like 58 77 1-1558 or +352 621 123 456."))

    def validate_email(self, field: LineField) -> None:
        """An address that can be written to."""
        if field.data and read_email(field.data) is None:
            raise ValidationError(_("Write the e-mail like name@example.org."))
        self.ask_about(field)

    def given_email(self) -> str | None:
        """The address that was typed."""
        return read_email(self.email.data) if self.email.data else None

    def given_phone(self) -> str | None:
        """The number that was typed."""
        return read_phone(self.phone.data) if self.phone.data else None


class OwnReach:
    """The checks of a form with `reach`, `email`, `email_meant` and `phone`: only the chosen way must be there."""

    reach: Any
    email_meant: Any

    def validate_email(self, field: Any) -> None:
        """An address, asked about once when it looks mistyped."""
        if self.reach.data != "email":
            return
        address = read_email(field.data or "")
        if address is None:
            raise ValidationError(_("Write your e-mail like name@example.org, or choose another way."))
        meant = likely_email(address)
        if meant:
            self.email_meant.choices = [(meant, meant), (address, _("%(address)s, as I wrote it", address=address))]

    def validate_email_meant(self, field: Any) -> None:
        """Asked once: the likely address or the typed one."""
        if field.choices and field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("This address looks mistyped. Choose the right one."))

    def validate_phone(self, field: Any) -> None:
        """A number somebody can call."""
        if self.reach.data == "phone" and read_phone(field.data or "") is None:
            raise ValidationError(_("Write your phone number like 621 123 456, or choose another way."))
