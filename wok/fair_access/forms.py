"""What people type about fair access: the report itself, more words to it, and the staff's part."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.bookings.codes import read_code
from wok.fair_access.words import KINDS, OUTCOMES, PLACES, REACHES, STEPS
from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.people.contact import read_email, read_phone
from wok.people.reach_fields import OwnReach
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WokForm, at_most, required, unanswered
from wok.web.language import LANGUAGE_NAMES, LANGUAGES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

LONGEST = 6000
SHORTEST_WORD = 4


@dataclass(frozen=True)
class Report:
    """A report as it was typed; the word is folded."""

    place: str
    kind: str
    association: str
    happened: str
    happened_when: str
    wish: str
    reach: str
    email: str | None
    phone: str | None
    word: str
    left_out: tuple[int, ...]


def folded(word: str) -> str:
    """A word without accents, blanks and capitals, as it is compared."""
    return fold(word).replace(" ", "")


class OneOf:
    """The answer is one of those offered; anything else is asked again."""

    field_flags = {"required": True}  # what WTForms reads it as

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError for what was not offered."""
        if field.data not in {str(value) for value, *_rest in field.choices}:
            raise ValidationError(unanswered(field, _("Choose one of these.")))


class ReportForm(OwnReach, OnceForm):
    """What happened, to whom, and how to answer. Nothing about origin, belief or health is asked."""

    place = RadioField(_l("Where was it?"), [OneOf()], choices=list(PLACES.items()), validate_choice=False)
    kind = RadioField(_l("What is it about?"), [OneOf()], choices=list(KINDS.items()), validate_choice=False)
    association = LineField(_l("Which association or group?"), [at_most(120)])
    happened = LinesField(_l("What happened?"), [required(), at_most(LONGEST)])
    happened_when = LineField(_l("When was it?"), [at_most(120)])
    wish = LinesField(_l("What do you wish for?"), [at_most(LONGEST)])
    left_out = SelectMultipleField(_l("Should one of these colleagues not read it?"), validate_choice=False)
    reach = RadioField(
        _l("How may we reach you?"), choices=list(REACHES.items()), default="none", validate_choice=False
    )
    email = LineField(_l("Your e-mail"), [at_most(200)])
    email_meant = RadioField(_l("Which address is right?"), validate_choice=False)
    phone = LineField(_l("Your phone number"), [at_most(40)])
    word = LineField(_l("A word of your own"), [required(), at_most(60)])

    def offer_readers(self, readers: Sequence[tuple[int, str]]) -> None:
        """The named colleagues, to leave one out."""
        self.left_out.choices = [(str(number), name) for number, name in readers]
        known = {str(number) for number, _name in readers}
        self.left_out.data = [number for number in self.left_out.data or [] if number in known]

    def validate_word(self, field: Any) -> None:
        """Long enough not to be guessed with a few tries."""
        if len(folded(field.data or "")) < SHORTEST_WORD:
            raise ValidationError(_("Write a word with four letters or more."))

    def report(self) -> Report:
        """What was typed; only the chosen way is kept (PROMISES D1)."""
        reach = self.reach.data if self.reach.data in REACHES else "none"
        email = self.email_meant.data if self.email_meant.choices else read_email(self.email.data or "")
        return Report(
            place=self.place.data,
            kind=self.kind.data,
            association=self.association.data or "",
            happened=self.happened.data or "",
            happened_when=self.happened_when.data or "",
            wish=self.wish.data or "",
            reach=reach,
            email=email if reach == "email" else None,
            phone=read_phone(self.phone.data or "") if reach == "phone" else None,
            word=folded(self.word.data or ""),
            left_out=tuple(sorted({int(number) for number in self.left_out.data or []})),
        )


class OpenForm(WokForm):
    """The code of a report, and the word its writer chose."""

    code = LineField(_l("Your code"), [required(), at_most(60)])
    word = LineField(_l("Your word"), [required(), at_most(60)])

    def validate_code(self, field: Any) -> None:
        """Eight letters and digits, however they are spaced."""
        if field.data and read_code(field.data) is None:
            raise ValidationError(
                _("The code has eight letters and digits, like 7K3M Q2PX. Look at your card or mail.")
            )


class MoreForm(OnceForm):
    """More words from who wrote."""

    words = LinesField(_l("What would you like to add?"), [required(), at_most(LONGEST)])


class StaffForm(OnceForm, VersionForm):
    """A form on the staff's page of a report, with the version it was read in."""


class LetterForm(StaffForm):
    """A letter to who wrote; they read it with their code."""

    letter = LinesField(_l("Letter to who wrote"), [required(), at_most(LONGEST)])
    language = SelectField(
        _l("Language of the letter"),
        choices=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        validate_choice=False,
    )

    def validate_language(self, field: Any) -> None:
        """One of the five."""
        if field.data not in LANGUAGES:
            raise ValidationError(unanswered(field, _("Choose one of these.")))


class NoteForm(StaffForm):
    """A note for named colleagues only."""

    note = LinesField(_l("Note"), [required(), at_most(LONGEST)])


class StepForm(StaffForm):
    """How far the report is, how it ended, and who follows it."""

    step = RadioField(_l("How far is it?"), [OneOf()], choices=list(STEPS.items()), validate_choice=False)
    outcome = SelectField(_l("How did it end?"), [OneOf()], validate_choice=False)
    colleague = SelectField(_l("Who follows it?"), [OneOf()], validate_choice=False)

    def offer(self, readers: Sequence[tuple[int, str]]) -> None:
        """The outcomes, and the colleagues who may read this report."""
        self.outcome.choices = [("", _("Not yet decided")), *OUTCOMES.items()]
        self.colleague.choices = [("", _("Nobody yet")), *((str(number), name) for number, name in readers)]


class LeaveOutForm(StaffForm):
    """A colleague who must not read this report any more."""

    who = SelectField(_l("Colleague"), [OneOf()], validate_choice=False)

    def offer(self, readers: Sequence[tuple[int, str]]) -> None:
        """The colleagues who may read it now."""
        self.who.choices = [(str(number), name) for number, name in readers]
