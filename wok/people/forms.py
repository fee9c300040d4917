"""What people type about themselves and their association; shape only, no policy."""

import re
from collections.abc import Callable
from typing import Any

from flask import g
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import AnyOf, ValidationError

from wok.people import neighbourhoods
from wok.people.contact import likely_email, read_email, read_phone
from wok.people.facts import AssociationFacts, Contact
from wok.people.words import FORMS, REACHES, ROLES, SIZES, STAFF_REACHES
from wok.web.forms import LineField, LinesField, OnceForm, PhoneField, VersionForm, WokForm, at_most, required
from wok.web.language import LANGUAGE_NAMES
from wok.web.needs import EATING, NEEDS
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

RCS = re.compile(r"[A-Za-z] ?\d{1,8}")


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

    def ask_about(self, field: LineField) -> None:
        """Refuse an address that looks mistyped, once. Raises ValidationError."""
        meant = self.doubtful(field.data)
        if meant:
            raise ValidationError(
                _("Did you mean %(address)s? If your address is right, send once more.", address=meant)
            )


class SignInForm(SureForm):
    """Who wants to come in."""

    email = LineField(_l("Your e-mail address"), [required(), at_most(200), email_address])


class NewEmailForm(SureForm):
    """The address somebody wants to be reached at from now on."""

    email = LineField(_l("Your new e-mail address"), [required(), at_most(200), email_address])


class DigitsForm(WokForm):
    """The six digits of the mail, however they were spaced or pasted."""

    digits = LineField(_l("The six digits"), [required(), at_most(40)])

    def read(self) -> str:
        """The digits alone."""
        return "".join(char for char in self.digits.data or "" if char.isdigit())


class CodeForm(WokForm):
    """A code given by the staff."""

    code = LineField(_l("The code"), [required(), at_most(60)])


def rcs_number(_form: WokForm, field: LineField) -> None:
    """A letter and digits, with or without a space (FACTS.md); optional everywhere."""
    if field.data and not RCS.fullmatch(field.data):
        raise ValidationError(_l("Write the number like F1234, or leave it empty."))


def phone_number(_form: WokForm, field: LineField) -> None:
    """The field holds a phone number, or nothing."""
    if field.data and read_phone(field.data) is None:
        raise ValidationError(_l("Write the phone number like 58 77 11 or +352 621 123 456."))


def chosen(label: Any, words: dict[str, Any], **given: Any) -> RadioField:
    """A question with a few large answers."""
    checks = [required(), AnyOf(list(words), message=_l("Please choose one of these."))]
    return RadioField(label, checks, choices=list(words.items()), validate_choice=False, **given)


def several(label: Any, words: dict[str, Any]) -> SelectMultipleField:
    """A question with any number of answers."""
    return SelectMultipleField(label, choices=list(words.items()), validate_choice=False, validators=[known(words)])


def known(words: dict[str, Any]) -> Callable[[WokForm, Any], None]:
    """Only answers that were offered."""

    def check(_form: WokForm, field: Any) -> None:
        if not set(field.data or ()) <= set(words):
            raise ValidationError(_l("Please choose one of these."))

    return check


