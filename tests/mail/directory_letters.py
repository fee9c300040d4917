"""Good facts for the mails around letters."""

from typing import Any

LINK = "http://localhost/en/letters/0123456789abcdef"
LETTER = {
    "sender": "Bruno Silva",
    "sender_for": "Os amigos",
    "association": "Les danseurs",
    "words": "Bonjour,\nvoulez-vous danser ?",
    "written_in": "fr",
    "is_answer": False,
    "is_private": True,
    "link": LINK,
}
NO_LINK = {name: value for name, value in LETTER.items() if name != "link"}  # they are called
MORE: dict[str, dict[str, Any]] = {
    "directory/letter": LETTER,
    "directory/letter_waits": {**LETTER, "words": ""},
    "directory/answer_by_phone": {**NO_LINK, "is_answer": True, "sender": "Les danseurs"},
    "directory/prove": {"association": "Les danseurs", "link": LINK},
    "directory/decided": {"other": "Bruno Silva", "decision": "barred", "reason": "It was an advertisement."},
    "directory/barred": {"reason": "It was an advertisement."},
}
