"""Good facts for the mails of fair access and for messages to many."""

from typing import Any

MORE: dict[str, dict[str, Any]] = {
    "fair_access/received": {"code": "K7M2 P9QX", "link": "http://localhost/en/fair-access/follow"},
    "fair_access/letter": {"code": "K7M2 P9QX", "link": "http://localhost/en/fair-access/follow"},
    "fair_access/waits": {"link": "http://localhost/en/staff/fair-access"},
    "circulars/message": {
        "subject": "A party in spring",
        "words": "We plan a party.\nWho brings music?",
        "written_in": "Français",
        "stop": "http://localhost/en/stop/0123456789abcdef01234567abcdef",
    },
}
