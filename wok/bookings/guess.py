"""Guessing codes and letters is limited (MODEL.md "Codes", PROMISES S5): only who guesses is slowed, nobody is locked out."""

from datetime import datetime

from flask import request

from wok.bookings.codes import read_code
from wok.people import attempts

PURPOSE = "bookings.guess"
PER_CODE = 6  # wrong letters for one code from one address


def is_slowed(ref: str, *, now: datetime) -> bool:
    """True when this address has guessed too often, at all or at this one code."""
    return attempts.is_slowed(PURPOSE, _address(), now=now) or attempts.is_slowed(
        PURPOSE, _pair(ref), now=now, most=PER_CODE
    )


def note_wrong(ref: str, *, now: datetime) -> None:
    """Count one wrong guess; inside a transaction."""
    attempts.note(PURPOSE, _address(), now=now)
    attempts.note(PURPOSE, _pair(ref), now=now)


def _address() -> str:
    return request.remote_addr or "?"


def _pair(ref: str) -> str:
    return f"{_address()} {read_code(ref) or ref}"
