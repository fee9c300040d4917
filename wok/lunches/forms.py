"""What people type about a lunch: who they are, how many come, what they eat. Shape only, no policy."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.bookings.contact_fields import ContactFields
from wok.bookings.diet_fields import MOST, DietFields
from wok.bookings.needs import EATING, NEEDS
from wok.lunches.rules import Party
from wok.lunches.topics import DIRECTIONS, THEMES, Topic
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WholeNumberField, WokForm, at_most, between
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


class PartyFields(WokForm):
    """How many come."""

    adults = WholeNumberField(_l("Adults"), [between(0, MOST)], default=1)
    children = WholeNumberField(_l("Children"), [between(0, MOST)], default=0)
    prams = WholeNumberField(_l("Prams"), [between(0, MOST)], default=0)

    def counts(self) -> dict[str, int]:
        """Adults, children and prams."""
        return {"adults": self.adults.data or 0, "children": self.children.data or 0, "prams": self.prams.data or 0}


class TableFields(PartyFields, DietFields):
    """How many come, what they eat and need."""

    needs = SelectMultipleField(_l("What do you need?"), choices=list(NEEDS.items()), validate_choice=False)
    note = LinesField(_l("Something else we should know"), [at_most(1000)])

    def validate_children(self, field: Any) -> None:
        """Somebody must come."""
        if not self.adults.errors and not (self.adults.data or 0) + (field.data or 0):
            raise ValidationError(_("Say how many of you are coming: at least one."))

    def has_more(self) -> bool:
        """True when something of the folded part is filled in or wrong, so that it must be open."""
        fields = [self.needs, self.allergens, self.note, *self.eating()]
        return any(field.data or field.errors for field in fields)

    def party(self) -> Party:
        """Who comes."""
        needs = tuple(code for code in NEEDS if code in (self.needs.data or []))
        return Party(**self.counts(), diets=self.diets(), needs=needs, note=self.note.data or "")

    def show_party(self, party: Party) -> None:
        """Fill in what was said before."""
        self.adults.data, self.children.data, self.prams.data = party.adults, party.children, party.prams
        self.needs.data, self.note.data = list(party.needs), party.note
        self.show_diets(party.diets)


class TopicFields(WokForm):
    """What a party brings to talk about."""

    direction = RadioField(
        _l("Do you bring a topic?"),
        choices=[("", _l("No topic")), *DIRECTIONS.items()],
        default="",
        validate_choice=False,
    )
    topic = LineField(_l("In a few words"), [at_most(120)])
    theme = SelectField(_l("It is about"), choices=list(THEMES.items()), default="other", validate_choice=False)
    wants_matches = BooleanField(_l("Show me who fits"))

    def validate_topic(self, field: Any) -> None:
        """A direction needs words."""
        if self.direction.data in DIRECTIONS and not field.data:
            raise ValidationError(_("Say in a few words what you look for or offer."))

    def has_topic(self) -> bool:
        """True when the folded part about the topic must be open."""
        return bool(self.topic.data or self.direction.data or self.topic.errors)

    def brought(self) -> Topic | None:
        """The topic they bring, if any."""
        if self.direction.data not in DIRECTIONS:
            return None
        theme = self.theme.data if self.theme.data in THEMES else "other"
        return Topic(self.direction.data, self.topic.data or "", theme, bool(self.wants_matches.data))

    def show_topic(self, topic: Topic) -> None:
        """Fill in what was said before."""
        self.direction.data, self.topic.data = topic.direction, topic.words
        self.theme.data, self.wants_matches.data = topic.theme, topic.wants_matches


class RsvpForm(TableFields, TopicFields, ContactFields, OnceForm):
    """We are coming: one page, one press."""

    every_week = BooleanField(_l("Every Wednesday"))


class ChangeForm(TableFields, TopicFields, VersionForm):
    """Another number of people, other needs and diets, another topic or none."""


class FewerForm(PartyFields):
    """We come with fewer."""


def known(code: str) -> str:
    """The words for a diet, an allergen or a need."""
    return str({**EATING, **NEEDS}.get(code, code))
