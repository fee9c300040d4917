"""The form every form stands on: text is cleaned at the door, a Refusal lands beside its field, nothing typed is lost."""

import secrets
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation
from wtforms.widgets.core import clean_key

from wok.errors import Refusal
from wok.web.drawing import draw
from wok.web.phones import shown_phone
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.strangers import once_token
from wok.web.text import clean
from wok.web.typed import forget_typed, typed_before


class LineField(StringField):
    """One line of text, cleaned (PROMISES S8)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, without control characters or line breaks."""
        if valuelist:
            self.data = clean(valuelist[0])


class PhoneField(LineField):
    """A phone number; one that is stored already stands there as people write it."""

    def _value(self) -> str:
        written = super()._value()
        return shown_phone(written) if written.startswith("+") and written[1:].isdigit() else written


class LinesField(TextAreaField):
    """Several lines of text, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, without control characters."""
        if valuelist:
            self.data = clean(valuelist[0], lines=True)


class WholeNumberField(IntegerField):
    """A whole number; empty is `default`. What cannot be read stays on the form as it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number of at most six digits."""
        if not valuelist or not valuelist[0].strip():
            self.data = self.default
            return
        try:
            text = valuelist[0].strip()
            if len(text) > 6:
                raise ValueError
            self.data = int(text)
        except ValueError:
            self.data = None
            raise ValueError(_("Write a whole number, for example 3.")) from None


class WokForm(FlaskForm):
    """Base of all forms: CSRF, cleaning, and `refuse()` for what a rule or the database said no to."""

    class Meta(FlaskForm.Meta):
        """British and other messages come from our own catalogues."""

        locales = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What this request sends; on a GET, what was typed here before the person had to sign in."""
            if request.method == "POST":
                forget_typed()
            if request.is_json:  # Flask-WTF would take a JSON body for a form, numbers and lists included
                return ImmutableMultiDict()
            return super().wrap_formdata(form, formdata) or typed_before()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """The field as HTML; what the template says of it goes before what the form says."""
            given = {**(field.render_kw or {}), **render_kw}
            return draw(field, {clean_key(name): value for name, value in given.items()})

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """True when this POST is ours and every field is well-formed."""
        return bool(super().validate_on_submit(extra_validators))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields; an aged CSRF token becomes one sentence on top, and the typed text stays."""
        good = bool(super().validate(extra_validators))
        if g.get("csrf_failed") or (self.meta.csrf and "csrf_token" in self.errors):
            self.form_errors = [_("This page had been open for a long time. Please check and send once more.")]
            return False
        return good

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal at its field, or on top of the form."""
        field: Field | None = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, str(refusal.sentence)]
        else:
            field.errors = [*field.errors, str(refusal.sentence)]


class ActionForm(WokForm):
    """A button without questions: only the proof that the press is ours."""


class OnceForm(WokForm):
    """A form that must count once, however often it is sent (PROMISES B3): a random token in each rendered form."""

    form_token = HiddenField()

    def token(self) -> str:
        """The token this form was rendered with, or a new one."""
        sent = clean(self.form_token.data or "")[:64]
        return sent if len(sent) >= 20 else secrets.token_urlsafe(24)

    def fill_token(self) -> None:
        """Give a fresh form its token; call it before rendering."""
        if not self.form_token.data:
            self.form_token.data = once_token()


class VersionForm(WokForm):
    """A form that knows which version it changes: who saves second sees both (PROMISES B5)."""

    version = HiddenField()

    def read_version(self) -> int:
        """The version this form was rendered with; what cannot be one counts as outdated."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1

    def now_stands(self, version: int) -> None:
        """The next save goes over what stands now, knowingly."""
        self.version.raw_data, self.version.data = None, str(version)


def unanswered(field: Any, words: Any) -> Any:
    """`words`, for a field without an answer; they do not name it, so the summary of errors puts its name before them."""
    field.is_unanswered = True
    return words


class Filled(InputRequired):
    """Something was typed, and not blanks alone."""

    def __call__(self, form: Any, field: Field) -> None:
        """Raise StopValidation where nothing is left of the text once it is cleaned."""
        is_typed = bool(field.raw_data) and bool(field.raw_data[0])
        if not is_typed or (isinstance(field.data, str) and not field.data):
            field.errors = []
            raise StopValidation(unanswered(field, self.message))


def required() -> InputRequired:
    """The field must be filled in."""
    return Filled(_l("Please fill this in."))


def at_most(length: int) -> Length:
    """The text may have `length` characters."""
    return Length(max=length, message=_l("Please write at most %(max)d characters."))


def between(low: int, high: int) -> NumberRange:
    """The number lies between `low` and `high`, both included."""
    return NumberRange(low, high, message=_l("Choose a number from %(min)s to %(max)s."))
