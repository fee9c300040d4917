"""The digests of the record (PROMISES S11): of one line, of what a line hides, of a seal over many lines.

What may have to be erased one day (who it was, the facts) goes in only as the sha256 of a salt and itself. Once the
salt is gone nobody can try out names until one fits, and the line's digest still stands.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from wok.kernel.values import dataclass

SALT_BYTES = 16
_SPELLING = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
BEGINNING = "0" * 64  # what the first seal has before it


@dataclass(frozen=True)
class Sealed:
    """A seal: which in the row of seals, the digest before it, when, over how many lines, and their digests' digest."""

    number: int
    previous: str
    sealed_at: datetime
    count: int
    lines: str

    @property
    def digest(self) -> str:
        """What stands for everything up to here."""
        parts = [self.number, self.previous, instant(self.sealed_at), self.count, self.lines]
        return hashlib.sha256(written(parts)).hexdigest()


def written(value: Any) -> bytes:
    """The one way a value is spelled before it is digested."""
    return _SPELLING.encode(value).encode("ascii")


def instant(at: datetime) -> str:
    """An instant, the same on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def new_salt() -> bytes:
    """Random, kept beside the line for as long as what it hides."""
    return secrets.token_bytes(SALT_BYTES)


def hidden(salt: bytes, value: Any) -> bytes:
    """What stands in a line's digest for something that may be erased."""
    return hashlib.sha256(salt + written(value)).digest()


def line(source: str, fixed: Sequence[Any], who: bytes | None, facts: bytes | None) -> bytes:
    """The digest of one line: where it stands, what never changes, and the two hidden parts."""
    plain = [instant(one) if isinstance(one, datetime) else one for one in fixed]
    parts = [source, plain, who and who.hex(), facts and facts.hex()]
    return hashlib.sha256(written(parts)).digest()
