"""`wok staff add|remove|list`: who works at the Wok is said by the owner of the machine, never by a form (PROMISES S2).

cli.py calls `given.step(given)` within the application's context.
"""

import argparse
import sys

from wok import clock
from wok.db import transaction
from wok.people import queries, staff_services
from wok.people.contact import read_email
from wok.people.models import LANGUAGES
from wok.web.noted import note


def add(given: argparse.Namespace) -> int:
    """Let somebody work at the Wok."""
    email = read_email(given.email)
    if email is None:
        print(f"{given.email} is not an e-mail address", file=sys.stderr)
        return 1
    with transaction():
        person = staff_services.make_staff(email, given.name or email, given.language, now=clock.now())
        note("staff.added", person=person.id)
        print(f"{person.name} <{email}> now works at the Wok; sign in with this address")
    return 0


def remove(given: argparse.Namespace) -> int:
    """Somebody stops: the desk closes for them and every login ends."""
    with transaction():
        person = staff_services.end_staff(read_email(given.email) or "", now=clock.now())
        if person is None:
            print(f"nobody with the address {given.email} works at the Wok", file=sys.stderr)
            return 1
        note("staff.removed", person=person.id)
        print(f"{person.name} <{person.email}> no longer works at the Wok; every login is ended")
    return 0


def show(_given: argparse.Namespace) -> int:
    """Print who works at the Wok."""
    for person in queries.staff():
        print(f"{person.name} <{person.email or 'no e-mail'}> {person.language}")
    return 0


def add_parser(staff: argparse.ArgumentParser) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Give the parser of `wok staff` its three words; a feature may add its own to what is returned."""
    words = staff.add_subparsers(required=True, metavar="WORD")
    adding = words.add_parser("add", help="let somebody work at the Wok")
    adding.add_argument("email")
    adding.add_argument("name", nargs="?", default="", help="their name, when they are new")
    adding.add_argument("--language", choices=LANGUAGES, default="fr")
    adding.set_defaults(step=add)
    removing = words.add_parser("remove", help="end somebody's work at the Wok, and all their logins")
    removing.add_argument("email")
    removing.set_defaults(step=remove)
    words.add_parser("list", help="print who works at the Wok").set_defaults(step=show)
    return words
