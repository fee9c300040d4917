"""The house's own pages, as a stranger, Amina and Claire meet them."""

from datetime import date, timedelta

import pytest
from markupsafe import Markup
from sqlalchemy import select

from tests import make
from wok.bookings import series as dates
from wok.bookings.closures import new_closure
from wok.db import db, transaction
from wok.web.access import MARK
from wok.web.models import HouseText
from wok.web.pages import SITE_MAP

INFO = ("contact", "help", "privacy", "accessibility", "feedback", "site-map")
LANGUAGES = ("fr", "pt", "en", "de", "lb")
# Public pages that lead on from another page and say nothing by themselves.
NOT_ON_THE_MAP = {
    "fair_access.case",
    "fair_access.data",
    "fair_access.erase",
    "fair_access.follow",
    "fair_access.tell",
    "fair_access.told",
    "programme.embedded",
    "people.with_code",
    "people.sent",
    "people.join_received",
    "bookings.links_sent",
    "oncall.book",
    "oncall.take",
    "appointments.times",
    "appointments.details",
    "appointments.check",
    "appointments.book",
    "equipment.ask_days",
    "sharing.how_file",
}


@pytest.fixture
def stranger(app):
    return make.Browser(app)


@pytest.fixture
def claire(app):
    browser = make.Browser(app)
    make.sign_in(browser, make.staff())
    return browser


@pytest.mark.parametrize("page", INFO)
def test_everybody_can_read_the_pages_of_the_house(stranger, page):
    for language in LANGUAGES:
        answer = stranger.get(f"/{language}/{page}")
        assert answer.status_code == 200
        assert answer.get_data(as_text=True).count("<h1") == 1


def test_the_footer_of_every_page_leads_to_help_privacy_and_the_statement(stranger):
    html = stranger.get("/en/contact").get_data(as_text=True)
    for page in INFO:
        assert f'href="/en/{page}"' in html


def test_the_notice_says_how_long_lunch_names_diets_and_mails_are_kept(stranger):
    html = stranger.get("/en/privacy").get_data(as_text=True)
    assert "90 days after the lunch" in html
    assert "30 days after the date" in html


def test_the_statement_names_the_law_and_promises_an_answer_within_thirty_days(stranger):
    html = stranger.get("/en/accessibility").get_data(as_text=True)
    assert "law of 28 May 2019" in html
    assert "RAWeb" in html
    assert "within 30 days" in html


def test_the_hours_show_only_once_staff_have_written_them_and_the_closed_days_of_the_next_weeks(
    stranger, claire, clock_at
):
    assert "When we are here" not in stranger.get("/en/contact").get_data(as_text=True)
    claire.fill(
        "/en/staff/texts", action="", hours_fr="Le mercredi de 12 à 14 heures", hours_en="Wednesday from 12 to 2"
    )
    assert "Wednesday from 12 to 2" in stranger.get("/en/contact").get_data(as_text=True)
    assert "Le mercredi de 12 à 14 heures" in stranger.get("/de/contact").get_data(as_text=True)
    assert "We are closed" not in stranger.get("/en/contact").get_data(as_text=True)
    with transaction():
        for day, why in ((date(2026, 11, 16), {"en": "Painters"}), (date(2027, 1, 4), {"en": "Too far away"})):
            dates.close(new_closure("other", day, day, why, now=make.NOW), now=make.NOW)
    closed = stranger.get("/en/contact").get_data(as_text=True)
    assert "We are closed" in closed and "Painters" in closed and "Too far away" not in closed
    wrong = claire.fill("/en/staff/texts", action="", open_0="from nine", open_1="9-8", open_2="9-12, 11-13")
    assert wrong.status_code == 422 and wrong.text.count("field has-error") == 3 and "from nine" in wrong.text
    two = {"open_0": "9h - 12h, 13:30-17.30", "open_3": "9:00–12:00"}
    assert claire.fill("/en/staff/texts", action="", **two).status_code == 303
    assert make.form_of(claire.get("/en/staff/texts").text).values["open_0"] == "9:00-12:00, 13:30-17:30"
    for instant, said in (
        (make.NOW, "We open again on Thursday 19 November, 9:00."),  # a Monday, but closed for the painters
        (make.NOW.replace(day=19), "Open now Until 12:00."),
        (make.NOW.replace(day=19, hour=12), "We open again on Monday 23 November, 9:00."),
        (make.NOW.replace(day=23, hour=12), "We open again on Monday 23 November, 13:30."),
    ):
        clock_at(instant)
        assert said in Markup(stranger.get("/en/contact").text).striptags()


