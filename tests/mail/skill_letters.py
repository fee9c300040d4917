"""Good facts for the mails about help between associations."""

from typing import Any

SKILL: dict[str, Any] = {
    "what": "Translation and interpreting",
    "day_at": "2026-11-19T17:00:00+00:00",
    "ends_at": "2026-11-19T19:30:00+00:00",
    "hours": "2½ hours",
    "spoken": "Portuguese",
    "where": "Rue Neuve",
    "purpose": "Parents’ evening",
    "group": "The dancers",
    "helper": "The footballers",
    "link": "http://localhost/en/skills/ask/0123456789abcdef",
    "again": "http://localhost/en/skills",
    "phone": "58 77 1-1558",
}
REACH = {"reach_words": "Bruno Silva, bruno@example.org"}
MORE: dict[str, dict[str, Any]] = {
    "skills/asked": {},
    "skills/moved": {},
    "skills/gone": {"why": "other"},
    "skills/confirmed": REACH,
    "skills/helping": REACH,
    "skills/declined": {"words": "Our bus broke down", "was_coming": True, "who": "The footballers"},
    "skills/lapsed": {"link": ""},
    "skills/hours": {"is_reminder": False, "is_helper": True},
    "skills/settled": {"given": "2 hours"},
    "skills/found": {},
    "skills/offer": {"is_shown": True, "words": "Welcome"},
}
