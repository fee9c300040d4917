"""What people type to sign up for an event: which date, how many come, who they are. Shape only, no policy."""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.bookings.contact_fields import ContactFields
from wok.bookings.diet_fields import MOST, DietFields
from wok.bookings.needs import EATING, NEEDS
from wok.events.models import Registration
from wok.events.sign_up_rules import Party
from wok.web.forms import LinesField, OnceForm, VersionForm, WholeNumberField, WokForm, at_most, between
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

ALL_DATES = "all"
AGES = {
    "0-3": _l("Up to 3 years"),
    "4-6": _l("4 to 6 years"),
    "7-12": _l("7 to 12 years"),
    "13-17": _l("13 to 17 years"),
}
NEW = {"": _l("I do not say"), "yes": _l("Yes, the first time"), "no": _l("No, we have been before")}


class PeopleFields(WokForm):
    """How many come."""

    adults = WholeNumberField(_l("Adults"), [between(0, MOST)], default=1)
    children = WholeNumberField(_l("Children"), [between(0, MOST)], default=0)

    def validate_children(self, field: Any) -> None:
        """Somebody must come."""
        if not self.adults.errors and not (self.adults.data or 0) + (field.data or 0):
            raise ValidationError(_("Say how many of you are coming: at least one."))


class FewerForm(PeopleFields):
    """We come with fewer."""


class PartyFields(PeopleFields, DietFields):
    """Who comes and what they need; a page shows only what its event asks."""

    ages = SelectMultipleField(_l("How old are the children?"), choices=list(AGES.items()), validate_choice=False)
    needs = SelectMultipleField(_l("What do you need?"), choices=list(NEEDS.items()), validate_choice=False)
    note = LinesField(_l("Something else we should know"), [at_most(1000)])
    is_new = RadioField(_l("Is it your first time?"), choices=list(NEW.items()), default="", validate_choice=False)

    def party(self, asks: Collection[str]) -> Party:
        """Who comes, as far as the event asks."""
        has_children = "children" in asks
        return Party(
            adults=self.adults.data or 0,
            children=(self.children.data or 0) if has_children else 0,
            ages=tuple(code for code in AGES if has_children and code in (self.ages.data or [])),
            needs=tuple(code for code in NEEDS if "needs" in asks and code in (self.needs.data or [])),
            diets=self.diets() if "diets" in asks else {},
            note=self.note.data or "",
            is_new={"yes": True, "no": False}.get(self.is_new.data or ""),
        )

    def show_party(self, row: Registration) -> None:
        """Fill in what was said before."""
        self.adults.data, self.children.data = row.adults, row.children
        self.ages.data, self.needs.data, self.note.data = row.ages.split(","), list(row.needs), row.note
        self.is_new.data = {True: "yes", False: "no"}.get(row.is_new, "")  # type: ignore[arg-type]
        self.show_diets(dict(row.diets))

    def has_more(self) -> bool:
        """True when something of the folded part is filled in or wrong, so that it must be open."""
        fields = [self.needs, self.allergens, self.note, self.is_new, *self.eating()]
        return any(field.data or field.errors for field in fields)


class SignUpForm(PartyFields, ContactFields, OnceForm):
    """We come: one page, one press."""

    date = RadioField(_l("Which date?"), validate_choice=False)
    again = BooleanField(_l("This is another sign-up, for other people"))

    def validate_date(self, field: Any) -> None:
        """One of the dates that can be chosen, or all of them."""
        if field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Choose a date."))


class ChangeForm(PartyFields, VersionForm):
    """Another number of people, other needs."""


def known(code: str) -> str:
    """The words for a diet, an allergen, a need or an age."""
    return str({**EATING, **NEEDS, **AGES}.get(code, code))