def test_the_site_map_lists_every_public_page(app):
    listed = {endpoint for _heading, pages in SITE_MAP for endpoint, _words in pages}
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and rule.arguments == {"lang"}
        and getattr(app.view_functions[rule.endpoint], MARK) == "public"
    }
    demo_only = {endpoint for endpoint in public if endpoint.split(".")[0] in ("components", "mailbox")}
    assert public - demo_only - NOT_ON_THE_MAP <= listed


def test_the_site_map_shows_each_the_pages_of_their_own(stranger, claire, app):
    amina = app.test_client()
    make.sign_in(amina, make.delegate())
    for reader, has in ((stranger, (False, False)), (amina, (True, False)), (claire, (True, True))):
        page = reader.get("/en/site-map").get_data(as_text=True).split("<h1")[1]
        assert ("/en/my/bookings" in page, "/en/staff/closures" in page) == has


def test_what_claire_writes_stands_on_the_page_and_is_escaped(stranger, claire, app, monkeypatch):
    answer = claire.fill("/en/staff/texts", action="", way_in_en="Ring twice <b>")
    assert answer.status_code == 303
    assert "Ring twice &lt;b&gt;" in stranger.get("/en/contact").get_data(as_text=True)
    rows = {row.key: row.value for row in db.session.scalars(select(HouseText))}
    assert "phone" not in rows, "untouched texts are not written"
    claire.fill("/en/staff/texts", action="", way_in_fr="Sonnez deux fois")
    monkeypatch.setenv("WOK_NOW", (make.NOW + timedelta(days=1)).isoformat())
    assert "(older than the first language)" not in claire.get("/en/staff/texts").text
    claire.fill("/en/staff/texts", action="", way_in_fr="Sonnez trois fois")
    page = claire.get("/en/staff/texts").text
    assert page.count("(older than the first language)") == 1 and page.count("(missing)") == 3


def test_a_text_that_is_too_long_comes_back_as_it_was_typed(claire):
    answer = claire.fill("/en/staff/texts", action="", street="Rue du Four 7", town="L-4500 " + "x" * 200)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Rue du Four 7" in html
    assert "x" * 200 in html


def test_an_empty_phone_is_refused_since_every_page_offers_it(claire):
    assert claire.fill("/en/staff/texts", action="", phone=" ").status_code == 422


def test_only_staff_may_edit_the_texts(app, stranger):
    assert stranger.get("/en/staff/texts").status_code == 303
    amina = make.Browser(app)
    make.sign_in(amina, make.delegate())
    assert amina.get("/en/staff/texts").status_code == 404


def test_two_editors_of_the_texts_see_both_and_nothing_is_overwritten(stranger, claire):
    page = "/en/staff/texts"
    late = {**make.form_of(claire.get(page).text).values, "hours_fr": "Jeudi", "street": "Rue du Four 7"}
    claire.fill(page, action="", hours_fr="Mercredi")
    answer = claire.post(page, data=late)
    assert answer.status_code == 409 and "Mercredi" in answer.text and "Jeudi" in answer.text
    assert "Mercredi" in stranger.get("/fr/contact").text
    assert claire.post(page, data=make.form_of(answer.text).values).status_code == 303
    assert "Jeudi" in stranger.get("/fr/contact").text and "Rue du Four 7" in stranger.get("/fr/contact").text


def test_a_browser_that_goes_back_to_a_sent_step_finds_it(client):
    answer = client.get("/en/sign-in")
    assert answer.headers["Cache-Control"] == "no-cache, private"
    assert "cookie" not in answer.headers.get("Vary", "").lower()  # the cookie is another one after a booking
