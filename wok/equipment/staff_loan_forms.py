"""Lending to somebody at the desk: who, what, when; the rest only if it matters."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from wok.bookings.services import Contact
from wok.equipment.asking_forms import DaysFields
from wok.people.models import LANGUAGES, Association, Person
from wok.people.reach_fields import DeskReach
from wok.web.forms import LineField, OnceForm, at_most
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


class DeskLoanForm(DaysFields, DeskReach, OnceForm):
    """Somebody stands at the desk, or is on the phone. The things have their own fields, as in front of the screen."""

    name = LineField(_l("Person or association"), [at_most(230)])
    collector = LineField(_l("Name"), [at_most(120)])
    language = SelectField(_l("Their language"), choices=list(LANGUAGE_NAMES.items()), validate_choice=False)
    purpose = LineField(_l("What is it for?"), [at_most(200)])
    override = LineField(_l("Why beyond the limits"), [at_most(200)])

    def validate_name(self, field: Any) -> None:
        """Somebody borrows."""
        if not field.data:
            raise ValidationError(_("Choose an association we know: type a few letters of it."))

    def contact(self, person: Person | None, association: Association) -> Contact:
        """Who borrows and how we reach them: what was typed, else what we know, else through the association."""
        email = self.given_email()
        phone = self.given_phone()
        if person and not (email or phone):
            email = person.email if person.reach == "email" else None
            phone = person.phone if person.reach == "phone" else None
        reach = "email" if email else "phone" if phone else "association"
        spoken = self.language.data or ""
        return Contact(
            name=self.collector.data or (person.name if person else association.name),
            language=spoken if spoken in LANGUAGES else person.language if person else "fr",
            reach=reach,
            email=email if reach == "email" else None,
            phone=phone if reach != "email" else None,
            association_id=association.id,
            person_id=person.id if person else None,
        )
