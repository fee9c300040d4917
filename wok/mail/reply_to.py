"""Where answers about one booking go: the mailbox of the settings with a secret of that booking's own (CALENDAR.md 18).

The secret is not the link of the booking: who reads the address of a mail that was passed on can answer, and only
from the booking's own e-mail, but opens nothing.
"""

import base64
import hashlib
import hmac
import re

from flask import current_app

SECRET_BYTES = 15
OURS = re.compile(r"[^@\s]*\+([1-9]\d{0,9})-([a-z2-7]{24})@[^@\s]+")


def address_for(booking_id: int) -> str:
    """`wok+<secret>@…`, at most 64 characters before the @; "" when nobody reads answers."""
    mailbox = current_app.config["MAIL_ANSWERS"]
    if not mailbox:
        return ""
    local, _at, host = mailbox.rpartition("@")
    return f"{local}+{booking_id}-{_secret(booking_id)}@{host}"


def booking_of(address: str) -> int | None:
    """The booking that an address was made for; None when it is not one of ours. Case is forgiven: some servers lower it."""
    found = OURS.fullmatch(address.strip().lower())
    if found is None:
        return None
    booking_id = int(found.group(1))
    return booking_id if hmac.compare_digest(found.group(2), _secret(booking_id)) else None


def _secret(booking_id: int) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, f"reply-to:{booking_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:SECRET_BYTES]).decode("ascii").lower()
