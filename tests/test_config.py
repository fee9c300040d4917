"""Safe as delivered (PROMISES S12) and on a safe SQLite (F8): settings, refusals to start, journal, hosts."""

import logging
import time
from pathlib import Path

import pytest
from flask import Response, session
from itsdangerous import TimestampSigner

from wok import cli, config, db
from wok.app import create_app
from wok.people import sessions

GOOD = {
    "SECRET_KEY": "forty characters are a key one can live by",
    "BASE_URL": "https://wok.example.lu",
    "SMTP_URL": "smtp://post.example.lu:587",
}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation that no variable speaks for."""
    for setting in config.SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)
    monkeypatch.setenv("WOK_INSTANCE", str(tmp_path))
    return tmp_path


class LastMonth(TimestampSigner):
    """Signs as it would have 32 days ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - 32 * 86400


def start(instance, **given):
    """The app of this installation, with `given` on top of good settings."""
    return create_app({**GOOD, **given}, instance=instance)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SECRET_KEY": ""}, "WOK_SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "WOK_SECRET_KEY"),
        ({"BASE_URL": ""}, "WOK_BASE_URL"),
        ({"BASE_URL": "wok.example.lu"}, "WOK_BASE_URL"),
        ({"BASE_URL": "http://wok.example.lu"}, "WOK_BASE_URL"),
        ({"SMTP_URL": ""}, "WOK_SMTP_URL"),
        ({"BACKUP_KEY": "forty characters that are no key of age at all"}, "WOK_BACKUP_KEY"),
        ({"DATABASE_URL": "postgresql://wok:secret@db.example.lu/wok"}, "verify-full"),
    ],
)
def test_an_unsafe_house_does_not_open(instance, given, said):
    with pytest.raises(RuntimeError, match=said):
        start(instance, **given)


def test_a_safe_house_opens(instance):
    assert start(instance).config["SESSION_COOKIE_SECURE"]


