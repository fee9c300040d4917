"""The last run of `make drill`, which writes down when it ended and whether all was green (PROMISES F9)."""

import json
from datetime import datetime
from pathlib import Path

from flask import current_app

from wok.kernel.values import dataclass

FILE = "drill.json"


@dataclass(frozen=True)
class DrillRun:
    """When it ended, and whether all held."""

    ended_at: datetime
    is_green: bool


def last() -> DrillRun | None:
    """None when it never ran on this machine, or what it wrote cannot be read."""
    path = Path(current_app.instance_path) / FILE
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        ended_at = datetime.fromisoformat(said["ended_at"])
        return DrillRun(ended_at, said["is_green"] is True) if ended_at.tzinfo else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
