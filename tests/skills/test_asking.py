"""Asking for help: one helper or whoever can; the first yes has it; declined, moved, taken back, lapsed."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests import make
from tests.make import NOW, Browser
from tests.skills import helping
from tests.skills.helping import FRIDAY, SPAN
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.skills import asking, due, rules
from wok.skills.models import SkillAsk
from wok.skills.refusals import NobodyFits, NoHoursLeft, OfferAway, OwnOffer, SomebodyElse, TooManyAsks

ASK = "/en/skills/ask"
TYPED = {"skill": "translation", "language": "pt", "day": "2026-11-20", "starts": "18h", "hours": "5"}


def test_amina_asks_whoever_can_and_the_first_yes_comes(app: Flask, client: Browser) -> None:
    amina, bruno = make.delegate("Les danseurs"), make.delegate("Les footballeurs", name="Bruno")
    chess = make.delegate("Les échecs", name="Chen", reach="phone", phone="+352621000111", email=None)
    first, second = helping.offer(bruno), helping.offer(chess)
    helping.offer(make.delegate("Le chœur"), languages=["de"])
    make.sign_in(client, amina)
    wrong = client.fill(ASK, **{**TYPED, "day": "gestern", "starts": "", "purpose": "Evening"})
    assert wrong.status_code == 422 and "Choose a day." in wrong.text and "Evening" in wrong.text
    past = client.fill(ASK, **{**TYPED, "day": "2026-11-10", "purpose": "Evening"})
    assert past.status_code == 422 and "still to come" in past.text
    sent = client.fill(ASK, **TYPED, purpose="Parents' evening", place="Rue Neuve")
    ask = db.session.query(SkillAsk).one()
    assert sent.status_code == 303 and ask.link_token in sent.location
    assert (ask.starts_at, ask.ends_at, ask.halves) == (FRIDAY, SPAN.end, 5)
    assert helping.told("asked") == [bruno.email, chess.phone]  # the phone stands on the call list
    assert "We have asked for help" in client.get(sent.location).text

    helper, late = app.test_client(), app.test_client()
    page = f"/en/skills/answer/{helping.call_of(ask, first).token}"
    assert "Can you help?" in helper.get(page).text and amina.email not in helper.get(page).text
    assert helper.fill(page, "/yes").status_code == 303
    assert amina.email in helper.get(page).text and bruno.email in client.get(sent.location).text
    assert helping.told("confirmed") == [amina.email] and helping.told("helping") == [bruno.email]
    assert helping.told("gone") == [chess.phone]
    assert "Another association was first" in late.get(f"/en/skills/answer/{helping.call_of(ask, second).token}").text
    with pytest.raises(SomebodyElse), transaction():
        asking.say_yes(helping.call_of(ask, second), now=NOW)

    helper.fill(page, "/no", words="Our bus broke down")
    assert helping.told("declined") == [amina.email] and len(helping.told("asked")) == 3  # Chen is asked after all
    assert "Our bus broke down" in client.get(sent.location).text
    moved = client.fill(urlsplit(sent.location).path, "/move", day="2026-11-21", starts="19:00", hours="2")
    assert moved.status_code == 303 and helping.told("moved") == [bruno.email, chess.phone]
    client.fill(urlsplit(sent.location).path, "/withdraw")
    assert "You took this back" in client.get(sent.location).text
    assert "withdrawn" in helper.get(page).text
    assert len(helping.told("gone")) == 3


def test_limits_keep_helpers_in_peace(app: Flask) -> None:
    amina, bruno = make.delegate("Les danseurs"), make.delegate("Les footballeurs", name="Bruno")
    offer, own = helping.offer(bruno, hours_a_month=3), helping.offer(amina)
    with pytest.raises(OwnOffer):
        helping.ask(amina, offer=own)
    with pytest.raises(NobodyFits):
        helping.ask(amina, language="de")
    with pytest.raises(NobodyFits):
        helping.ask(amina, halves=7)
    taken = helping.ask(amina, offer=offer)
    with transaction():
        asking.say_yes(helping.call_of(taken, offer), now=NOW)
    with pytest.raises(NoHoursLeft):
        helping.ask(amina, offer=offer, halves=3)
    december = Span(FRIDAY + timedelta(days=20), SPAN.end + timedelta(days=20))
    for _number in range(rules.MOST_OPEN):
        helping.ask(amina, offer=offer, span=december, halves=1)
    with pytest.raises(TooManyAsks):
        helping.ask(amina, offer=offer, span=december, halves=1)
    with transaction():
        offer.state = "paused"
    with pytest.raises(OfferAway):
        helping.ask(make.delegate("Le chœur"), offer=offer, halves=1)


def test_without_answer_staff_see_it_in_time_and_it_lapses(app: Flask, client: Browser) -> None:
    amina, bruno = make.delegate("Les danseurs"), make.delegate("Les footballeurs", name="Bruno")
    offer = helping.offer(bruno)
    ask = helping.ask(amina, offer=offer)
    desk = app.test_client()
    make.sign_in(desk, make.staff())
    assert "ask for help has no answer" not in desk.get("/en/staff/").text
    with transaction():
        asking.say_no(helping.call_of(ask, offer), "", now=NOW)
    assert ask.state == "declined" and "1 ask for help has no answer" in desk.get("/en/staff/").text
    helping.offer(make.delegate("Les échecs"))
    make.sign_in(client, amina)
    page = f"/en/skills/ask/{ask.link_token}"
    assert "Nobody can so far" in client.get(page).text
    client.fill(page, "/others")
    assert ask.state == "asked" and len(ask.calls) == 2
    due.run(FRIDAY - timedelta(minutes=1))
    assert ask.state == "asked"
    due.run(FRIDAY)
    due.run(FRIDAY)
    db.session.expire_all()
    assert ask.state == "lapsed" and helping.told("lapsed") == [amina.email]
    assert "Nobody answered in time" in client.get(page).text
