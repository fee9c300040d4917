"""`wok staff fair-access add|remove|list`: who reads reports is said by the owner of the machine (PROMISES S2)."""

import argparse
import sys

from wok import clock
from wok.db import transaction
from wok.fair_access import queries, staff_services
from wok.people import queries as people
from wok.people.contact import read_email


def add(given: argparse.Namespace) -> int:
    """Name a member of staff."""
    with transaction():
        person = people.person_with(read_email(given.email))
        if person is None or not person.is_staff:
            print(f"nobody with the address {given.email} works at the Wok", file=sys.stderr)
            return 1
        staff_services.name_reader(person, now=clock.now())
        print(f"{person.name} <{person.email}> now reads reports of unfair treatment")
    return 0


def remove(given: argparse.Namespace) -> int:
    """End it; the last one can be removed too, and then no report can be written."""
    with transaction():
        person = people.person_with(read_email(given.email))
        if person is None or not staff_services.end_reader(person, now=clock.now()):
            print(f"nobody with the address {given.email} reads reports", file=sys.stderr)
            return 1
        print(f"{person.name} <{person.email}> no longer reads reports of unfair treatment")
    if not queries.readers():
        print("nobody is named now: the page says so and takes no reports", file=sys.stderr)
    return 0


def show(_given: argparse.Namespace) -> int:
    """Print who is named."""
    for person in queries.readers():
        print(f"{person.name} <{person.email or 'no e-mail'}>")
    return 0


def add_parser(staff: argparse.ArgumentParser) -> None:
    """Give the parser of `wok staff fair-access` its three words."""
    words = staff.add_subparsers(required=True, metavar="WORD")
    for name, step, help_text in (
        ("add", add, "let a member of staff read reports of unfair treatment"),
        ("remove", remove, "end it"),
    ):
        one = words.add_parser(name, help=help_text)
        one.add_argument("email")
        one.set_defaults(step=step)
    words.add_parser("list", help="print who is named").set_defaults(step=show)
