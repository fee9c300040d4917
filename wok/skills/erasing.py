"""Skills of an erased person: offers and asks stay their association's, with nobody named."""

from datetime import datetime

from sqlalchemy import update

from wok.db import db
from wok.people.erasing import Gone
from wok.skills.models import SkillAsk, SkillOffer


def erase(gone: Gone, now: datetime) -> None:
    """Every delegate is asked from here on."""
    for table in (SkillOffer, SkillAsk):
        db.session.execute(update(table).where(table.person_id == gone.person_id).values(person_id=None))
