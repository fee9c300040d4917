"""The form of a message to many: its words in five languages, and what the choice of people asks."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import ValidationError

from wok.circulars import rules
from wok.circulars.filters import FILTERS
from wok.people.spoken import SPOKEN
from wok.people.themes import THEMES
from wok.people.words import SIZES
from wok.projects.words import KINDS
from wok.space.words import read_day
from wok.web.forms import LineField, WokForm, at_most, unanswered
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, in_five_languages

LONGEST = 4000
ANY = ("", _l("Any"))


def _select(label: Any) -> SelectField:
    return SelectField(label, validate_choice=False)


@in_five_languages("body", longest=LONGEST)
@in_five_languages("subject", longest=120, lines=False)
class CircularForm(VersionedTexts):
    """Words and choice. Only the fields that the choice asks for are shown and read."""

    asks: tuple[str, ...] = ()
    form_token = HiddenField()
    theme = _select(_l("Theme"))
    neighbourhood = _select(_l("Neighbourhood"))
    size = _select(_l("How many they are"))
    spoken = _select(_l("Language they speak"))
    need = _select(_l("What they bring"))
    words = LineField(_l("A word in it, for example kitchen"), [at_most(60)])
    first_on = LineField(_l("First day"), [at_most(10)])
    last_on = LineField(_l("Last day"), [at_most(10)])
    occurrence = _select(_l("Which date?"))

    def offer(self, neighbourhoods: Sequence[tuple[int, str]], dates: Sequence[tuple[int, str]]) -> None:
        """What can be chosen now."""
        self.theme.choices = [ANY, *THEMES.items()]
        self.size.choices = [ANY, *SIZES.items()]
        self.spoken.choices = [ANY, *SPOKEN.items()]
        self.need.choices = [ANY, *KINDS.items()]
        self.neighbourhood.choices = [ANY, *((str(number), name) for number, name in neighbourhoods)]
        self.occurrence.choices = [(str(number), name) for number, name in dates]

    def read(self, code: str) -> bool:
        """Whether the form holds, for this choice of people; what does not stands at its field."""
        self.asks = FILTERS[code].asks
        return self.validate_on_submit()

    def facts(self, code: str) -> dict[str, Any]:
        """What the choice asks, as it is kept."""
        return {name: self[name].data or "" for name in FILTERS[code].asks}

    def fill_facts(self, facts: dict[str, Any]) -> None:
        """Show what was chosen before."""
        for name, value in facts.items():
            if name in self:
                self[name].data = value

    def validate(self, extra_validators: Any = None) -> bool:
        """Words in one language at least, whole in each; links that readers can trust; days in order."""
        good = super().validate(extra_validators)
        checks = (self._check_words(), self._check_links(), self._check_choices())
        return good and all(checks)

    def _check_words(self) -> bool:
        subject, body = self.texts("subject"), self.texts("body")
        for code in rules.halves(subject, body):
            missing = self[f"body_{code}"] if subject.get(code) else self[f"subject_{code}"]
            said = _("In %(language)s the subject or the text is missing.", language=LANGUAGE_NAMES[code])
            missing.errors = [*missing.errors, said]
        if not subject and not body:
            self.form_errors = [*self.form_errors, _("Write the message in one language at least.")]
        return bool(subject) and not rules.halves(subject, body)

    def _check_links(self) -> bool:
        good = True
        for name in ("subject", "body"):
            for code, words in self.texts(name).items():
                found = rules.links([words])
                field, bad = self[f"{name}_{code}"], rules.bad_links(found)
                if bad:
                    said = _(
                        "Links begin with https:// and show where they lead. Please correct: %(link)s", link=bad[0]
                    )
                    field.errors, good = [*field.errors, said], False
                elif len(found) > rules.MOST_LINKS:
                    said = _("A message has at most %(most)s links.", most=rules.MOST_LINKS)
                    field.errors, good = [*field.errors, said], False
        return good

    def _check_choices(self) -> bool:
        good = True
        for name in self.asks:
            field = self[name]
            if isinstance(field, SelectField) and field.data not in {str(value) for value, _words in field.choices}:
                field.errors, good = [*field.errors, unanswered(field, _("Choose one of these."))], False
            if name in ("first_on", "last_on") and read_day(field.data) is None:
                field.errors, good = [*field.errors, _("Choose a day.")], False
        first, last = read_day(self.first_on.data), read_day(self.last_on.data)
        if "last_on" in self.asks and first and last and last < first:
            self.last_on.errors, good = [_("The last day comes after the first.")], False
        return good


class ChoiceForm(VersionedTexts):
    """Another choice of people for the same words."""

    filter = RadioField(
        _l("To whom?"), choices=[(code, one.words) for code, one in FILTERS.items()], validate_choice=False
    )

    def validate_filter(self, field: Any) -> None:
        """One of those offered."""
        if field.data not in FILTERS:
            raise ValidationError(unanswered(field, _("Choose one of these.")))


class SendForm(VersionedTexts):
    """The button of the preview: the version and the number of people it showed."""

    count = HiddenField()

    def read_count(self) -> int:
        """How many people the preview showed; what cannot be a number fits none."""
        typed = str(self.count.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1


class WantedForm(WokForm):
    """One's own choice: messages to many, or none."""

    wanted = RadioField(
        _l("Messages to many"),
        choices=[("yes", _l("Yes, write to me")), ("no", _l("No, leave me out"))],
        validate_choice=False,
    )

    def validate_wanted(self, field: Any) -> None:
        """Yes or no."""
        if field.data not in ("yes", "no"):
            raise ValidationError(unanswered(field, _("Choose one of these.")))
