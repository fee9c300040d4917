"""What staff type of a newsletter: for whom, from when to when, in which languages, and the words it begins with."""

from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.programme.newsletter_facts import LONGEST, NewsletterFacts
from wok.web.forms import OnceForm, required
from wok.web.language import LANGUAGE_NAMES, LANGUAGES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, in_five_languages

TOWN = 0
EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 1)


@in_five_languages("opening", longest=2000)
@in_five_languages("heading", longest=120, lines=False)
class NewsletterForm(VersionedTexts, OnceForm):
    """A newsletter, but for what is picked from the programme."""

    neighbourhood = SelectField(_l("Neighbourhood"), coerce=int)
    first_on = DateField(_l("First day"), [required()])
    last_on = DateField(_l("Last day"), [required()])
    languages = SelectMultipleField(_l("Languages it is printed in"), choices=list(LANGUAGE_NAMES.items()))
    has_projects = BooleanField(_l("With a box of projects that look for somebody"))

    def offer(self, near: list[tuple[int, str]]) -> None:
        """Which neighbourhoods there are; the whole town first."""
        self.neighbourhood.choices = [(TOWN, _("The whole town")), *near]

    def validate_last_on(self, field: DateField) -> None:
        """After the first day, and not too long after."""
        first, last = self.first_on.data, field.data
        if first is None or last is None:
            return
        if last < first:
            raise ValidationError(_("The last day comes before the first one."))
        if last - first >= timedelta(days=LONGEST):
            raise ValidationError(_("Choose at most %(days)s days.", days=LONGEST))

    def validate_first_on(self, field: DateField) -> None:
        """A year that can be meant."""
        if field.data and not EARLIEST <= field.data <= LATEST:
            raise ValidationError(_("Write a date from 2020 on."))

    def validate_languages(self, field: SelectMultipleField) -> None:
        """One at least."""
        if not field.data:
            raise ValidationError(_("Choose one language at least."))

    def facts(self) -> NewsletterFacts:
        """What was typed."""
        assert self.first_on.data and self.last_on.data  # required
        return NewsletterFacts(
            neighbourhood_id=self.neighbourhood.data or None,
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            languages=[code for code in LANGUAGES if code in (self.languages.data or [])],
            heading=self.texts("heading"),
            opening=self.texts("opening"),
            has_projects=bool(self.has_projects.data),
        )

    def fill(self, facts: NewsletterFacts) -> None:
        """Show these facts in the fields."""
        plain: dict[str, Any] = {
            "neighbourhood": facts.neighbourhood_id or TOWN,
            "first_on": facts.first_on,
            "last_on": facts.last_on,
            "languages": facts.languages,
            "has_projects": facts.has_projects,
        }
        for name, value in plain.items():
            self[name].data = value
        self.fill_texts("heading", facts.heading)
        self.fill_texts("opening", facts.opening)
