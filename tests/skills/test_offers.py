"""Offering a skill (A5), looked at by staff, found by others (P9, P10)."""

from flask import Flask

from tests import make
from tests.make import Browser
from tests.skills import helping
from wok.db import db
from wok.skills.models import SkillOffer


def test_bruno_offers_portuguese_and_claire_shows_it(app: Flask, client: Browser) -> None:
    bruno, visitor, desk = make.delegate("Les footballeurs", name="Bruno"), app.test_client(), app.test_client()
    make.sign_in(client, bruno)
    make.sign_in(desk, make.staff())
    assert "You offer nothing yet" in client.get("/en/my/lend").text
    bad = client.fill("/en/my/lend/offer", skill="other", hours_a_month="0", about="Words")
    assert bad.status_code == 422 and "Say in a few words what it is." in bad.text and "Words" in bad.text

    typed = {"skill": "translation", "languages": ["pt"], "days": ["2", "3"], "about": "Town hall <b>", "what": "draft"}
    page = "/en/my/lend/offer"
    form = make.form_of(client.get(page).text, "")
    for _twice in range(2):
        assert client.post(page, data={**form.values, **typed}).status_code == 303
    offer = db.session.query(SkillOffer).one()
    assert offer.state == "draft" and "Draft" in client.get("/en/my/lend").text
    assert visitor.get(f"/en/skills/{offer.id}").status_code == 404
    client.fill("/en/my/lend", f"/{offer.id}/send")
    assert (
        "Being checked" in client.get("/en/my/lend").text
        and "No skills are offered yet." in visitor.get("/en/skills").text
    )

    assert "1 offer of a skill to look at" in desk.get("/en/staff/").text
    assert desk.fill("/en/staff/skills", f"/{offer.id}/show", words="").status_code == 303
    assert helping.told("offer") == [bruno.email]
    shown = visitor.get("/en/skills?language=pt")
    assert "Les footballeurs" in shown.text and "take this filter away" in shown.text
    assert "Nobody offers this yet" in visitor.get("/en/skills?language=pt&skill=sound").text
    page = visitor.get(f"/en/skills/{offer.id}").text
    assert "Town hall &lt;b&gt;" in page and "Wednesday, Thursday" in page and "Left this month: 4 hours" in page

    stale = make.form_of(client.get(f"/en/my/lend/{offer.id}/change").text, "").values
    client.fill("/en/my/lend", f"/{offer.id}/pause")
    assert "not offered for the time being" in visitor.get(f"/en/skills/{offer.id}").text
    again = client.post(f"/en/my/lend/{offer.id}/change", data={**stale, "about": "Mine"})
    assert again.status_code == 409 and "What stands now" in again.text and "Mine" in again.text
    client.fill("/en/my/lend", f"/{offer.id}/end")
    assert "no longer offered" in visitor.get(f"/en/skills/{offer.id}").text


def test_claire_says_why_not_and_nobody_touches_the_offers_of_others(app: Flask, client: Browser) -> None:
    bruno, amina = make.delegate("Les footballeurs", name="Bruno"), make.delegate("Les danseurs")
    offer = helping.offer(bruno, state="checking")
    make.sign_in(client, amina)
    assert client.post(f"/en/my/lend/{offer.id}/pause").status_code == 404
    assert client.get(f"/en/my/lend/{offer.id}/change").status_code == 404
    desk = app.test_client()
    make.sign_in(desk, make.staff())
    silent = desk.fill("/en/staff/skills", f"/{offer.id}/show", words="")
    assert silent.status_code == 303
    other = helping.offer(bruno, "sound", state="checking")
    form = make.form_of(desk.get("/en/staff/skills").text, f"/{other.id}/show")
    refused = desk.post(f"/en/staff/skills/{other.id}/decline", data={**form.values, "words": ""})
    assert refused.status_code == 422 and "Say why, in a few words" in refused.text
    desk.post(f"/en/staff/skills/{other.id}/decline", data={**form.values, "words": "Ask us first"})
    make.sign_in(client, bruno)
    assert "Ask us first" in client.get("/en/my/lend").text and "Not taken" in client.get("/en/my/lend").text
