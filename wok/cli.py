"""The `wok` command: each command calls a service and prints the change."""

import argparse
import ctypes
import gc
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wok import config

SECRETS = frozenset({"SECRET_KEY", "SMTP_URL", "BACKUP_KEY"})  # settings that are not printed
M_ARENA_MAX = -8  # of glibc's malloc.h
SERVER = {  # gunicorn's; all it knows about reading requests strictly stays as it comes
    "worker_class": "gthread",
    "accesslog": None,
    "loglevel": "warning",
    "graceful_timeout": 5,
    "control_socket_disable": True,
}

if TYPE_CHECKING:
    from flask import Flask


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(
        level=os.environ.get("WOK_LOG", "INFO"),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%SZ",
    )
    logging.Formatter.converter = time.gmtime  # logs of two machines are read side by side
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick left out while a long one runs is no news
    given = _parser().parse_args(words)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="wok", description="Booking and scheduling for a house of associations.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    add("check", _check, "print every setting, and what is missing or unsafe")
    add("upgrade", _upgrade, "bring the database up to date; makes a copy first")
    serve = add("serve", _serve, "answer web requests")
    serve.add_argument("--port", type=int, default=5000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--threads", type=int, default=8)
    demo = add("demo", _demo, "fill an empty database with an invented year")
    demo.add_argument("--associations", type=int, default=60)
    demo.add_argument("--years", type=float, default=1)
    demo.add_argument("--seed", type=int, default=1535)
    add("jobs", _jobs, "send mail and do what is due; several may run, one leads")
    run = add("run", _run, "the whole demonstration: database, web and jobs, until Ctrl+C")
    run.add_argument("--port", type=int, default=5000)
    run.add_argument("--host", default="127.0.0.1")
    staff = add("staff", _staff, "say who works at the Wok: add, remove, list; who reads reports: fair-access")
    staff.add_argument("words", nargs=argparse.REMAINDER, metavar="add|remove|list …")
    mail = add("mail", _mail, "take one mail from standard input: the answers to invitations")
    mail.add_argument("deed", choices=["receive"])
    mail.add_argument("--to", action="append", default=[], metavar="ADDRESS", help="to whom it was delivered")
    _add_whole_towns(add)
    _add_mending(add)
    verify = add("verify-round", _verify_round, "recompute a published round from its file alone")
    verify.add_argument("file")
    towns = add("simulate", _simulate, "try the rule of sharing in invented towns; the exit code says if it passes")
    towns.add_argument("--towns", type=int, default=30)
    towns.add_argument("--seed", type=int, default=1, help="the same seed gives the same table")
    towns.add_argument("--demand", type=float, default=1.0, help="0.5: half as much is asked; 1.6: much more")
    towns.add_argument("--processes", type=int, default=2)
    towns.add_argument("--chart", metavar="FILE.svg", help="write the bars as a picture too")
    return parser


def _add_whole_towns(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The two commands that move a whole town."""
    whole = add("export", _export, "write the whole town into a folder or ZIP, for another machine, database or town")
    whole.add_argument("path", metavar="DIR|FILE.zip")
    whole.add_argument("--moving", action="store_true", help="the same town moves: links, feeds, mail, staff go along")
    whole.add_argument("--with-cases", action="store_true", help="reports of unfair treatment, too")
    bring = add("import-town", _import_town, "bring the files of `wok export` into an empty database")
    bring.add_argument("path", metavar="DIR|FILE.zip")


def _add_mending(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Copies of the database, what sets things right after one was put back, and whether all is as it was written."""
    add("backup", _bad_day, "copy the database now; the jobs do it every night").set_defaults(deed="backup")
    back = add("restore", _bad_day, "put a copy into an empty database, and erase again whoever was erased since")
    back.set_defaults(deed="restore")
    back.add_argument("path", metavar="FILE")
    ending = add("end-all", _bad_day, "end every login and every private calendar link at once")
    ending.set_defaults(deed="end_all")
    ending.add_argument("email", nargs="?", default="", help="of the person with this address alone")
    add("erase-again", _erase_again, "after a restore: erase once more whoever had been erased since the copy")
    record = add("verify", _bad_day, "recompute all that is on record, and name what was changed")
    record.set_defaults(deed="verify")
    record.add_argument("--kept", action="append", default=[], metavar="NUMBER:DIGEST", help="a digest kept elsewhere")
    directory = add("directory", _directory, "the search of associations: make its index anew")
    directory.add_argument("deed", choices=["rebuild"])


def _check(_given: argparse.Namespace) -> int:
    settings = config.load(config.instance_folder())
    for setting in config.SETTINGS:
        shown = "(set)" if setting.name in SECRETS and settings[setting.name] else settings[setting.name]
        shown = config.without_password(shown) if setting.name == "DATABASE_URL" else shown
        print(f"{setting.variable}={shown}\n    {setting.meaning} (default: {setting.default!r})")
    for warning in config.warnings(settings, config.instance_folder()):
        print(f"WARNING: {warning}", file=sys.stderr)
    wrong = config.faults(settings)
    for fault in wrong:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if wrong else 0


def _upgrade(given: argparse.Namespace) -> int:
    from wok import schema
    from wok.app import create_app
    from wok.jobs import commands

    with create_app().app_context():
        if schema.is_behind() and commands.backup(given):
            return 1
        print(f"database at revision {schema.upgrade()}")
    return 0


def _bad_day(given: argparse.Namespace) -> int:
    from wok.app import create_app
    from wok.jobs import commands

    with create_app().app_context():
        deed: Callable[[argparse.Namespace], int] = getattr(commands, given.deed)
        return deed(given)


def _demo(given: argparse.Namespace) -> int:
    from wok.demo import command

    return command.run(given)


def _jobs(_given: argparse.Namespace) -> int:
    from wok.jobs import run

    run.run_until_stopped(_quickly(_app))
    return 0


def _run(given: argparse.Namespace) -> int:
    from wok.demo import command
    from wok.jobs import opening

    return opening.run(given.port, host=given.host, fill=command.fill)


def _staff(given: argparse.Namespace) -> int:
    from wok import clock
    from wok.app import create_app
    from wok.fair_access import commands as fair_access
    from wok.people import commands
    from wok.record import acts

    with create_app().app_context():
        parser = argparse.ArgumentParser(prog="wok staff")
        words = commands.add_parser(parser)
        fair_access.add_parser(words.add_parser("fair-access", help="say who reads reports of unfair treatment"))
        chosen = parser.parse_args(given.words)
        step: Callable[[argparse.Namespace], int] = chosen.step
        with acts.doing("wok staff", None, {"words": given.words[0]}, now=clock.now()):
            return step(chosen)


def _mail(given: argparse.Namespace) -> int:
    from wok.answers import command
    from wok.app import create_app

    try:
        app = create_app()
    except RuntimeError as fault:  # settings are missing: the mail server keeps the mail until they are there
        print(fault, file=sys.stderr)
        return command.TRY_LATER
    with app.app_context():
        return command.from_standard_input(given.to)


def _export(given: argparse.Namespace) -> int:
    from wok.app import create_app
    from wok.transfer import commands

    with create_app().app_context():
        return commands.export(given)


def _import_town(given: argparse.Namespace) -> int:
    from wok.app import create_app
    from wok.transfer import commands

    with create_app().app_context():
        return commands.import_town(given)


def _erase_again(_given: argparse.Namespace) -> int:
    from wok import clock
    from wok.app import create_app
    from wok.calendar import erased_again

    with create_app().app_context():
        print(f"{erased_again.apply(now=clock.now())} people erased again")
    return 0


def _directory(_given: argparse.Namespace) -> int:
    from wok.app import create_app
    from wok.db import transaction
    from wok.directory import indexing

    with create_app().app_context():
        with transaction():
            count = indexing.rebuild()
        print(f"{count} associations can be found")
    return 0


def _verify_round(given: argparse.Namespace) -> int:
    from wok import verify

    return verify.run(given.file)


def _simulate(given: argparse.Namespace) -> int:
    from wok.simulation import command

    return command.run(given)


def _app() -> "Flask":
    from wok import db
    from wok.app import create_app

    app = create_app()
    with app.app_context():
        if (found := db.revision()) not in (None, db.newest_revision()):
            raise SystemExit(f"the database stands at revision {found}, not {db.newest_revision()}: run `wok upgrade`")
    return app


def _quickly(begin: "Callable[[], Flask]") -> "Flask":
    """Begin without looking for rubbish: nothing loaded now ever becomes any, nor is it looked at again later."""
    _keep_memory_together()
    gc.disable()
    app = begin()
    gc.freeze()
    gc.enable()
    return app


def _keep_memory_together() -> None:
    """Let threads share two stores of memory: glibc gives each its own, and what one frees no other takes (SPEED.md)."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 2)


def _serve(given: argparse.Namespace) -> int:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            chosen = {"bind": f"{given.host}:{given.port}", "workers": given.workers, "threads": given.threads}
            for name, value in {**SERVER, **chosen}.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            return _quickly(_app)  # in the worker alone: the one who only watches it stays small (SPEED.md)

    Server().run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
