"""Every setting with its default, unit and meaning; a WOK_… variable overrides instance/config.py.

`wok check` prints them all and says what is missing or unsafe.
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyrage

from wok.kernel.values import dataclass

LONGEST_MAILBOX = 28  # before the @: a booking's own part is added, and 64 characters are all that mail allows
ONE_MAILBOX = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST_MAILBOX}}}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Setting:
    """One setting: its name (without WOK_), default, kind and meaning."""

    name: str
    default: Any
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"WOK_{self.name}"

    def read(self, text: str) -> Any:
        """The value that `text` stands for, of the default's kind. Raises ValueError."""
        if isinstance(self.default, bool):
            return text.strip().lower() in {"1", "true", "yes", "on"}
        if isinstance(self.default, int):
            return int(text)
        return text


SETTINGS = (
    Setting("SECRET_KEY", "", "signs cookies and links; at least 32 characters"),
    Setting("BASE_URL", "", "the address people use, e.g. https://wok.example.lu; every mailed link begins with it"),
    Setting(
        "DATABASE_URL",
        "",
        "sqlite:///… or postgresql://…, with ?sslmode=verify-full on another machine; empty: wok.sqlite3 in the instance folder",
    ),
    Setting(
        "SMTP_URL",
        "",
        "smtp://name:secret@host:587 (STARTTLS) or smtps://…:465; with ?tls=none unencrypted; empty: mail lands in the mailbox page",
    ),
    Setting("PICTURES", "", "folder of the uploaded pictures; empty: pictures in the instance folder"),
    Setting("BACKUPS", "", "folder of the copies of the database; empty: backups in the instance folder"),
    Setting(
        "BACKUP_KEY",
        "",
        "seals those copies: an age key (AGE-SECRET-KEY-1…), kept in another place too: nothing opens a copy without it",
    ),
    Setting("MAIL_FROM", "wok@localhost", "sender of every mail"),
    Setting(
        "MAIL_ANSWERS",
        "",
        "mailbox read by `wok mail receive`, e.g. wok@example.org; takes wok+…@example.org too; empty: no answers by mail",
    ),
    Setting("DEMO", False, "demonstration: invented data, mailbox and components pages, said on every page"),
    Setting("TRUSTED_HOSTS", "", "host names we answer to, comma separated; empty: the host of BASE_URL"),
    Setting("TRUSTED_PROXIES", 0, "how many proxies stand before us; their X-Forwarded-For is believed"),
    Setting("COMPILED", "", "folder of compiled templates; empty: `compiled` in the instance folder"),
    Setting("LOGIN_IDLE_DAYS", 30, "days after which an unused sign-in ends"),
    Setting("LOGIN_MAX_DAYS", 180, "days after which any sign-in ends"),
    Setting("UNDO_MINUTES", 10, "minutes in which what was done can be taken back, and mail about it waits"),
    Setting("MESSAGE_RECIPIENTS", 500, "people one message to many may go to"),
    Setting("JOBS_TICK_SECONDS", 5, "seconds between two looks of the jobs process at what is due"),
    Setting("SLOW_HEARTBEAT_SECONDS", 60, "seconds after which /healthz calls the jobs process down"),
)


