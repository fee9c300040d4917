"""Hours given: both sides say them, the helpers are credited once; different hours are settled by Claire."""

from datetime import timedelta

from flask import Flask

from tests import make
from tests.make import NOW, Browser
from tests.skills import helping
from tests.skills.helping import SPAN
from wok.db import db, transaction
from wok.sharing.ledger_models import Contribution
from wok.skills import asking, due
from wok.skills.models import SkillAsk, SkillOffer

MORNING = SPAN.end.replace(hour=8, minute=0) + timedelta(days=1)  # 9:00 in Luxembourg


def helped(app: Flask) -> tuple[SkillAsk, SkillOffer]:
    """Bruno said yes to Amina."""
    offer = helping.offer(make.delegate("Les footballeurs", name="Bruno"))
    ask = helping.ask(make.delegate("Les danseurs"))
    with transaction():
        asking.say_yes(helping.call_of(ask, offer), now=NOW)
    return ask, offer


def points() -> list[int]:
    return list(db.session.scalars(db.select(Contribution.points).order_by(Contribution.id)))


def test_equal_hours_credit_the_helpers_once(app: Flask, client: Browser, clock_at) -> None:
    ask, offer = helped(app)
    theirs, ours = f"/en/skills/answer/{helping.call_of(ask, offer).token}", f"/en/skills/ask/{ask.link_token}"
    early = client.post(f"{ours}/hours", data={**make.form_of(client.get(ours).text, "/withdraw").values, "hours": "5"})
    assert early.status_code == 422 and "once it is over" in early.text
    due.run(MORNING - timedelta(minutes=1))
    assert helping.told("hours") == []
    due.run(MORNING)
    due.run(MORNING)
    assert len(helping.told("hours")) == 2
    clock_at(MORNING)
    kept = make.form_of(client.get(theirs).text, "/hours").values
    assert kept["hours"] == "5"  # one tap: as planned
    client.fill(theirs, "/hours")
    make.sign_in(client, ask.person, now=MORNING)
    assert "How long was it?" in client.get("/en/my").text
    client.fill(ours, "/hours")
    assert points() == [500] and ask.state == "done"  # two hours and a half count as two
    client.post(f"{theirs}/hours", data={**kept, "hours": "24"})
    assert points() == [500] and len(helping.told("settled")) == 2
    assert "2½ hours" in client.get(ours).text


def test_different_hours_and_silence_come_to_claire(app: Flask, client: Browser, clock_at) -> None:
    ask, offer = helped(app)
    due.run(MORNING)
    clock_at(MORNING)
    client.fill(f"/en/skills/answer/{helping.call_of(ask, offer).token}", "/hours", hours="8")
    make.sign_in(client, make.staff(), now=MORNING)
    assert "to settle" not in client.get("/en/staff/").text
    later = MORNING + timedelta(days=5)
    due.run(later)
    due.run(later)
    assert len(helping.told("hours")) == 3  # the asker alone is asked again
    clock_at(MORNING + timedelta(days=10))
    assert "Hours of 1 helper to settle" in client.get("/en/staff/").text
    assert "says nothing" in client.get("/en/staff/skills").text
    client.fill(f"/en/skills/ask/{ask.link_token}", "/hours", hours="2")
    assert "You differ" in client.get(f"/en/skills/ask/{ask.link_token}").text and points() == []
    wrong = client.fill("/en/staff/skills", f"/{ask.id}/hours", hours="99")
    assert wrong.status_code == 422
    client.fill("/en/staff/skills", f"/{ask.id}/hours", hours="6")
    assert points() == [750] and db.session.get_one(SkillAsk, ask.id).contribution_id is not None
    due.run(MORNING + timedelta(days=120))
    assert db.session.get_one(SkillAsk, ask.id).purpose == ""
    due.run(MORNING + timedelta(days=800))
    assert db.session.get_one(SkillAsk, ask.id).person_id is None and points() == [750]
