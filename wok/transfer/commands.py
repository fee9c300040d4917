"""`wok export` and `wok import-town`: a whole town goes to another machine, database or town.

cli.py calls them within the application's context.
"""

import argparse
import sys
from pathlib import Path

from wok import clock
from wok.db import transaction
from wok.transfer import services, town_export, town_import
from wok.transfer.town import Chosen


def export(given: argparse.Namespace) -> int:
    """Write everything into a folder or ZIP, and put it on record."""
    chosen = Chosen(is_moving=given.moving, has_cases=given.with_cases)
    now = clock.now()
    try:
        with town_export.place(Path(given.path)) as where:
            counts = town_export.export(where, chosen, now=now)
    except OSError as fault:
        print(fault, file=sys.stderr)
        return 1
    with transaction():
        facts = {
            "tables": len(counts),
            "lines": sum(counts.values()),
            "moving": given.moving,
            "cases": given.with_cases,
        }
        services.note("town_export", None, facts, now=now)
    print(f"{sum(counts.values())} rows of {len(counts)} tables are in {given.path}; keep it locked, it holds names")
    return 0


def import_town(given: argparse.Namespace) -> int:
    """Bring the files of an export into an empty database; all or nothing."""
    try:
        read = town_import.reader(Path(given.path))
        with transaction():
            counts = town_import.bring_in(read)
    except town_import.CannotImport as fault:
        print(f"nothing was written: {fault}", file=sys.stderr)
        return 1
    print(f"{sum(counts.values())} rows of {len(counts)} tables are in the database")
    return 0
