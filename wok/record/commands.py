"""`wok verify`: recompute the whole record and name exactly what differs. cli.py calls it within the application's context."""

import argparse
import sys

from wok.record import checking, kept

SHOWN = 50


def verify(given: argparse.Namespace) -> int:
    """Print what was found; 0 when the record is whole, 1 when something differs, 2 for a digest that is none."""
    theirs = [kept.parse(one) for one in given.kept]
    if None in theirs:
        print("A kept digest is written NUMBER:DIGEST, as this command prints it.", file=sys.stderr)
        return 2
    known = [*kept.read(), *(one for one in theirs if one)]
    found = checking.check(known)
    print(f"{found.sealed} lines under {found.seals} seals; {found.waiting} lines wait for the next seal.")
    if found.forgotten:
        print(f"In {found.forgotten} of them who did it, or the facts, were erased; the rest of these lines holds.")
    for fault in found.faults[:SHOWN]:
        print(f"  {fault}", file=sys.stderr)
    if len(found.faults) > SHOWN:
        print(f"  … and {len(found.faults) - SHOWN} more", file=sys.stderr)
    if found.faults:
        print(f"{len(found.faults)} things differ: the record is NOT whole.", file=sys.stderr)
        return 1
    print(f"The record is whole, compared with {len(known)} digests kept elsewhere.")
    if found.digest:
        print(f"newest seal {found.digest}")
        print("Keep this elsewhere: only with it can be found that everything was computed anew, or the end cut off.")
    return 0