def load(instance: Path, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All settings: defaults, then instance/config.py, then WOK_… variables, then `given` (tests)."""
    values: dict[str, Any] = {setting.name: setting.default for setting in SETTINGS}
    file = instance / "config.py"
    if file.exists():
        written: dict[str, Any] = {}
        exec(compile(file.read_text(), str(file), "exec"), written)  # the owner's own file, as Flask reads it
        values.update({name: written[name] for name in values if name in written})
    for setting in SETTINGS:
        if setting.variable in os.environ:
            values[setting.name] = setting.read(os.environ[setting.variable])
    values.update(given or {})
    values["DATABASE_URL"] = database_url(values["DATABASE_URL"], instance)
    return values


def database_url(url: str, instance: Path) -> str:
    """The address SQLAlchemy wants; a plain postgresql:// gets psycopg 3."""
    if not url:
        return f"sqlite:///{instance.resolve() / 'wok.sqlite3'}"
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def faults(values: Mapping[str, Any]) -> list[str]:
    """What keeps this installation from being safe, a sentence each; empty when all is well (PROMISES S12)."""
    found = []
    if _sslmode(values["DATABASE_URL"]) == "":
        found.append(
            "WOK_DATABASE_URL names another machine and no sslmode; verify-full keeps what is said to it secret"
        )
    if len(values["SECRET_KEY"]) < 32:
        found.append("WOK_SECRET_KEY is missing or shorter than 32 characters; try: " + secrets.token_hex(24))
    if not values["BASE_URL"].startswith(("https://", "http://")):
        found.append("WOK_BASE_URL is missing; mailed links would lead nowhere")
    elif values["BASE_URL"].startswith("http://") and not values["DEMO"]:
        found.append("WOK_BASE_URL is not https; only the demonstration may run without")
    if not values["SMTP_URL"] and not values["DEMO"]:
        found.append("WOK_SMTP_URL is missing; only the demonstration may keep mail in a mailbox page")
    if values["MAIL_ANSWERS"] and not ONE_MAILBOX.fullmatch(values["MAIL_ANSWERS"]):
        found.append(
            f"WOK_MAIL_ANSWERS is not one plain address with at most {LONGEST_MAILBOX} characters before the @"
        )
    if values["BACKUP_KEY"] and not _is_age_key(values["BACKUP_KEY"]):
        found.append(f"WOK_BACKUP_KEY is no age key; try: {pyrage.x25519.Identity.generate()}")
    if os.environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no"):
        found.append("FLASK_DEBUG is on; it shows the program's inside to everybody")
    return found


def _is_age_key(key: str) -> bool:
    try:
        return bool(pyrage.x25519.Identity.from_str(key))
    except pyrage.IdentityError:
        return False


def warnings(values: Mapping[str, Any], instance: Path) -> list[str]:
    """What a house may do without, and should know of, a sentence each."""
    found, file = [], instance / "config.py"
    if file.exists() and file.stat().st_mode & stat.S_IRWXO:
        found.append(f"{file} can be read by everybody on this machine: chmod 600 {file}")
    if _sslmode(values["DATABASE_URL"]) not in (None, "", "verify-full"):
        found.append(
            "WOK_DATABASE_URL names another machine without sslmode=verify-full; somebody between could listen"
        )
    if not values["BACKUP_KEY"] and not values["DEMO"]:
        said = "WOK_BACKUP_KEY is missing; whoever has a copy of the database can read all of it"
        found.append(f"{said}; try: {pyrage.x25519.Identity.generate()}")
    return found


def without_password(url: str) -> str:
    """An address that may be printed."""
    return re.sub(r"//([^:/@]*):[^@]*@", r"//\1:…@", url)


def _sslmode(url: str) -> str | None:
    """What is asked of a PostgreSQL on another machine, empty when nothing is said; None for a database on this one."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    host = parts.hostname or asked.get("host", "")
    is_near = host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")
    return asked.get("sslmode", "") if parts.scheme.startswith("postgres") and not is_near else None


def instance_folder() -> Path:
    """WOK_INSTANCE, else ./instance: where the database and config.py of this installation live."""
    return Path(os.environ.get("WOK_INSTANCE", "instance"))


def beside(name: str) -> Path:
    """The folder `name` (templates, static): inside the package when installed, beside it in the repository."""
    package = Path(__file__).parent
    return package / name if (package / name).is_dir() else package.parent / name


def hosts_of(base_url: str) -> list[str] | None:
    """The host names a base address stands for; None (any) when it says none."""
    host = urlsplit(base_url).hostname
    return [host, "localhost", "127.0.0.1"] if host else None
