"""Who books and how to reach them: the fields that every booking form has in common. Shape only, no policy."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField
from wtforms.validators import ValidationError

from wok.bookings.services import Contact
from wok.people.contact import read_email, read_phone
from wok.people.models import Membership, Person
from wok.people.reach_fields import OwnReach
from wok.web.forms import LineField, PhoneField, WokForm, at_most
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

MY_OWN = "0"  # "for myself", beside a delegate's associations
REACHES = {
    "email": _l("By e-mail"),
    "phone": _l("By phone"),
    "association": _l("Through my association"),
    "none": _l("Not at all: I keep the code"),
}


class ContactFields(OwnReach, WokForm):
    """For whom, by whom, and how we reach them; nobody needs an e-mail."""

    act_for = RadioField(_l("Who comes?"), validate_choice=False)
    association = LineField(_l("Your association"), [at_most(120)])
    name = LineField(_l("Your name"), [at_most(120)])
    reach = RadioField(
        _l("How can we reach you?"), choices=list(REACHES.items()), default="email", validate_choice=False
    )
    email = LineField(_l("Your e-mail"), [at_most(200)])
    email_meant = RadioField(_l("Which address is right?"), validate_choice=False)
    phone = PhoneField(_l("Your phone number"), [at_most(40)])

    def validate_name(self, field: Any) -> None:
        """We greet people by name, and the code asks for its letters."""
        if not any(char.isalnum() for char in field.data or ""):
            raise ValidationError(_("Write your name, so that we can greet you."))

    def validate_association(self, field: Any) -> None:
        """Needed only when we are to reach them through it."""
        if self.reach.data == "association" and not field.data and self.act_for.data in (None, "", MY_OWN):
            raise ValidationError(_("Write the name of your association, so that we can reach you through it."))

    def know(self, person: Person | None, memberships: Sequence[Membership], *, is_fresh: bool) -> None:
        """Offer a signed-in delegate their associations; fill a fresh form with what we know of them."""
        known = None if person is None or person.is_staff else person
        ours = [one.association for one in memberships if one.role == "delegate"] if known else []
        self.act_for.choices = [(str(one.id), one.name) for one in ours] + ([(MY_OWN, _("Only me"))] if ours else [])
        if is_fresh:
            self.act_for.data = str(ours[0].id) if ours else None
        if is_fresh and known:
            self.name.data, self.email.data, self.phone.data = known.name, known.email or "", known.phone or ""
            self.reach.data = known.reach

    def contact(self, language: str, *, person_id: int | None, association_id: int | None) -> Contact:
        """Who books and how to reach them; only the chosen way is kept (PROMISES D1)."""
        reach = self.reach.data if self.reach.data in REACHES else "none"
        email = self.email_meant.data if self.email_meant.choices else read_email(self.email.data or "")
        return Contact(
            name=self.name.data or "",
            language=language,
            reach=reach,
            email=email if reach == "email" else None,
            phone=read_phone(self.phone.data or "") if reach == "phone" else None,
            association_said="" if association_id else self.association.data or "",
            association_id=association_id,
            person_id=person_id,
        )

    def contact_of(self, language: str, person: Person | None, memberships: Sequence[Membership]) -> Contact:
        """The same, for whoever is signed in; only a delegate acts for their association."""
        is_own = person is not None and not person.is_staff
        delegated = {str(one.association_id): one.association_id for one in memberships if one.role == "delegate"}
        return self.contact(
            language,
            person_id=person.id if person and is_own else None,
            association_id=delegated.get(self.act_for.data or "") if is_own else None,
        )
