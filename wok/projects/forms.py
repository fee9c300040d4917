"""What people type about a project: shape only."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import g
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from wok.people import neighbourhoods
from wok.people.contact import read_email
from wok.people.forms import SureForm
from wok.people.models import Association
from wok.people.themes import THEMES, known
from wok.projects import rules, words
from wok.projects.facts import ProjectFacts, Wanted
from wok.projects.models import Project, ProjectNeed
from wok.web.forms import LineField, LinesField, OnceForm, VersionForm, WokForm, at_most, required
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

VISIBLE = (
    ("y", _l("Everybody: the page finds partners")),
    ("n", _l("Only the associations that take part or are asked")),
)


class ActingForm(OnceForm):
    """A form filled in for one of a person's associations."""

    association = RadioField(_l("For which association?"), validate_choice=False)

    def act_for(self, associations: Iterable[Association]) -> None:
        """Offer these; a single one is chosen already."""
        self.association.choices = [(str(one.id), one.name) for one in associations]
        if len(self.association.choices) == 1:
            self.association.data = self.association.choices[0][0]

    def validate_association(self, field: Any) -> None:
        """One of those offered."""
        if field.data not in [value for value, _label in field.choices or []]:
            raise ValidationError(_("Choose an association."))

    def association_id(self) -> int:
        """Which one acts."""
        return int(self.association.data)


class ProjectForm(ActingForm, VersionForm):
    """What a project says about itself."""

    title = LineField(_l("What shall it be called?"), [required(), at_most(120)])
    text = LinesField(_l("What do you have in mind?"), [required(), at_most(4000)])
    language = SelectField(_l("Written in"), choices=list(LANGUAGE_NAMES.items()))
    themes = SelectMultipleField(_l("What is it about?"), choices=list(THEMES.items()), validate_choice=False)
    neighbourhood = SelectField(_l("Neighbourhood"), validate_choice=False)
    is_public = RadioField(_l("Who may see it?"), choices=list(VISIBLE), default="y")
    came_from = HiddenField()

    def offer(self, keep: int | None = None) -> None:
        """Give the choices that stand in tables."""
        places = neighbourhoods.choices(g.lang, keep=keep)
        self.neighbourhood.choices = [("", _("Everywhere")), *((str(number), name) for number, name in places)]
        if not self.language.data:
            self.language.data = g.lang

    def show(self, project: Project) -> None:
        """Fill in what stands."""
        self.title.data, self.text.data, self.language.data = project.title, project.text, project.language
        self.themes.data, self.is_public.data = list(project.themes), "y" if project.is_public else "n"
        self.neighbourhood.data = str(project.neighbourhood_id or "")
        self.version.data = str(project.version)

    def validate_neighbourhood(self, field: Any) -> None:
        """One of the list, or none."""
        if (field.data or "") not in [value for value, _label in field.choices or []]:
            raise ValidationError(_("Choose one of the list."))

    def facts(self) -> ProjectFacts:
        """All that was said."""
        return ProjectFacts(
            title=self.title.data or "",
            text=self.text.data or "",
            language=self.language.data,
            themes=tuple(known(self.themes.data or [])),
            neighbourhood_id=int(self.neighbourhood.data) if self.neighbourhood.data else None,
            is_public=self.is_public.data == "y",
        )

    def origin(self) -> str:
        """Where they met, as far as the form knows."""
        return self.came_from.data if self.came_from.data in ("lunch", "together") else ""


class NeedForm(OnceForm, VersionForm):
    """So much of something."""

    kind = RadioField(_l("What do you need?"), choices=[(kind, words.KINDS[kind]) for kind in rules.KINDS])
    words = LineField(_l("In your words"), [required(), at_most(120)])
    amount = LineField(_l("How much?"), [required(), at_most(20)])
    unit = LineField(_l("Counted in"), [at_most(30)])

    def validate_amount(self, field: Any) -> None:
        """A whole number, or euros and cents."""
        check_amount(self.kind.data, field)

    def wanted(self) -> Wanted:
        """The need as typed."""
        kind = self.kind.data
        unit = "" if kind == "money" else self.unit.data or ""
        return Wanted(kind, self.words.data or "", rules.read_amount(kind, self.amount.data or "") or 0, unit)

    def show(self, need: ProjectNeed) -> None:
        """Fill in what stands."""
        self.kind.data, self.words.data, self.unit.data = need.kind, need.words, need.unit
        self.amount.data, self.version.data = rules.write_amount(need.kind, need.amount), str(need.version)


def check_amount(kind: str | None, field: Any) -> None:
    """Raise ValidationError unless the field holds an amount of this kind."""
    if field.data and rules.read_amount(kind or "", field.data) is None:
        money = _("Write an amount like 250 or 250.50.")
        raise ValidationError(money if kind == "money" else _("Write a whole number, for example 3."))


class BringForm(ActingForm):
    """What one association brings of one need."""

    amount = LineField(_l("How much do you bring?"), [required(), at_most(20)])
    words = LineField(_l("Do you want to add something?"), [at_most(200)])
    kind = ""

    def validate_amount(self, field: Any) -> None:
        """A whole number, or euros and cents."""
        check_amount(self.kind, field)

    def read(self) -> int:
        """The amount as a number of the need's kind."""
        return rules.read_amount(self.kind, self.amount.data or "") or 0


class JoinForm(ActingForm):
    """An association offers to take part."""

    words = LinesField(_l("What would you like to do in it?"), [at_most(1000)])


class InviteForm(WokForm):
    """The owner asks an association."""

    association = LineField(_l("Name of the association"), [required(), at_most(200)])
    chosen = RadioField(_l("Which one do you mean?"), validate_choice=False)

    def offer(self, found: Sequence[Association]) -> None:
        """More than one has such a name."""
        self.chosen.choices = [(str(one.id), one.name) for one in found]


class LinkForm(OnceForm):
    """Where a file or page lies."""

    url = LineField(_l("Address of the file or page"), [required(), at_most(1000)])
    words = LineField(_l("What is it?"), [required(), at_most(120)])

    def validate_url(self, field: Any) -> None:
        """A plain https address."""
        if field.data and rules.safe_link(field.data) is None:
            raise ValidationError(
                _("Write an address that begins with https://, for example https://example.org/plan.")
            )


class ThanksForm(WokForm):
    """The last words of a project."""

    thanks = LinesField(_l("What would you like to say to everybody who helped?"), [at_most(2000)])


class ReportForm(OnceForm):
    """What is not right about a page."""

    words = LinesField(_l("What should we look at?"), [required(), at_most(1000)])


class HideForm(WokForm):
    """Why staff take a project off the public list; the owner reads it."""

    reason = LinesField(_l("Reason, as the owner reads it"), [required(), at_most(600)])


class VoiceForm(SureForm, OnceForm):
    """Somebody with the link answers without an account."""

    name = LineField(_l("Your name"), [required(), at_most(80)])
    email = LineField(_l("Your e-mail address"), [Optional(), at_most(200)])

    def validate_email(self, field: Any) -> None:
        """An address, or nothing."""
        if field.data and read_email(field.data) is None:
            raise ValidationError(_("Write your e-mail like name@example.org."))
        self.ask_about(field)
