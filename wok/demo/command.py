"""`wok demo`: fill an empty database with an invented year, and say how to sign in."""

import argparse
import sys

from wok import clock, schema
from wok.app import create_app
from wok.demo import cast, year
from wok.record import kept


def run(given: argparse.Namespace) -> int:
    """Make the demonstration; refuses a smaller one than there is, and a database that holds anything. Returns the exit code."""
    if not all(chosen >= least for chosen, least in zip((given.associations, given.years), year.SMALLEST, strict=True)):
        print("The smallest demonstration has {} associations and {} years.".format(*year.SMALLEST), file=sys.stderr)
        return 2
    with create_app().app_context():
        schema.upgrade()
        if not year.is_empty():
            print("This database holds something already; the demonstration wants an empty one.", file=sys.stderr)
            return 1
        kept.begin_anew()
        made = year.make(given.associations, given.years, given.seed, now=clock.now(), say=_say)
    print(f"An invented Wok is ready: {made.associations} associations, {made.bookings} bookings.")
    print("Sign in with one of these addresses; the link lands in the mailbox page:")
    print(f"  {cast.STAFF[0][1]}   (Claire, staff)")
    print(f"  {cast.AMINA_EMAIL}   (Amina, delegate of the dancers)")
    return 0


def fill() -> None:
    """The invented year for `wok run`, into the database of the present app."""
    kept.begin_anew()
    year.make(60, 1, 1535, now=clock.now(), say=_say)


def _say(words: str) -> None:
    print(f"  {words}", flush=True)
