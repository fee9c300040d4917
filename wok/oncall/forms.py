"""What people type about Thursday: a topic, a language, a nickname; for a booked time also how we reach them. Shape only."""

from datetime import UTC, datetime
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from wok.bookings.services import Contact
from wok.oncall.models import BookedMatter
from wok.oncall.words import OUTCOMES, SPOKEN, TOPICS
from wok.people.contact import read_email, read_phone
from wok.people.forms import SureForm, chosen
from wok.people.words import REACHES
from wok.web.forms import LineField, LinesField, OnceForm, PhoneField, VersionForm, WokForm, at_most, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import NO_REASON, TextsForm, in_five_languages

TOPIC_WORDS = {code: topic.words for code, topic in TOPICS.items()}


def topic_field() -> RadioField:
    """What about, one of a few pictograms."""
    return chosen(_l("What is it about?"), TOPIC_WORDS)


class NumberForm(OnceForm):
    """Take a number."""

    topic = topic_field()
    language = SelectField(
        _l("Which language would you like to speak?"), choices=list(SPOKEN.items()), validate_choice=False
    )
    nickname = LineField(_l("What may we call you?"), [at_most(40)])

    def validate_language(self, field: Any) -> None:
        """One of those offered."""
        if field.data not in SPOKEN:
            raise ValidationError(_("Please choose one of these."))


class WalkInForm(NumberForm):
    """Staff write down somebody who stands before them."""

    seen_this_month = BooleanField(_l("Was here this month already"))


class MatterFields(WokForm):
    """What a booked time is about."""

    topic = topic_field()
    note = LinesField(_l("Something we should know"), [at_most(1000)])

    def matter(self) -> BookedMatter:
        """What was typed, not yet tied to a booking."""
        return BookedMatter(topic=self.topic.data, note=self.note.data or "")


class TimeFields(WokForm):
    """One time of one Thursday, as its instant in ISO 8601."""

    time = RadioField(_l("Choose a time"), validate_choice=False)

    def validate_time(self, field: Any) -> None:
        """An instant; whether it is free is asked at the last press."""
        if self.starts_at() is None:
            raise ValidationError(_("Choose one of the times."))

    def starts_at(self) -> datetime | None:
        """The chosen time."""
        try:
            found = datetime.fromisoformat((self.time.data or "")[:32])
        except ValueError:
            return None
        return found.astimezone(UTC) if found.tzinfo and 2020 <= found.year < 2100 else None


class BookForm(TimeFields, MatterFields, SureForm, OnceForm):
    """Choose a time without an account."""

    name = LineField(_l("Your name"), [at_most(120)])
    association = LineField(_l("Your association"), [at_most(120)])
    reach = chosen(_l("How may we reach you?"), REACHES, default="email")
    email = LineField(_l("E-mail address"), [at_most(200)])
    phone = PhoneField(_l("Phone number"), [at_most(40)])

    def validate_name(self, field: Any) -> None:
        """We greet people by name, and the code asks for its letters."""
        if not any(char.isalnum() for char in field.data or ""):
            raise ValidationError(_("Write your name, so that we can greet you."))

    def validate_email(self, field: Any) -> None:
        """An address, asked about once when it looks mistyped."""
        if self.reach.data != "email":
            return
        if read_email(field.data or "") is None:
            raise ValidationError(_("Write your e-mail like name@example.org, or choose another way."))
        self.ask_about(field)

    def validate_phone(self, field: Any) -> None:
        """A number somebody can call."""
        if self.reach.data == "phone" and read_phone(field.data or "") is None:
            raise ValidationError(_("Write your phone number like 621 123 456, or choose another way."))

    def validate_association(self, field: Any) -> None:
        """Needed only when we are to reach them through it."""
        if self.reach.data == "association" and not field.data:
            raise ValidationError(_("Write the name of your association, so that we can reach you through it."))

    def contact(self, language: str, *, person_id: int | None = None) -> Contact:
        """Who books and how to reach them; only the chosen way is kept (PROMISES D1)."""
        reach = self.reach.data
        return Contact(
            name=self.name.data or "",
            language=language,
            reach=reach,
            email=read_email(self.email.data or "") if reach == "email" else None,
            phone=read_phone(self.phone.data or "") if reach == "phone" else None,
            association_said=self.association.data or "",
            person_id=person_id,
        )


class ChangeForm(TimeFields, MatterFields, VersionForm):
    """Another time, another topic."""


class ArriveForm(WokForm):
    """The printed code and three letters, typed at the tablet by the door."""

    code = LineField(_l("Your code"), [required(), at_most(60)])
    letters = LineField(_l("The first three letters of your name"), [required(), at_most(60)])


class EndForm(WokForm):
    """How a visit ended."""

    outcome = chosen(_l("How did it end?"), OUTCOMES, default="answered")
    note = LinesField(_l("Note for the team"), [at_most(2000)])
    next_step = LineField(_l("Next step"), [at_most(200)])


@in_five_languages("reason", longest=400, lacking=NO_REASON)
class CallOffForm(TextsForm):
    """Why a Thursday does not take place."""
