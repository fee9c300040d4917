"""Ways to reach somebody: addresses and phones as people type them, and what they most likely meant."""

from functools import cache
from types import ModuleType

from wok.web.phones import library

COMMON_HOSTS = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.fr",
    "pt.lu",
    "internet.lu",
    "icloud.com",
    "education.lu",
    "sapo.pt",
)


def read_email(typed: str) -> str | None:
    """The address in lower case and NFC, or None when it cannot be one. Asks no server."""
    rules = _addresses()
    try:
        return str(rules.validate_email(typed.strip(), check_deliverability=False).normalized.lower())
    except rules.EmailNotValidError:
        return None


def likely_email(address: str) -> str | None:
    """What an address that looks mistyped was probably meant to be: gmial.com -> gmail.com; else None."""
    name, _at, host = address.rpartition("@")
    if host in COMMON_HOSTS:
        return None
    near = [known for known in COMMON_HOSTS if _is_one_slip(host, known)]
    return f"{name}@{near[0]}" if near else None


def _is_one_slip(typed: str, known: str) -> bool:
    """One letter changed, dropped, added or two neighbours swapped."""
    if abs(len(typed) - len(known)) > 1 or typed == known:
        return False
    if len(typed) == len(known):
        odd = [at for at, (a, b) in enumerate(zip(typed, known, strict=True)) if a != b]
        swapped = (
            len(odd) == 2 and odd[1] == odd[0] + 1 and typed[odd[0]] == known[odd[1]] and typed[odd[1]] == known[odd[0]]
        )
        return len(odd) == 1 or swapped
    short, long = sorted((typed, known), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


@cache
def _addresses() -> ModuleType:
    import email_validator  # slow to import (SPEED.md): only where an address is first read

    return email_validator


def read_phone(typed: str) -> str | None:
    """A phone number in E.164; without country code it is Luxembourg's ("58 77 1-1558"). None when it cannot be one."""
    phones = library()
    try:
        number = phones.parse(typed[:40], "LU")
    except phones.NumberParseException:
        return None
    return (
        str(phones.format_number(number, phones.PhoneNumberFormat.E164)) if phones.is_possible_number(number) else None
    )