def test_a_house_with_https_keeps_its_cookies_to_itself(instance):
    app = start(instance)
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-wok"
    assert app.config["SESSION_COOKIE_SECURE"]
    client = app.test_client()
    larger = client.post("/en/reading/size", data={"size": "larger"}, base_url=GOOD["BASE_URL"])
    with app.app_context():
        sessions.give_cookie(signed_in := Response(), "a secret")
    for answer, name in ((larger, "wok_size"), (signed_in, "wok_login")):
        said = answer.headers["Set-Cookie"]
        assert said.startswith(f"__Host-{name}=") and {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(
            said.split("; ")
        )
    assert (
        client.get("/", base_url=GOOD["BASE_URL"]).headers["Strict-Transport-Security"].endswith("; includeSubDomains")
    )
    signing = app.session_interface.get_signing_serializer(app)
    planted = signing.dumps({"browser": "planted"})
    usual, signing.signer = signing.signer, LastMonth
    aged = signing.dumps({"browser": "planted"})
    signing.signer = usual
    known = {"Cookie": f"__Host-wok={planted}"}
    with app.test_request_context(base_url=GOOD["BASE_URL"], headers=known):
        assert session["browser"] == "planted"
    for broken in (planted[:-4] + "AAAA", planted.split(".")[0], "e30.." + planted.split(".")[2], aged):
        with app.test_request_context(base_url=GOOD["BASE_URL"], headers={"Cookie": f"__Host-wok={broken}"}):
            assert not session


def test_the_debugger_is_never_on(instance):
    assert start(instance).debug is False


def test_the_demonstration_may_run_without_https_and_mail(instance):
    app = start(instance, DEMO=True, BASE_URL="http://localhost:5000", SMTP_URL="")
    assert app.config["SESSION_COOKIE_NAME"] == "wok"


def test_check_names_every_setting_with_its_meaning_and_every_fault(instance, capsys):
    assert cli.main(["check"]) == 1
    assert logging.Formatter.converter is time.gmtime  # the log's instants are UTC
    shown = capsys.readouterr()
    for setting in config.SETTINGS:
        assert f"{setting.variable}=" in shown.out
        assert setting.meaning in shown.out
    for fault in ("WOK_SECRET_KEY", "WOK_BASE_URL", "WOK_SMTP_URL"):
        assert f"FAULT: {fault}" in shown.err


def test_check_is_content_with_a_safe_house_and_tells_no_secret(instance, capsys):
    words = "\n".join(f"{name} = {value!r}" for name, value in GOOD.items())
    (instance / "config.py").write_text(words + "\nDATABASE_URL = 'postgresql://wok:hidden@localhost/wok'")
    (instance / "config.py").chmod(0o604)
    assert cli.main(["check"]) == 0
    said = capsys.readouterr()
    assert (
        "WARNING" in said.err
        and "chmod 600" in said.err
        and GOOD["SECRET_KEY"] not in said.out
        and "hidden" not in said.out + said.err
    )
    (instance / "config.py").chmod(0o600)
    assert cli.main(["check"]) == 0
    shown = capsys.readouterr()
    assert GOOD["SECRET_KEY"] not in shown.out and "WARNING: WOK_BACKUP_KEY" in shown.err


def test_a_variable_goes_before_the_house_s_own_file(instance, monkeypatch):
    (instance / "config.py").write_text("BASE_URL = 'https://written.example'\nUNDO_MINUTES = 3")
    monkeypatch.setenv("WOK_BASE_URL", "https://said.example")
    settings = config.load(instance)
    assert settings["BASE_URL"] == "https://said.example"
    assert settings["UNDO_MINUTES"] == 3


@pytest.mark.parametrize(("words", "value"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_yes_and_no_may_be_said_in_several_ways(instance, monkeypatch, words, value):
    monkeypatch.setenv("WOK_DEMO", words)
    assert config.load(instance)["DEMO"] is value


def test_the_database_lives_in_the_house_unless_another_is_named(instance):
    assert config.load(instance)["DATABASE_URL"] == f"sqlite:///{instance.resolve() / 'wok.sqlite3'}"
    named = config.load(instance, {"DATABASE_URL": "postgresql://wok@db/wok"})
    assert named["DATABASE_URL"] == "postgresql+psycopg://wok@db/wok"


@pytest.mark.parametrize(
    ("version", "journal"),
    [((3, 45, 0), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 52, 0), "WAL"), ((4, 0, 0), "WAL")],
)
def test_an_sqlite_with_the_wal_reset_bug_keeps_the_old_journal(version, journal):
    assert db.journal_mode(version) == journal


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_the_chosen_journal_is_the_one_in_use(instance, monkeypatch, journal):
    monkeypatch.setattr(db, "SAFE_WAL", (3, 0, 0) if journal == "WAL" else (99, 0, 0))
    with start(instance).app_context():
        assert pragma("journal_mode") == journal.lower()


def test_our_own_sqlite_is_safe_for_wal_and_keeps_every_promise(instance):
    with start(instance).app_context():
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("recursive_triggers") == 1
        assert pragma("busy_timeout") == 10_000


@pytest.mark.parametrize(
    ("host", "answer"), [("wok.example.lu", 302), ("evil.example", 400), ("wok.example.lu.evil.example", 400)]
)
def test_only_our_own_name_is_answered(instance, host, answer):
    client = start(instance).test_client()
    assert client.get("/", base_url=f"https://{host}").status_code == answer


def test_a_forwarded_name_changes_nothing(instance):
    client = start(instance).test_client()
    answer = client.get("/", base_url="https://wok.example.lu", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in answer.headers["Location"]


def pragma(name):
    """What SQLite says of itself; the engine is let go, so that no file stays open."""
    with db.db.engine.connect() as connection:
        value = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
    db.db.engine.dispose()
    return value


def test_the_wok_does_not_start_in_debug_mode(instance, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(RuntimeError, match="FLASK_DEBUG"):
        start(instance)
