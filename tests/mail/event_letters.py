"""Good facts for the mails to those who signed up for an event, and to those who help at one."""

from typing import Any

from tests.mail.event_date_letters import EVENT
from tests.mail.shared_letters import ENDS, STARTS

SIGNED_UP = {**EVENT, "adults": 2, "children": 1, "quantity": 3}
DATES = [
    {"starts_at": STARTS, "ends_at": ENDS, "state": "confirmed"},
    {"starts_at": ENDS, "ends_at": ENDS, "state": "waiting"},
]
HELPING = {
    name: value for name, value in {**EVENT, "what": "Set up tables"}.items() if name not in ("code", "entry", "again")
}
MORE: dict[str, dict[str, Any]] = {
    "events/confirmed": SIGNED_UP,
    "events/all_dates": {**SIGNED_UP, "dates": DATES, "entry": None},
    "events/waiting": {**SIGNED_UP, "position": 2},
    "events/changed": SIGNED_UP,
    "events/cancelled": SIGNED_UP,
    "events/offer": {**SIGNED_UP, "offer_until": STARTS},
    "events/lapsed": {name: value for name, value in SIGNED_UP.items() if name not in ("link", "code")},
    "events/fewer": {**SIGNED_UP, "free": 1},
    "events/come_and_see": SIGNED_UP,
    "events/reminder": SIGNED_UP,
    "events/helper_confirmed": HELPING,
    "events/helper_reminder": HELPING,
}
FRAMES = {"events/event"}
