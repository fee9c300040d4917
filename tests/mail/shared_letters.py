"""Good facts for the mails about loans, rooms and sharing."""

from typing import Any

LINK = "http://localhost/b/0123456789abcdef0123456789abcdef"
STARTS, ENDS = "2026-11-19T17:00:00+00:00", "2026-11-19T19:00:00+00:00"
OLD = "2026-11-18T17:00:00+00:00"
USUAL: dict[str, Any] = {
    "day_at": STARTS,
    "ends_at": ENDS,
    "code": "K7M2P9QX",
    "link": LINK,
    "place": "Le Wok, 16-18, avenue de la Liberté, L-4601 Differdange",
    "phone": "58 77 1-1558",
}
ENTRY = {
    "uid": "b-17@wok",
    "sequence": 2,
    "dtstamp": "2026-11-10T08:00:00+00:00",
    "last_modified": "2026-11-10T08:00:00+00:00",
    "dtstart": STARTS,
    "dtend": ENDS,
    "location": "Le Wok",
    "url": "http://localhost/en/space",
    "status": "CONFIRMED",
}
WHOLE_DAYS = {**ENTRY, "dtstart": "2026-11-20", "dtend": "2026-11-24", "transp": "TRANSPARENT"}
LOAN = {
    "things": [
        {"words": "2 × Tent", "state": "partly", "asked": 4},
        {"words": "1 × Grill", "state": "asked", "asked": 1},
    ],
    "title": "Tent, Grill",
    "again": "http://localhost/en/equipment",
    "entry": WHOLE_DAYS,
}
OWN = {"code": "", "things": ["4 × Tent"], "title": "4 × Tent", "association": "Les danseurs"}
ROOM = {
    **USUAL,
    "room": "Large room",
    "activity": "Language café",
    "needs_keys": True,
    "keys": "Second drawer",
    "way_in": "Through the yard",
    "release_minutes": 20,
    "reason": "",
    "change": f"{LINK}/change",
    "again": "http://localhost/en/space",
    "weekly": "http://localhost/en/space/weekly/0123456789abcdef",
    "entry": ENTRY,
}
DATES = [{"starts_at": STARTS, "ends_at": ENDS, "state": "waiting"}]
ANSWERED = {
    "name": "4 × Tent",
    "period": "Friday 20 November to Monday 23 November",
    "outcome": "You get 2.",
    "why": ["Four groups asked for 16. We have 8."],
    "lines": [{"words": "Your recent loans", "points": "0.5"}],
    "compared": ["You stand at 1.5 today."],
    "waiting": ["You are first on the waiting list."],
}
SHARED = {
    **USUAL,
    "things": [ANSWERED],
    "title": "4 × Tent",
    "is_room": False,
    "answer": "http://localhost/en/answer/0123456789abcdef",
    "say": "http://localhost/en/together/0123456789abcdef",
    "closes_at": STARTS,
    "quantity": 2,
    "offer_until": STARTS,
    "group": "The dancers",
    "partner": "The footballers",
}
NO_LINK = {"link": ""}  # another page answers
NEITHER = {"link": "", "code": ""}
GROUPS = {**NEITHER, "groups": ["The dancers", "The dancers of Oberkorn"], "reason": "The same board"}
MORE: dict[str, dict[str, Any]] = {
    "equipment/confirmed": LOAN,
    "equipment/own_lent": OWN,
    "equipment/own_off": OWN,
    "equipment/own_late": {**OWN, "due_at": STARTS},
    "equipment/changed": LOAN,
    "equipment/cancelled": {**LOAN, "reason": "The tents are wet"},
    "equipment/remind_pick_up": LOAN,
    "equipment/remind_return": LOAN,
    "sharing/received": {},
    "sharing/answer": {},
    "sharing/offer": NO_LINK,
    "sharing/lapsed": {},
    "sharing/passed": {},
    "sharing/partner": NEITHER,
    "sharing/together": NO_LINK,
    "sharing/joined": {"is_theirs": True, "reach_words": "Bruno Silva, bruno@example.org"},
    "sharing/reviewed": {**NO_LINK, "found": "One tent more was free."},
    "sharing/linked": GROUPS,
    "sharing/unlinked": {**GROUPS, "association": "The dancers"},
    "sharing/other_dates": {
        "asked_at": STARTS,
        "what": "4 × Tent",
        "days": [{"free_at": STARTS}, {"free_at": ENDS}],
        "words": "The small ones are free then.",
        "change": f"{LINK}/change",
    },
    "space/confirmed": {},
    "space/changed": {"old_at": OLD},
    "space/cancelled": {},
    "space/cancelled_by_us": {"reason": "Water in the cellar"},
    "space/displaced": {"old_at": OLD, "others": [{"starts_at": STARTS, "room": 1}]},
    "space/reminder": {},
    "space/weekly": {"dates": DATES, "entry": None, "is_season": True},
    "space/go_on": {**NO_LINK, "last_at": ENDS, "entry": None},
}
