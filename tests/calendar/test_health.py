"""Does everything run: Claire sees what stands still, and makes a calendar again (S15, PROMISES F9)."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests import make
from tests.lunches.desk import read, signed_in
from wok.calendar import health
from wok.db import db, transaction
from wok.feeds import queries, services
from wok.feeds.models import PublishedFeed
from wok.jobs import drills, schedule, ticks
from wok.mail.models import Message

PAGE = "/en/staff/health"
NOW = make.NOW


@pytest.fixture
def claire(app, client):
    return signed_in(client)


@pytest.fixture
def running(app):
    """A house in which everything has just run."""
    services.publish_changed(now=NOW)
    for job in ticks.JOBS:
        schedule.note(job.name, now=NOW, words="")


def mail(**given) -> None:
    facts = {"cause": "booking:1:1", "kind": "lunches/confirmed", "channel": "email", "recipient": "a@example.org"}
    facts |= {"language": "en", "message_id": "<1@wok>", "created_at": NOW, "due_at": NOW}
    with transaction():
        db.session.add(Message(**{**facts, **given}))


def test_strangers_sign_in_and_members_find_nothing(client):
    assert "/sign-in" in client.get(PAGE).location
    make.sign_in(client, make.person())
    read(client, PAGE, 404)
    assert client.post(PAGE + "/feeds", data={"feed": "all.fr"}).status_code == 404


def test_f9_all_is_well_when_everything_has_just_run(app, claire, running, monkeypatch):
    html = read(claire, PAGE)
    assert "Look at this" not in html and "No mail waits to be sent" in html and "GB are free" in html
    monkeypatch.setitem(app.config, "DEMO", False)  # a real house has copies
    html = read(claire, PAGE)
    assert "There is no copy yet" in html and "Copies are not locked" in html and "second database" not in html
    drill = Path(app.instance_path) / drills.FILE
    monkeypatch.setitem(app.config, "BACKUP_KEY", "k" * 32)
    assert "Never yet" in html
    drill.write_text('{"ended_at": "2026-11-14T03:00:00+00:00", "is_green": false}')
    html = read(claire, PAGE)
    drill.unlink()
    assert "Copies are not locked" not in html and "14 November" in html and "2 things need a look" in html
    assert not {job.name for job in ticks.JOBS} - set(health.NAMES), (
        "staff read the names of jobs in their own language"
    )


def test_f9_what_fails_stands_still_or_is_late_is_said_in_words(claire, running, clock_at):
    schedule._note_failure("mail", now=NOW, words="KeyError in send:12")
    mail(due_at=NOW - timedelta(minutes=20))
    mail(cause="booking:2:1", message_id="<2@wok>", state="failed", finished_at=NOW)
    html = read(claire, PAGE)
    assert "3 things need a look" in html and html.count("Look at this") == 3
    assert "KeyError in send:12" in html and "Does the mail server work?" in html and "1 mail failed" in html
    clock_at(NOW + timedelta(minutes=2))
    assert "The clock that starts everything" in read(claire, PAGE)
    assert read(claire, PAGE).count("Look at this") > 6


def test_rule_16_who_fetched_which_calendar_is_shown(claire, running):
    claire.get("/feeds/lunch.en.ics", headers={"User-Agent": "Thunderbird/128.0"})
    amina = make.person()
    with transaction():
        services.make_address(amina, "mine", None, "en", now=NOW)
    services.publish_changed(now=NOW)
    html = read(claire, PAGE)
    assert (
        "(Thunderbird)" in html
        and html.count("<td>Lëtzebuergesch</td>") == len(queries.PUBLIC_FEEDS)
        and "1 private link is in use" in html
    )


def test_a_calendar_is_made_again_by_one_press(claire, running, monkeypatch):
    with transaction():
        db.session.query(PublishedFeed).filter_by(key="all.fr").delete()
    assert "1 thing needs a look" in read(claire, PAGE)
    assert claire.fill(PAGE, "/feeds").status_code == 303
    assert "It is up to date" in read(claire, PAGE)
    monkeypatch.setitem(services.queries.COLORS, "all", None)
    assert claire.fill(PAGE, "/feeds").status_code == 303
    assert "could not be made" in read(claire, PAGE)


def test_only_public_calendars_are_made_again(claire, running):
    form = make.form_of(read(claire, PAGE), "/feeds")
    for feed in ("", "mine:1.fr", "\x00", "all.xx"):
        assert claire.post(PAGE + "/feeds", data={**form.values, "feed": feed}).status_code == 404
