"""What staff say about a thing: words in five languages, kind, rules, owner, how many; and an association about its own."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, DateField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TextInput

from wok.equipment.models import Item
from wok.equipment.stock import ItemFacts
from wok.equipment.words import CATEGORIES, OWNERS, PURPOSES
from wok.people.models import Association
from wok.web.forms import LineField, LinesField, OnceForm, WholeNumberField, WokForm, at_most, between, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.text import clean
from wok.web.texts import TextsForm, VersionedTexts, in_five_languages

LONG_TEXTS = ("included", "rules", "insurance", "conditions", "words")
HEAVIEST = 5000  # kg
YEARS = (date(2020, 1, 1), date(2100, 12, 31))
MOST = 5000


class KilosField(Field):
    """A weight as people write it, 12,5; `data` is in whole grams."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; None where nothing is written."""
        typed = clean(valuelist[0]).lower().removesuffix("kg").strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data = [""]
            return
        try:
            kilos = Decimal(typed.replace(",", ".")) if typed.isascii() and len(typed) <= 9 else Decimal("NaN")
        except InvalidOperation:
            kilos = Decimal("NaN")
        if not kilos.is_finite() or not 0 < kilos <= HEAVIEST:
            raise ValueError(_("Write the weight in kilograms, for example 12.5."))
        self.data = max(1, int(kilos * 1000))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data / 1000:g}" if self.data else ""


class SaidForm(TextsForm):
    """What anybody who lends says of a thing."""

    category = RadioField(_l("Kind"), choices=list(CATEGORIES.items()), validate_choice=False)
    purposes = SelectMultipleField(_l("Good for"), choices=list(PURPOSES.items()), validate_choice=False)

    def validate_category(self, field: Field) -> None:
        """One of the kinds."""
        if field.data not in CATEGORIES:
            raise ValidationError(_("Choose a kind."))

    def chosen_purposes(self) -> list[str]:
        """The ticked ones, in our order."""
        return [code for code in PURPOSES if code in (self.purposes.data or [])]


@in_five_languages("words", longest=300)
@in_five_languages("conditions", longest=1000)
@in_five_languages("insurance", longest=400)
@in_five_languages("rules", longest=1000)
@in_five_languages("included", longest=600)
@in_five_languages("description", longest=600)
@in_five_languages("name", longest=80, lines=False)
class ItemForm(SaidForm, VersionedTexts, OnceForm):
    """One thing that is lent. How many there are is asked only of a new one."""

    quantity = WholeNumberField(_l("How many are there?"), [Optional(), between(0, MOST)], default=1)
    pack = WholeNumberField(_l("Lent in packs of"), [required(), between(1, 1000)], default=1)
    serves = WholeNumberField(_l("One is enough for how many people?"), [Optional(), between(1, 1000)])
    weight = KilosField(_l("Weight of one, in kilograms"))
    deposit = WholeNumberField(_l("Deposit in euros"), [Optional(), between(0, 5000)])
    cleanup_days = WholeNumberField(_l("Days for cleaning after each loan"), [Optional(), between(0, 14)], default=0)
    owner = RadioField(_l("Whose is it?"), choices=list(OWNERS.items()), default="wok", validate_choice=False)
    association = SelectField(_l("Which association?"), validate_choice=False)
    needs_introduction = BooleanField(_l("Needs a short introduction when it is picked up"))
    lends_from = DateField(_l("Lent from this day on"), [Optional()])

    def offer_associations(self, rows: Iterable[Association]) -> None:
        """Whose it may be."""
        self.association.choices = [("", "–"), *((str(row.id), row.name) for row in rows)]

    def validate_name_fr(self, field: Field) -> None:
        """French is what people read where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Write the name in French at least."))

    def validate_owner(self, field: Field) -> None:
        """One of the three."""
        if field.data not in OWNERS:
            raise ValidationError(_("Choose whose it is."))

    def validate_association(self, field: Field) -> None:
        """Named when it is an association's."""
        known = {value for value, _name in field.choices or [] if value}
        if self.owner.data == "association" and field.data not in known:
            raise ValidationError(_("Choose the association."))

    def validate_lends_from(self, field: Field) -> None:
        """A year people can mean."""
        if field.data and not YEARS[0] <= field.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))

    def facts(self) -> ItemFacts:
        """All that was said but how many."""
        owner = self.owner.data
        return ItemFacts(
            name=self.texts("name"),
            description=self.texts("description"),
            included=self.texts("included"),
            rules=self.texts("rules"),
            insurance=self.texts("insurance"),
            conditions=self.texts("conditions"),
            words=self.texts("words"),
            category=self.category.data,
            purposes=self.chosen_purposes(),
            serves=self.serves.data or None,
            pack=self.pack.data or 1,
            weight_grams=self.weight.data,
            deposit_cents=self.deposit.data * 100 if self.deposit.data else None,
            cleanup_days=self.cleanup_days.data or 0,
            owner=owner,
            association_id=int(self.association.data) if owner == "association" else None,
            needs_introduction=bool(self.needs_introduction.data),
            lends_from=self.lends_from.data,
        )

    def show(self, row: Item) -> None:
        """Fill in what stands."""
        for name in ("name", "description", *LONG_TEXTS):
            self.fill_texts(name, getattr(row, name))
        self.category.data, self.purposes.data, self.owner.data = row.category, list(row.purposes), row.owner
        self.association.data = str(row.association_id or "")
        self.pack.data, self.serves.data, self.weight.data = row.pack, row.serves, row.weight_grams
        self.deposit.data = row.deposit_cents // 100 if row.deposit_cents else None
        self.cleanup_days.data, self.needs_introduction.data = row.cleanup_days, row.needs_introduction
        self.lends_from.data, self.version.data = row.lends_from, str(row.version)

    def has_long_errors(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        return any(field.errors for name in LONG_TEXTS for _code, field in self.fields_of(name))


class OfferForm(SaidForm, OnceForm):
    """What an association offers to lend, in its own language; staff bring the rest."""

    association = SelectField(_l("Which association?"), validate_choice=False)
    name = LineField(_l("What is it?"), [required(), at_most(80)])
    description = LinesField(_l("In a few words"), [at_most(600)])
    conditions = LinesField(_l("Your conditions"), [at_most(1000)])
    quantity = WholeNumberField(_l("How many are there?"), [required(), between(1, 500)], default=1)

    def offer_associations(self, rows: Iterable[Association]) -> None:
        """The associations this person acts for."""
        self.association.choices = [(str(row.id), row.name) for row in rows]
        if not self.is_submitted():
            self.association.data = self.association.choices[0][0]

    def validate_association(self, field: Field) -> None:
        """One of their own."""
        if field.data not in {value for value, _name in field.choices or []}:
            raise ValidationError(_("Choose the association."))

    def facts(self, language: str) -> ItemFacts:
        """As the catalogue keeps it."""
        said: dict[str, Any] = {
            name: {language: self[name].data} if self[name].data else {}
            for name in ("name", "description", "conditions")
        }
        return ItemFacts(
            **said,
            included={},
            rules={},
            insurance={},
            words={},
            category=self.category.data,
            purposes=self.chosen_purposes(),
            owner="association",
            association_id=int(self.association.data),
        )


class AnswerForm(WokForm):
    """What staff answer to an association that offers a thing."""

    answer = LinesField(_l("A word to the association"), [at_most(600)])
