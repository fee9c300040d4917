"""The lot anybody can check (FAIRNESS.md section 6), and the one way of writing things down that it needs.

Before the window opens: publish `commitment(secret)`. At closing: publish `list_digest` of what the round will work
on. At the draw: `seed(...)`. Afterwards publish the secret and the public number. The caller brings the random bytes.
"""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, whole numbers only. Raises TypeError for anything else."""
    _only_plain(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """sha256 of the canonical text, in hexadecimal."""
    return _sha256(canonical(value))


def commitment(secret: str) -> str:
    """What is published before the window opens; `secret` is 64 hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def list_digest(inputs: Any) -> str:
    """What is published at closing: requests, pools, what was free, standings and parameters can change no more."""
    return digest(inputs)


def seed(round_key: str, secret: str, list_: str, public: str) -> str:
    """The seed of the draw. `public` is the number nobody could foresee, or empty."""
    return _sha256(f"wok1|{round_key}|{secret}|{list_}|{public}")


def ticket(seed_: str, circle: str) -> str:
    """A circle's lot, the smallest first. It depends on nothing but the seed and the circle."""
    return _sha256(f"{seed_}|{circle}")


def code(salt: str, kind: str, uid: str) -> str:
    """The name a circle or a request carries in the published round; the salt is the round's own and never published."""
    return _sha256(f"{salt}|{kind}|{uid}")[:12]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _only_plain(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be text, not {key!r}")
            _only_plain(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _only_plain(inner)
    elif value is not None and not isinstance(value, str | bool | int):
        raise TypeError(f"cannot be written down exactly: {value!r}")
