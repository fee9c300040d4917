"""Copies sealed with a key of the house: nobody reads one without it, and what was cut or changed is found (PROMISES F5).

The format is age (age-encryption.org/v1), so that a town can open a copy without us: `age -d -i KEYFILE FILE`. It goes
through in pieces, each sealed by itself, the last one marked as the last.
"""

from pathlib import Path

import pyrage

SUFFIX = ".age"
MARK = b"age-encryption.org/v1\n"


class BadCopy(RuntimeError):
    """What was written cannot be read again, or lacks something."""


def is_sealed(path: Path) -> bool:
    """Whether this file begins like a sealed one."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def seal(plain: Path, sealed: Path, key: str) -> None:
    """Write `sealed`, for this account alone; the key is an age identity, `AGE-SECRET-KEY-1…`."""
    sealed.touch(mode=0o600)
    with plain.open("rb") as given, sealed.open("wb") as file:
        pyrage.encrypt_io(given, file, [pyrage.x25519.Identity.from_str(key).to_public()])


def unseal(sealed: Path, plain: Path, key: str) -> None:
    """Write what `sealed` holds. Raises BadCopy: damaged, cut, or sealed with another key."""
    if not key:
        raise BadCopy(f"{sealed.name} is sealed: WOK_BACKUP_KEY must be the key it was made with")
    plain.touch(mode=0o600)
    try:
        with sealed.open("rb") as file, plain.open("wb") as taken:
            pyrage.decrypt_io(file, taken, [pyrage.x25519.Identity.from_str(key)])
    except (pyrage.DecryptError, OSError) as fault:
        raise BadCopy(f"{sealed.name} is damaged, was cut short, or was sealed with another key: {fault}") from fault