class AssociationForm(OnceForm):
    """What an association is."""

    name = LineField(_l("Name of your association"), [required(), at_most(150)])
    form = chosen(_l("Is it formal or informal?"), FORMS)
    rcs_number = LineField(_l("RCS number"), [at_most(20), rcs_number])
    purpose = LinesField(_l("What do you do?"), [required(), at_most(2000)])
    size_band = chosen(_l("How many are you?"), SIZES, default="up_to_25")
    neighbourhood = SelectField(_l("Where are you at home?"), validate_choice=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        places = {neighbourhoods.word_of(one): neighbourhoods.full_name(one, g.lang) for one in neighbourhoods.shown()}
        if self.neighbourhood.data and self.neighbourhood.object_data == self.neighbourhood.data not in places:
            places[self.neighbourhood.data] = self.neighbourhood.data  # a place staff took off the list since
        self.neighbourhood.choices = [("", _l("Somewhere else")), *places.items()]

    def validate_neighbourhood(self, field: SelectField) -> None:
        """One of the places offered."""
        if (field.data or "") not in {value for value, _words in field.choices}:
            raise ValidationError(_l("Please choose one of these."))

    def facts(self) -> AssociationFacts:
        """What was typed, as values."""
        return AssociationFacts(
            name=self.name.data or "",
            form=self.form.data,
            rcs_number=(self.rcs_number.data or "").replace(" ", "").upper() or None,
            purpose=self.purpose.data or "",
            size_band=self.size_band.data,
            neighbourhood=self.neighbourhood.data or "",
        )


class ContactFields(SureForm):
    """A person's name and ways to be reached."""

    contact_name = LineField(_l("Name of the contact person"), [required(), at_most(150)])
    reach = chosen(_l("How may we reach you?"), REACHES, default="email")
    email = LineField(_l("E-mail address"), [at_most(200), email_address])
    phone = PhoneField(_l("Phone number"), [at_most(40), phone_number])
    language = chosen(_l("Which language do you like best?"), dict(LANGUAGE_NAMES))

    def validate_email(self, field: LineField) -> None:
        """Who wants to be reached by e-mail gives an address."""
        if self.reach.data == "email" and not field.data:
            raise ValidationError(_l("Write your e-mail address, or choose another way."))

    def validate_phone(self, field: LineField) -> None:
        """Who wants to be called gives a number."""
        if self.reach.data == "phone" and not field.data:
            raise ValidationError(_l("Write your phone number, or choose another way."))

    def contact(self) -> Contact:
        """What was typed, as values."""
        return Contact(
            name=self.contact_name.data or "",
            reach=self.reach.data,
            email=read_email(self.email.data or ""),
            phone=read_phone(self.phone.data) if self.phone.data else None,
            language=self.language.data,
        )


class JoinForm(AssociationForm, ContactFields):
    """The five questions of joining (page P20)."""


class PersonForm(ContactFields, VersionForm, OnceForm):
    """A person, as the staff write them down: the same questions, asked about somebody else."""

    contact_name = LineField(_l("Their name"), [required(), at_most(150)])
    reach = chosen(_l("How may we reach them?"), STAFF_REACHES, default="email")
    language = chosen(_l("Which language do they like best?"), dict(LANGUAGE_NAMES))

    def validate_email(self, field: LineField) -> None:
        """As the people themselves are asked, and about one that looks mistyped, once."""
        super().validate_email(field)
        self.ask_about(field)


class AssociationEditForm(AssociationForm, VersionForm):
    """An association changed by staff or by its delegates; `version` tells whether somebody else was quicker."""

    is_listed = BooleanField(_l("The Wok may name us on its public pages"))


class WordsForm(WokForm):
    """A question to an association, or the reason of a no."""

    words = LinesField(_l("Your words to them"), [required(), at_most(2000)])


class MemberForm(SureForm):
    """Who else acts for the association."""

    email = LineField(_l("E-mail address"), [required(), at_most(200), email_address])
    role = chosen(_l("What may they do?"), ROLES, default="member")

    def validate_email(self, field: LineField) -> None:
        """Asked about once when it looks mistyped."""
        self.ask_about(field)


class ProfileForm(VersionForm):
    """One's own profile (page A7)."""

    name = LineField(_l("Your name"), [required(), at_most(150)])
    language = chosen(_l("Which language do you like best?"), dict(LANGUAGE_NAMES))
    reach = chosen(_l("How may we reach you?"), REACHES)
    phone = PhoneField(_l("Phone number"), [at_most(40), phone_number])
    needs = several(_l("What do you need to come?"), NEEDS)
    diets = several(_l("What should the kitchen know?"), EATING)

    def validate_phone(self, field: LineField) -> None:
        """Who wants to be called gives a number."""
        if self.reach.data == "phone" and not field.data:
            raise ValidationError(_l("Write your phone number, or choose another way."))
