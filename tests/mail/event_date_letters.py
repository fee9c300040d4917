"""Good facts for the mails about dates of events that were decided, and to those who organise them."""

from typing import Any

from tests.mail.shared_letters import ENTRY, LINK, OLD, USUAL

EVENT = {
    **USUAL,
    "title": "Language café",
    "title_language": "en",
    "again": "http://localhost/en/events/3",
    "entry": ENTRY,
}
DECIDED = {**EVENT, "reason": "Somebody is ill", "old_at": OLD, "adults": 2, "children": 1, "quantity": 3}
HELPING = {name: value for name, value in {**DECIDED, "what": "Set up tables"}.items() if name not in ("code", "entry")}
MORE: dict[str, dict[str, Any]] = {
    "events/date_cancelled": DECIDED,
    "events/date_moved": DECIDED,
    "events/date_held": {**DECIDED, "reason": ""},
    "events/event_cancelled": {
        **DECIDED,
        "entry": None,
        "dates": [{"starts_at": USUAL["day_at"], "ends_at": USUAL["ends_at"]}],
    },
    "events/helper_moved": HELPING,
    "events/helper_cancelled": HELPING,
    "events/published": {"title": "Language café", "words": "", "link": LINK, "phone": "58 77 1-1558"},
    "events/sent_back": {"title": "Language café", "words": "Where is it?", "link": LINK, "phone": "58 77 1-1558"},
}
FRAMES = {"events/date", "events/helping"}
