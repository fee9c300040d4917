"""Reports of an erased person: the ways to reach them go. The report stays: its code and word are only theirs, and it
may speak for others; who has the code can erase the rest on its page.
"""

from datetime import datetime

from sqlalchemy import or_, select

from wok.db import db
from wok.fair_access.models import FairCase
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """E-mail and phone."""
    ways = [FairCase.contact_email == gone.email] if gone.email else []
    ways += [FairCase.contact_phone == gone.phone] if gone.phone else []
    for case in db.session.scalars(select(FairCase).where(or_(*ways))) if ways else ():
        case.contact_email, case.contact_phone, case.reach, case.changed_at = None, None, "none", now
    db.session.flush()
