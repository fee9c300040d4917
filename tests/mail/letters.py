"""Letters for the tests: one with good facts for each kind of mail, and rows of the outbox."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.mail import (
    directory_letters,
    event_date_letters,
    event_letters,
    fair_letters,
    project_letters,
    shared_letters,
    skill_letters,
)
from wok.db import db, transaction
from wok.mail import outbox
from wok.mail.models import Message
from wok.mail.outbox import Recipient
from wok.mail.rendering import Letter

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LINK = "http://localhost/b/0123456789abcdef0123456789abcdef"
ENTRY = {
    "uid": "b-17@wok",
    "sequence": 2,
    "dtstamp": "2026-11-10T08:00:00+00:00",
    "last_modified": "2026-11-10T08:00:00+00:00",
    "dtstart": "2026-11-18T11:00:00+00:00",
    "dtend": "2026-11-18T13:00:00+00:00",
    "location": "Le Wok",
    "url": "http://localhost/en/lunch",
    "status": "CONFIRMED",
}
LUNCH = {
    "day_at": "2026-11-18T11:00:00+00:00",
    "ends_at": "2026-11-18T13:00:00+00:00",
    "adults": 2,
    "children": 1,
    "prams": 1,
    "quantity": 3,
    "code": "K7M2P9QX",
    "link": LINK,
    "topic": "Football for all",
    "place": "Le Wok, 16-18, avenue de la Liberté, L-4601 Differdange",
    "phone": "58 77 1-1558",
    "entry": ENTRY,
}
APPOINTMENT = {
    "day_at": "2026-11-20T09:00:00+00:00",
    "ends_at": "2026-11-20T09:30:00+00:00",
    "matter": "Statutes",
    "where": "wok",
    "colleague": "Claire",
    "spoken": "fr",
    "wants_interpreter": False,
    "waits_for": "",
    "hold_until": "2026-11-18T09:00:00+00:00",
    "video": "",
    "reason": "",
    "next_step": "",
    "contact_phone": "",
    "code": "K7M2P9QX",
    "link": LINK,
    "move": "http://localhost/en/appointments/booking/0123456789abcdef/change",
    "again": "http://localhost/en/appointments",
    "place": "Le Wok, 16-18, avenue de la Liberté, L-4601 Differdange",
    "phone": "58 77 1-1558",
    "entry": ENTRY,
}
ONCALL = {
    "day_at": "2026-11-19T09:00:00+00:00",
    "ends_at": "2026-11-19T09:20:00+00:00",
    "code": "K7M2P9QX",
    "link": LINK,
    "again": "http://localhost/en/on-call",
    "place": "Le Wok, 16-18, avenue de la Liberté, L-4601 Differdange",
    "phone": "58 77 1-1558",
    "entry": ENTRY,
}
LENT = {
    **ONCALL,
    "things": ["4 × Tent"],
    "title": "Tent",
    "pick_up_at": "2026-11-19T23:00:00+00:00",
    "return_at": "2026-11-22T23:00:00+00:00",
    "pick_up_hours": "9:00–17:00",
    "return_hours": "9:00–17:00",
    "deposit": "50 €",
    "extend": f"{LINK}#extend",
}
RISK = {"because": "late", "thing": "Tent", "short": 1, "asked": 4}
# The frames that other mails extend.
FRAMES = {
    *event_date_letters.FRAMES,
    *event_letters.FRAMES,
    "lunches/lunch",
    "oncall/oncall",
    "appointments/appointment",
    "equipment/loan",
    "equipment/desk_thing",
    "sharing/sharing",
    "space/use",
    "projects/project",
    "skills/skill",
}
MORE: dict[str, dict[str, Any]] = {
    **shared_letters.MORE,
    **project_letters.PROJECTS,
    **directory_letters.MORE,
    **event_date_letters.MORE,
    **event_letters.MORE,
    **fair_letters.MORE,
    **skill_letters.MORE,
    "equipment/desk_late": {
        "out": [{"count": 2, "name": "Tent"}],
        "due_at": "2026-11-16T11:00:00+00:00",
        "next_at": None,
    },
    "equipment/desk_at_risk": RISK,
    "equipment/desk_ask": {**RISK, "asked": 1},
    "equipment/desk_safe": RISK,
    "equipment/desk_settled": {**RISK, "other": "Pavilion", "got": 3},
    "equipment/desk_moved": {
        "pick_up": True,
        "new_at": "2026-11-23T11:00:00+00:00",
        "also_at": "2026-11-24T11:00:00+00:00",
        "reason": "Works",
    },
    "equipment/desk_kept": {"kept_until": "2026-11-17T16:00:00+00:00"},
    "equipment/desk_passed_on": {},
    "appointments/confirmed": {"where": "video"},
    "appointments/asked": {"waits_for": "staff"},
    "appointments/moved": {"old_at": "2026-11-19T09:00:00+00:00", "waits_for": "interpreter"},
    "appointments/colleague": {"colleague": "Dora", "reason": "Claire is ill"},
    "appointments/cancelled": {},
    "appointments/cancelled_by_us": {"reason": "Claire is ill"},
    "appointments/declined": {"reason": "Ask the commune first"},
    "appointments/proposals": {
        "old_at": "2026-11-19T09:00:00+00:00",
        "times": [{"start_at": "2026-11-20T09:00:00+00:00", "colleague": "Claire"}],
    },
    "appointments/lapsed": {"waited_for": "staff"},
    "appointments/settled": {"instead_at": "2026-11-19T09:00:00+00:00", "instead": "K7M2P9QX"},
    "appointments/noted": {},
    "appointments/earlier": {"opened_at": "2026-11-19T09:00:00+00:00"},
    "appointments/reminder": {"where": "phone", "contact_phone": "+352621123456"},
    "appointments/reminder_soon": {},
    "appointments/next_step": {"next_step": "Bring the bank letter"},
    "lunches/confirmed": {},
    "lunches/changed": {},
    "lunches/cancelled": {},
    "lunches/waiting": {"position": 3},
    "lunches/offer": {"offer_until": "2026-11-17T11:00:00+00:00"},
    "lunches/fewer": {"free": 2},
    "lunches/come_and_see": {},
    "lunches/lapsed": {},
    "lunches/reminder": {},
    "lunches/must_reconfirm": {},
    "lunches/date_cancelled": {"reason": "Ascension", "carried_to_at": "2026-11-25T11:00:00+00:00"},
    "lunches/date_moved": {"old_at": "2026-11-17T11:00:00+00:00", "reason": "Works", "standing": True},
    "lunches/date_held": {"reason": ""},
    "lunches/standing_ask": {"confirm_by": "2026-12-01T11:00:00+00:00"},
    "lunches/standing_rests": {},
    "lunches/afterwards": {},
    "lunches/chip_match": {"words": "We have a van", "association": "The footballers"},
    "oncall/booked": {},
    "oncall/moved": {},
    "oncall/cancelled": {},
    "oncall/next_week": {},
    "oncall/reminder_days": {},
    "oncall/reminder_hours": {},
    "oncall/date_cancelled": {"reason": "Somebody is ill", "old_at": "2026-11-19T08:00:00+00:00"},
    "oncall/date_moved": {"reason": "", "old_at": "2026-11-19T08:00:00+00:00"},
    "oncall/date_held": {"reason": "", "old_at": "2026-11-19T08:00:00+00:00"},
    "people/sign_in": {"digits": "123456", "link": LINK, "minutes": 10},
    "people/join_received": {},
    "people/join_accepted": {"association": "The dancers", "link": LINK},
    "people/join_question": {"question": "Where do you meet?"},
    "people/join_declined": {"reason": "You sell things."},
    "people/invited": {"association": "The dancers", "role": "delegate", "link": LINK},
    "people/added": {"association": "The dancers", "role": "member", "link": LINK},
    "people/new_email": {"digits": "123456", "link": LINK, "minutes": 60},
    "people/email_changed": {},
    "people/still_there": {"link": LINK, "erased_at": "2026-12-16T09:00:00+00:00"},
    "people/needs_a_look": {"count": 2, "link": LINK},
    "bookings/my_links": {"links": [{"day_at": "2026-11-18T11:00:00+00:00", "code": "K7M2P9QX", "link": LINK}]},
}


def facts(kind: str) -> dict[str, Any]:
    """Good facts for one kind of mail."""
    usual = {
        "lunches": LUNCH,
        "appointments": APPOINTMENT,
        "oncall": ONCALL,
        "equipment": LENT,
        "sharing": shared_letters.SHARED,
        "space": shared_letters.ROOM,
        "skills": skill_letters.SKILL,
    }.get(kind.partition("/")[0], {})
    return {**usual, **MORE[kind]}


def letter(kind: str = "lunches/confirmed", **given: Any) -> Letter:
    """A letter to Amina, unless told otherwise."""
    known: dict[str, Any] = {
        "id": 1,
        "kind": kind,
        "recipient": "amina@example.org",
        "name": "Amina Haddad",
        "language": "en",
        "booking_id": None,
        "facts": facts(kind),
        "message_id": "<00112233@wok>",
        "due_at": NOW,
        "tries": 0,
    }
    return Letter(**{**known, **given})


def owe(number: int = 1, kind: str = "lunches/confirmed", *, now: datetime = NOW, **given: Any) -> Message:
    """One mail owed to amina<number>@example.org, really committed; returns the row."""
    to = given.pop("to", Recipient("email", f"amina{number}@example.org", "Amina", "en"))
    cause = given.pop("cause", f"test:{number}")
    with transaction():
        outbox.owe(kind, cause=cause, to=to, facts=given.pop("facts", facts(kind)), now=now, **given)
    return row(cause)


def row(cause: str) -> Message:
    """The row of the outbox as it now stands."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Message).where(Message.cause == cause)).one()


def states() -> list[str]:
    """The states of all rows, oldest first."""
    db.session.rollback()
    return list(db.session.scalars(select(Message.state).order_by(Message.id)))


def later(minutes: float) -> datetime:
    """NOW and some minutes."""
    return NOW + timedelta(minutes=minutes)
