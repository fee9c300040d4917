"""References: the printed code, the mailed link, the calendar's UID."""

import secrets
import uuid

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 or O, 1, I or L, no U
LENGTH = 8


def new_code() -> str:
    """Eight characters without look-alikes, for paper and the telephone."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def new_link_token() -> str:
    """128 random bits for a mailed link."""
    return secrets.token_urlsafe(16)


def new_uid() -> str:
    """A calendar UID: stable for ever, no secret in it."""
    return f"{uuid.uuid4()}@wok"


def read_code(typed: str) -> str | None:
    """The code somebody typed, with spaces, dashes and any case forgiven; None when it cannot be one."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    code = code.replace("O", "0").replace("I", "1").replace("L", "1").replace("U", "V")
    return code if len(code) == LENGTH and all(char in LETTERS for char in code) else None


def spoken(code: str) -> str:
    """How a code is shown: two groups of four."""
    return f"{code[:4]} {code[4:]}"
