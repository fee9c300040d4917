"""Digests kept outside of the database, in a file beside it: one line a day, "number digest instant".

Whoever has computed the whole record anew, or cut off its end, is found by them. After a copy was put back the seals
since that copy are gone for a good reason; a line "restored number instant" says so.
"""

from datetime import datetime
from pathlib import Path

from flask import current_app

from wok.kernel import weekly

FILE = "record.txt"
RESTORED = "restored"


def path() -> Path:
    """Beside the database and the settings of this installation."""
    return Path(current_app.instance_path) / FILE


def read() -> list[tuple[int, str]]:
    """Number and digest of every seal that must still be there, oldest first."""
    found: list[tuple[int, str]] = []
    for words in _lines():
        if words[0] == RESTORED:
            found = [one for one in found if one[0] <= int(words[1])]
        else:
            found.append((int(words[0]), words[1]))
    return found


def keep(number: int, digest: str, *, now: datetime) -> None:
    """Add a line if the day has none yet."""
    newest = [words for words in _lines() if words[0] != RESTORED][-1:]
    day = weekly.local_day(datetime.fromisoformat(newest[0][2])) if newest else None
    if day != weekly.local_day(now):
        _add(f"{number} {digest} {now.isoformat()}")


def restored(number: int, *, now: datetime) -> None:
    """A copy was put back whose newest seal has this number; what was sealed later is gone."""
    if path().exists():
        _add(f"{RESTORED} {number} {now.isoformat()}")


def begin_anew() -> None:
    """A new, empty database takes the place of the old one."""
    path().unlink(missing_ok=True)


def parse(typed: str) -> tuple[int, str] | None:
    """ "57:ab12…" as somebody kept it; None for anything else."""
    number, _colon, digest = typed.strip().partition(":")
    is_fine = number.isascii() and number.isdigit() and len(digest) == 64
    return (int(number), digest.lower()) if is_fine else None


def _lines() -> list[list[str]]:
    if not path().exists():
        return []
    found = [line.split() for line in path().read_text(encoding="ascii", errors="replace").splitlines()]
    return [words for words in found if len(words) == 3 and words[words[0] == RESTORED].isdigit()]


def _add(line: str) -> None:
    file = path()
    file.touch(mode=0o600)
    with file.open("a", encoding="ascii") as out:
        out.write(f"{line}\n")
