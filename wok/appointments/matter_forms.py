"""What staff say about a matter."""

from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional, ValidationError

from wok.appointments import words
from wok.appointments.models import Matter
from wok.appointments.rules import MatterFacts
from wok.team.models import Colleague
from wok.web.forms import WholeNumberField, between, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, in_five_languages

CONFIRMATIONS = {
    "at_once": _l("At once"),
    "by_staff": _l("By us, within two working days"),
}


@in_five_languages("description", longest=400)
@in_five_languages("name", longest=80, lines=False)
class MatterForm(VersionedTexts):
    """One matter: name and words in five languages, length, places, limits, and who handles it."""

    minutes = WholeNumberField(_l("Length in minutes"), [required(), between(5, 480)], default=30)
    places = SelectMultipleField(_l("Where"), choices=list(words.PLACES.items()), validate_choice=False)
    colleagues = SelectMultipleField(_l("Who handles it"), validate_choice=False)
    confirmation = RadioField(
        _l("When is it certain?"), choices=list(CONFIRMATIONS.items()), default="at_once", validate_choice=False
    )
    notice_hours = WholeNumberField(_l("Booked how many hours before, at least"), [between(0, 720)], default=24)
    horizon_days = WholeNumberField(_l("Booked how many days ahead, at most"), [between(1, 365)], default=60)
    buffer_before = WholeNumberField(_l("Minutes kept free before"), [between(0, 240)], default=0)
    buffer_after = WholeNumberField(_l("Minutes kept free after"), [between(0, 240)], default=0)
    daily_cap = WholeNumberField(_l("At most how many on one day"), [Optional(), between(1, 100)])

    def offer_people(self, people: list[Colleague]) -> None:
        """Who may handle it."""
        self.colleagues.choices = [(str(one.person_id), one.shown_as) for one in people]

    def validate_name_fr(self, field: Any) -> None:
        """French is what people read where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Write the name in French at least."))

    def validate_places(self, field: Any) -> None:
        """At least one."""
        if not [code for code in field.data or [] if code in words.PLACES]:
            raise ValidationError(_("Choose at least one place."))

    def validate_colleagues(self, field: Any) -> None:
        """At least one."""
        if not self.colleague_ids():
            raise ValidationError(_("Choose at least one colleague."))

    def validate_confirmation(self, field: Any) -> None:
        """One of the two."""
        if field.data not in CONFIRMATIONS:
            raise ValidationError(_("Choose one of the two."))

    def validate_buffer_after(self, field: Any) -> None:
        """The whole must fit into a day."""
        if sum(one.data or 0 for one in (self.minutes, self.buffer_before, field)) > 720:
            raise ValidationError(_("Together with the time kept free it must last twelve hours at most."))

    def colleague_ids(self) -> tuple[int, ...]:
        """The ticked colleagues."""
        known = {value for value, _label in self.colleagues.choices}
        return tuple(int(value) for value in self.colleagues.data or [] if value in known)

    def facts(self) -> MatterFacts:
        """All that was said."""
        return MatterFacts(
            name=self.texts("name"),
            description=self.texts("description"),
            minutes=self.minutes.data or 30,
            places=tuple(self.places.data or []),
            notice_hours=self.notice_hours.data or 0,
            horizon_days=self.horizon_days.data or 60,
            buffer_before=self.buffer_before.data or 0,
            buffer_after=self.buffer_after.data or 0,
            daily_cap=self.daily_cap.data,
            confirmation=self.confirmation.data,
            colleague_ids=self.colleague_ids(),
        )

    def show(self, matter: Matter, colleague_ids: list[int]) -> None:
        """Fill in what stands."""
        self.fill_texts("name", matter.name)
        self.fill_texts("description", matter.description)
        self.minutes.data, self.places.data = matter.minutes, list(matter.places)
        self.colleagues.data = [str(number) for number in colleague_ids]
        self.confirmation.data, self.daily_cap.data = matter.confirmation, matter.daily_cap
        self.notice_hours.data, self.horizon_days.data = matter.notice_hours, matter.horizon_days
        self.buffer_before.data, self.buffer_after.data = matter.buffer_before, matter.buffer_after
