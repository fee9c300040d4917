"""What is typed to write a letter, to answer, to report one, and to decide about it."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import AnyOf

from wok.people.forms import ContactFields, chosen
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WokForm, at_most, required
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import lazy_gettext as _l

LONGEST = 3000
MYSELF = "0"
WAYS = {"email": _l("By e-mail"), "phone": _l("By phone: our staff pass letters on")}


class AnswerForm(OnceForm):
    """A letter, and the language it is in."""

    words = LinesField(_l("Your letter"), [required(), at_most(LONGEST)])
    language = chosen(_l("In which language do you write?"), dict(LANGUAGE_NAMES))


class LetterForm(AnswerForm):
    """A letter of somebody signed in: for themselves or for an association of theirs."""

    sender = RadioField(_l("Who writes?"), validate_choice=False, default=MYSELF)

    def offer(self, choices: dict[str, Any]) -> None:
        """The associations this person may write for, and themselves."""
        self.sender.choices = list(choices.items())
        self.sender.validators = [AnyOf(list(choices), message=_l("Please choose one of these."))]


class VisitorForm(AnswerForm, ContactFields):
    """A letter of somebody we do not know: how an answer reaches them, and that they are real."""

    contact_name = LineField(_l("Your name"), [required(), at_most(150)])
    reach = chosen(_l("How may we reach you?"), WAYS, default="email")
    language = chosen(_l("In which language do you write?"), dict(LANGUAGE_NAMES))


class ReportForm(WokForm):
    """What is wrong with a letter."""

    why = LinesField(_l("What is wrong? Only our staff read it."), [at_most(1000)])


class DecisionForm(VersionForm):
    """What the staff decide, with the reason that both read."""

    decision = chosen(
        _l("What do you decide?"),
        {
            "dismissed": _l("The letter is all right: they may go on writing"),
            "barred": _l("The letter is wrong: who wrote it may write no more letters"),
        },
    )
    reason = LinesField(_l("Why? Both sides read it."), [required(), at_most(1000)])
