"""What staff say: about a room, for somebody at the desk, about an event of the Wok."""

from datetime import time
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError

from wok.bookings.services import Contact
from wok.people.known import Known
from wok.people.models import LANGUAGES
from wok.people.reach_fields import DeskReach
from wok.space import words
from wok.space.forms import ChangeForm, UseFields, WhenFields
from wok.space.models import Room
from wok.space.room_facts import FIRST_COME, WINDOW, RoomFacts, Stretch
from wok.web.forms import LineField, LinesField, OnceForm, WholeNumberField, at_most, between, required
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import VersionedTexts, in_five_languages

MODES = (("quiet", FIRST_COME), ("wished", WINDOW))
TEXTS = ("name", "description", "noise", "inside", "way_in")


@in_five_languages("way_in", longest=400)
@in_five_languages("inside", longest=400)
@in_five_languages("noise", longest=400)
@in_five_languages("description", longest=600)
@in_five_languages("name", longest=80, lines=False)
class RoomForm(VersionedTexts):
    """One room: texts, people, buffers, parts and hours."""

    seats = WholeNumberField(_l("Seats"), [between(0, 2000)], default=0)
    standing = WholeNumberField(_l("People standing"), [between(0, 5000)], default=0)
    access = SelectMultipleField(_l("It has"), choices=list(words.ACCESS.items()), validate_choice=False)
    opened_by = RadioField(
        _l("How do people get in?"), choices=list(words.OPENED_BY.items()), default="staff", validate_choice=False
    )
    setup = WholeNumberField(_l("Minutes for set-up before"), [between(0, 240)], default=0)
    cleanup = WholeNumberField(_l("Minutes for cleaning after"), [between(0, 240)], default=0)
    release = WholeNumberField(_l("Empty so many minutes: free again (0: never)"), [between(0, 240)], default=20)
    parts = SelectMultipleField(_l("It is made of"), validate_choice=False)

    def offer_parts(self, rooms: list[tuple[str, str]]) -> None:
        """Rooms it may be made of."""
        self.parts.choices = rooms

    def validate_name_fr(self, field: Any) -> None:
        """French is what people read where their own language is missing."""
        if not field.data:
            raise ValidationError(_("Write the name in French at least."))

    def validate_standing(self, field: Any) -> None:
        """Somebody must fit in."""
        if not (field.data or 0) + (self.seats.data or 0):
            raise ValidationError(_("Write how many people fit in."))

    def validate_opened_by(self, field: Any) -> None:
        """One of the two."""
        if field.data not in words.OPENED_BY:
            raise ValidationError(_("Choose one of the two."))

    def hours_of(self, weekday: int) -> list[tuple[Any, Any]]:
        """The four times of a weekday: given at once from, until; by wishes from, until."""
        return [(self[f"{name}_from_{weekday}"], self[f"{name}_to_{weekday}"]) for name, _mode in MODES]

    def stretches(self) -> list[Stretch]:
        """The weekly hours; a stretch that cannot be read says so at its field."""
        found = []
        for weekday in range(7):
            for name, mode in MODES:
                begin, end = self[f"{name}_from_{weekday}"], self[f"{name}_to_{weekday}"]
                if not begin.data and not end.data:
                    continue
                starts, ends = words.read_clock(begin.data), words.read_clock(end.data)
                if starts is None or ends is None or (ends <= starts and ends != time()):
                    end.errors = [_("Write both times, the end after the beginning.")]
                    continue
                found.append(Stretch(weekday, starts, ends, mode))
        return found

    def has_hours(self) -> bool:
        """All hours can be read."""
        self.stretches()
        return not any(field.errors for day in range(7) for pair in self.hours_of(day) for field in pair)

    def facts(self) -> RoomFacts:
        """All that was said."""
        known = {value for value, _name in self.parts.choices or []}
        return RoomFacts(
            **{name: self.texts(name) for name in TEXTS},
            seats=self.seats.data or 0,
            standing=self.standing.data or 0,
            access=[code for code in words.ACCESS if code in (self.access.data or [])],
            opened_by=self.opened_by.data,
            release_minutes=self.release.data if self.release.data is not None else 20,
            setup_minutes=self.setup.data or 0,
            cleanup_minutes=self.cleanup.data or 0,
            hours=self.stretches(),
            part_ids=[int(value) for value in self.parts.data or [] if value in known],
        )

    def show(self, room: Room, part_ids: list[int]) -> None:
        """Fill in what stands; of a weekday the first stretch of each kind."""
        for name in TEXTS:
            self.fill_texts(name, getattr(room, name))
        self.seats.data, self.standing.data, self.access.data = room.seats, room.standing, list(room.access)
        self.opened_by.data, self.release.data = room.opened_by, room.release_minutes
        self.setup.data, self.cleanup.data = room.resource.setup_minutes, room.resource.cleanup_minutes
        self.parts.data = [str(number) for number in part_ids]
        kinds = {mode: name for name, mode in MODES}
        for one in reversed(room.hours):
            name = kinds[one.mode]
            self[f"{name}_from_{one.weekday}"].data = words.write_clock(one.starts_local)
            self[f"{name}_to_{one.weekday}"].data = words.write_clock(one.ends_local)


for _day in range(7):
    setattr(RoomForm, f"quiet_from_{_day}", LineField(_l("Given at once from"), [at_most(12)]))
    setattr(RoomForm, f"quiet_to_{_day}", LineField(_l("Until"), [at_most(12)]))
    setattr(RoomForm, f"wished_from_{_day}", LineField(_l("By wishes from"), [at_most(12)]))
    setattr(RoomForm, f"wished_to_{_day}", LineField(_l("Until"), [at_most(12)]))


class DeskForm(WhenFields, UseFields, DeskReach, OnceForm):
    """Somebody stands at the desk, or is on the phone."""

    who = LineField(_l("Person or association"), [at_most(230)])
    name = LineField(_l("Who speaks for it?"), [at_most(120)])
    override = LineField(_l("Reason to go beyond hours or number of people"), [at_most(200)])

    def contact(self, known: Known, language: str) -> Contact:
        """Who comes and how we reach them: what was typed, else what we know, else through the association."""
        person, ours = known.person, known.association
        email = self.given_email()
        phone = self.given_phone()
        if person and not (email or phone):
            email = person.email if person.reach == "email" else None
            phone = person.phone if person.reach == "phone" else None
        spoken = person.language if person and person.language in LANGUAGES else language
        return Contact(
            name=self.name.data or (person.name if person else ours.name if ours else ""),
            language=spoken,
            reach="email" if email else "phone" if phone else "association",
            email=email,
            phone=phone if not email else None,
            association_id=ours.id if ours else None,
            person_id=person.id if person else None,
        )


class StaffChangeForm(ChangeForm):
    """The same as the booker's, with the staff's reason and the keys."""

    reason = LinesField(_l("Reason, for the association"), [at_most(400)])
    override = LineField(_l("Reason to go beyond hours or number of people"), [at_most(200)])
    keys_note = LineField(_l("Keys: who fetches them, who opens"), [at_most(200)])


class EventForm(WhenFields, OnceForm):
    """An event of the Wok itself; who has the room gives way, with an equal offer."""

    title = LineField(_l("What is it?"), [required(), at_most(120)])
    reason = LinesField(_l("Reason, for those who give way"), [required(), at_most(400)])
    shown_for = HiddenField()  # what the preview on the page belongs to

    def key(self) -> str:
        """Room and time of the preview."""
        return f"{self.room.data} {self.day.data} {self.starts.data} {self.ends.data}"
