"""What stands beside a project or an event besides its bookings: events of the project, skills asked for it.

A feature names its reader in contents.py; the cause's own page shows what they know, in a fixed number of statements.
"""

from collections.abc import Callable, Sequence

from flask import current_app

from wok.bookings.asides import Aside

EXTENSION = "wok-cause-lines"
Reader = Callable[[str, int], list[Aside]]  # kind and number of the cause


def bind(readers: Sequence[Reader], extensions: dict[str, object]) -> None:
    """Tell the application who knows something of causes (contents.py writes the list out)."""
    extensions[EXTENSION] = tuple(readers)


def of(kind: str, of_id: int) -> list[Aside]:
    """All that is known beside this project or event."""
    readers: tuple[Reader, ...] = current_app.extensions[EXTENSION]
    return [one for reader in readers for one in reader(kind, of_id)]
