"""What staff say about pieces, sets, pictures, pauses and hand-over hours."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, Field, FileField, FormField, RadioField, SelectField, SelectMultipleField
from wtforms import FieldList as Several
from wtforms import Form as PlainForm
from wtforms.validators import Optional, ValidationError

from wok.equipment.models import ItemSet
from wok.equipment.opening import Opening
from wok.equipment.sets import Part, SetFacts
from wok.equipment.words import PURPOSES, UNIT_STATES
from wok.team.forms import HoursForm
from wok.web.forms import (
    LineField,
    LinesField,
    OnceForm,
    VersionForm,
    WholeNumberField,
    WokForm,
    at_most,
    between,
    required,
)
from wok.web.saving import number_of
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import TextsForm, VersionedTexts, in_five_languages

TAG = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
BLANK_PARTS = 3
MOST_PARTS = 40


def read_tag(typed: str | None) -> str:
    """A tag as it is printed: capital letters, figures, hyphens; raises ValidationError."""
    tag = (typed or "").upper().replace(" ", "-")
    if not tag or any(char not in TAG for char in tag) or not 2 <= len(tag) <= 20:
        raise ValidationError(_("Write 2 to 20 letters without accents, figures or hyphens, for example TENT."))
    return tag


class QuantityForm(WokForm):
    """How many of a thing without tags there are."""

    quantity = WholeNumberField(_l("How many are there?"), [required(), between(0, 5000)])


class UnitsForm(OnceForm):
    """Give pieces a tag each."""

    prefix = LineField(_l("Tags begin with"), [required(), at_most(16)])
    count = WholeNumberField(_l("How many pieces?"), [required(), between(1, 200)])

    def validate_prefix(self, field: Field) -> None:
        """As it is printed."""
        field.data = read_tag(field.data)


class UnitForm(VersionForm):
    """One tagged piece."""

    tag = LineField(_l("Tag"), [required(), at_most(20)])
    serial = LineField(_l("Serial number"), [at_most(80)])
    state = RadioField(_l("State"), choices=list(UNIT_STATES.items()), validate_choice=False)
    note = LinesField(_l("Note for colleagues"), [at_most(600)])

    def validate_tag(self, field: Field) -> None:
        """As it is printed."""
        field.data = read_tag(field.data)

    def validate_state(self, field: Field) -> None:
        """One of the four."""
        if field.data not in UNIT_STATES:
            raise ValidationError(_("Choose a state."))


@in_five_languages("name", longest=60, lines=False)
class PieceForm(TextsForm, OnceForm):
    """Something that belongs to each piece and is ticked at hand-over."""

    count = WholeNumberField(_l("How many of it?"), [required(), between(1, 200)], default=1)

    def validate_name_fr(self, field: Field) -> None:
        """French is what people read where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Write the name in French at least."))


class SubstituteForm(WokForm):
    """What can be asked for instead."""

    other = SelectField(_l("Instead one can take"), validate_choice=False)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """The things there are."""
        self.other.choices = [("", "–"), *((str(number), name) for number, name in rows)]

    def validate_other(self, field: Field) -> None:
        """One of them."""
        if field.data not in {value for value, _name in field.choices or [] if value}:
            raise ValidationError(_("Choose a thing."))


@in_five_languages("reason", longest=200, lines=False)
class PauseForm(TextsForm):
    """Not lent for a while, and why."""

    until = DateField(_l("Lent again from"), [Optional()])

    def too_early(self, today: date) -> bool:
        """Whether the day is not a coming one; says so at the field."""
        if self.until.data and not today < self.until.data <= date(2100, 12, 31):
            self.until.errors = [_("Choose a coming day, or leave it empty.")]
            return True
        return False


@in_five_languages("alt", longest=200, lines=False)
class AltForm(VersionedTexts):
    """What a picture shows, for people who do not see it."""

    def validate_alt_fr(self, field: Field) -> None:
        """French is what people hear where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Say in French at least what the picture shows."))


class PictureForm(AltForm):
    """A new picture."""

    picture = FileField(_l("Picture file"), [required()])

    def sent(self) -> bytes:
        """The file's bytes; nothing when no file was sent."""
        read = getattr(self.picture.data, "read", None)
        return bytes(read()) if read else b""


class PartForm(PlainForm):
    """One part of a set."""

    thing = SelectField(_l("Thing"), validate_choice=False, default="")
    count = WholeNumberField(_l("How many?"), [Optional(), between(1, 500)], default=1)
    is_needed = BooleanField(_l("The set is no use without it"))


@in_five_languages("words", longest=300, lines=False)
@in_five_languages("description", longest=400)
@in_five_languages("name", longest=80, lines=False)
class SetForm(VersionedTexts, OnceForm):
    """A set and its parts: the ones there are, and three blank lines."""

    purposes = SelectMultipleField(_l("Good for"), choices=list(PURPOSES.items()), validate_choice=False)
    serves = WholeNumberField(_l("Enough for how many people?"), [Optional(), between(1, 5000)])
    parts = Several(FormField(PartForm), min_entries=BLANK_PARTS, max_entries=MOST_PARTS)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        """The things there are."""
        choices = [("", "–"), *((str(number), name) for number, name in rows)]
        for entry in self.parts:
            entry.form.thing.choices = choices

    def validate_name_fr(self, field: Field) -> None:
        """French is what people read where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Write the name in French at least."))

    def facts(self) -> SetFacts:
        """All that was said but the parts."""
        purposes = [code for code in PURPOSES if code in (self.purposes.data or [])]
        return SetFacts(
            self.texts("name"), self.texts("description"), self.texts("words"), purposes, self.serves.data or None
        )

    def chosen(self) -> list[Part]:
        """The parts that were chosen, blank lines left out."""
        found = []
        for entry in self.parts:
            known = {value for value, _name in entry.form.thing.choices or [] if value}
            if entry.form.thing.data in known:
                found.append(
                    Part(int(entry.form.thing.data), entry.form.count.data or 1, bool(entry.form.is_needed.data))
                )
        return found

    def show(self, row: ItemSet) -> None:
        """Fill in what stands; called before `offer`."""
        self.fill_texts("name", row.name)
        self.fill_texts("description", row.description)
        self.fill_texts("words", row.words)
        self.purposes.data, self.serves.data, self.version.data = list(row.purposes), row.serves, str(row.version)
        while len(self.parts) < min(len(row.parts) + BLANK_PARTS, MOST_PARTS):
            self.parts.append_entry()
        for entry, part in zip(self.parts, row.parts, strict=False):
            form = entry.form
            form.thing.data, form.count.data, form.is_needed.data = str(part.item_id), part.quantity, part.is_needed


class HandoverForm(HoursForm):
    """Each weekday with up to two stretches of hand-over."""

    from_on: Any = None

    def show(self, week: Iterable[Opening]) -> None:
        """Fill in the hours that stand, two stretches a day."""
        for weekday in range(7):
            stretches = sorted(one for one in week if one.weekday == weekday)
            for (starts, ends), one in zip(self.of(weekday), stretches, strict=False):
                starts.data, ends.data = one.starts, one.ends

    def _has_good_day(self) -> bool:
        return True

    def openings(self) -> list[Opening]:
        """What was typed."""
        return [Opening(one.weekday, one.starts, one.ends) for one in self.week()]


def version_of(week: Iterable[Opening]) -> int:
    """A number that changes with the hours (PROMISES B5)."""
    return number_of(sorted(week))
