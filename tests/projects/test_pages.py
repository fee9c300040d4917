"""The pages of projects as Amina, Bruno, Claire and a stranger see and use them."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from tests import make
from tests.make import NOW
from tests.projects import table
from tests.space import rooms
from wok.bookings import causes
from wok.db import db
from wok.kernel import weekly
from wok.people.models import Person
from wok.projects import causes as project_causes
from wok.projects.models import DatePoll, Pledge, Project, ProjectNeed


@pytest.fixture
def amina(app: Flask) -> Person:
    return make.delegate("Les danseurs")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make.delegate("Futebol", name="Bruno Silva")


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main")[0]))


def text(browser: make.Browser, address: str, code: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == code, f"{address} answers {answer.status_code}"
    return words(answer.get_data(as_text=True))


def test_two_groups_open_a_project_and_bring_things_together(app: Flask, amina: Person, bruno: Person):
    with table.signed_in(app, amina) as hers, table.signed_in(app, bruno) as his:
        hers.fill("/en/projects/new?from=lunch", title="Fête d’été", text="Danser «ensemble» Ω", themes=["dance"])
        one = db.session.query(Project).one()
        page = f"/en/projects/{one.id}"
        assert (one.came_from, one.owner_id, one.is_public) == ("lunch", table.by(amina).association_id, True)
        refused = hers.fill(f"{page}/needs/new", kind="money", words="Boissons", amount="lots")
        assert refused.status_code == 422 and 'value="lots"' in refused.get_data(as_text=True)
        hers.fill(f"{page}/needs/new", kind="money", words="Boissons", amount="300", unit="")
        need = db.session.query(ProjectNeed).one()
        assert need.amount == 30000

        assert "I can help" in text(his, page) and "Still missing: Boissons" in text(his, "/en/projects?theme=dance")
        assert "Nothing fits" in text(his, "/en/projects?theme=sport&state=idea")
        his.fill(f"{page}/join", words="Nous avons des tables.")
        assert table.told("asked") == [amina.email]
        assert "would like to take part" in text(hers, "/en/my")
        row = one.partners[1]
        hers.fill(page, f"partners/{row.id}/yes")
        assert table.told("joined") == [bruno.email]

        bring = f"{page}/needs/{need.id}/bring"
        too_much = his.fill(bring, amount="400", words="du club")
        assert too_much.status_code == 422
        assert "only €300" in words(too_much.get_data(as_text=True)) and "Bring €300" in words(
            too_much.get_data(as_text=True)
        )
        assert his.fill(bring, amount="250,50", words="du club").status_code == 303
        pledge = db.session.query(Pledge).one()
        assert (pledge.amount, pledge.association_id) == (25050, table.by(bruno).association_id)
        assert "Almost there: €250.50" in text(his, page)

        hers.fill(page, f"brought/{pledge.id}/used")
        answer = his.post(
            f"{page}/brought/{pledge.id}/take-back",
            data=make.form_of(his.get(f"{page}/files").get_data(as_text=True)).values,
        )
        assert answer.status_code == 303
        assert "was used already" in text(his, page)

        hers.fill(f"{page}/end", thanks="Merci !")
        assert table.told("thanks") == [bruno.email]
        assert "Futebol : €250.50 (Boissons)" in text(his, f"{page}/summary")
        assert his.get(f"{page}/summary.pdf").get_data()[:5] == b"%PDF-"
        assert "Done or given up" in text(hers, "/en/my/projects")


def test_who_is_outside_sees_no_names_and_changes_nothing(app: Flask, amina: Person, bruno: Person):
    one, hidden = table.project(amina), table.project(amina, title="Secret", is_public=False)
    table.need(one, amina)
    stranger = make.Browser(app)
    page, secret = f"/en/projects/{one.id}", f"/en/projects/{hidden.id}"
    assert "Les danseurs" not in text(stranger, page)
    assert "Sign in, and offer" in text(stranger, f"{page}/help")
    with table.signed_in(app, bruno) as his:
        for address in (secret, f"{secret}/join", f"{secret}/summary.pdf", f"{page}/files", f"{page}/partners"):
            text(his, address, 404)
        token = {"csrf_token": make.form_of(his.get(f"{page}/join").get_data(as_text=True)).values["csrf_token"]}
        for deed in ("state/done", "state/given_up", "end", "needs/1/remove", f"pass-on/{one.owner_id}", "change"):
            assert his.post(f"{page}/{deed}", data=token).status_code in (404, 405)
        assert db.session.get_one(Project, one.id).state == "idea"
        with app.test_request_context("/en/"):
            assert project_causes.read(one.id, bruno) is None
            assert project_causes.read(one.id, amina) is not None
        table.joins(one, bruno)
        text(his, f"{page}/change", 403)
        his.fill(f"{page}/files", url="javascript:alert(1)", words="Plan")
        assert his.fill(f"{page}/files", url="https://example.org/p", words="Plan").status_code == 303
        assert "Plan (example.org)" in text(his, page) and "Plan" not in text(stranger, page)
        few = make.statements(his, "/en/projects")
        table.need(one, amina, words="Chairs")
        table.project(amina, title="Third")
        assert make.statements(his, "/en/projects") == few


def test_who_saves_second_sees_both_texts(app: Flask, amina: Person):
    one = table.project(amina)
    with table.signed_in(app, amina) as hers:
        page = f"/en/projects/{one.id}/change"
        old = make.form_of(hers.get(page).get_data(as_text=True)).values
        hers.fill(page, title="First title")
        late = hers.post(page, data={**old, "title": "Second title"})
        assert late.status_code == 409
        assert "First title" in late.get_data(as_text=True) and "Second title" in late.get_data(as_text=True)
        assert db.session.get_one(Project, one.id).title == "First title"


def test_a_date_is_proposed_where_a_room_is_free_and_leads_to_it(app: Flask, amina: Person, bruno: Person):
    room = rooms.room()
    one = table.project(amina)
    table.joins(one, bruno)
    taken = rooms.use(room, rooms.span(rooms.FRIDAY), asks=rooms.who(bruno.memberships[0].association))
    stranger = make.Browser(app)
    page = f"/en/projects/{one.id}"
    with table.signed_in(app, amina) as hers, table.signed_in(app, bruno) as his:
        shown = hers.get(f"{page}/date?from={rooms.FRIDAY}&part=evening&minutes=120").get_data(as_text=True)
        values = re.findall(r'name="times" value="([^"]+)"', shown)
        assert len(values) == 8
        none = hers.fill(f"{page}/date", times=values[:1])
        assert none.status_code == 422 and "from two to twelve" in words(none.get_data(as_text=True))
        day = date(2026, 11, 20)
        hers.fill(f"{page}/date", times=values[-2:], day0=str(day), time0="18:30")
        asked = db.session.query(DatePoll).one()
        assert len(asked.dates) == 3 and "Which times suit you?" in text(his, "/en/my")

        poll = f"{page}/date/{asked.id}"
        assert "Your association has something then." in text(his, poll)
        dates = {f"on-{one.id}": "yes" for one in asked.dates}
        his.fill(poll, **dates)
        guest = stranger.fill(f"/en/dates/{asked.link_token}", name="Zoë", **dates)
        assert guest.status_code == 303 and "/dates/" in guest.location
        assert "Zoë" in text(hers, poll) and "Futebol" not in text(stranger, f"/en/dates/{asked.link_token}")
        last = asked.dates[-1]
        form = make.forms_of(hers.get(poll).get_data(as_text=True))
        hers.post(f"{poll}/close", data=next(f.values for f in form if f.values.get("date") == str(last.id)))
        assert table.told("date_found") == sorted([amina.email, bruno.email])
        local = weekly.local_day(last.starts_at)
        assert f"for=project-{one.id}" in hers.get(page).get_data(as_text=True)
        assert f"day={local}" in hers.get(page).get_data(as_text=True)

        his.fill(f"{page}/bookings", f"bookings/{taken.id}/tie")
        assert [row.id for row in causes.bookings_for("project", one.id)] == [taken.id]
        hers_token = make.form_of(hers.get(f"{page}/files").get_data(as_text=True)).values
        assert hers.post(f"{page}/bookings/{taken.id}/untie", data=hers_token).status_code == 404
        his.fill(f"{page}/bookings", f"bookings/{taken.id}/untie")
        assert causes.bookings_for("project", one.id) == []


def test_staff_look_at_what_is_reported_and_say_why_a_page_goes(app: Flask, amina: Person, bruno: Person):
    one, claire = table.project(amina), make.staff()
    page = f"/en/projects/{one.id}"
    with table.signed_in(app, bruno) as his, table.signed_in(app, claire) as hers:
        his.fill(f"{page}/report", words="A telephone number stands there.")
        assert "1 project was reported" in text(hers, "/en/staff/")
        assert "A telephone number" in text(hers, "/en/staff/projects")
        hers.fill(f"/en/staff/projects/{one.id}/hide", reason="Please take the number out.")
        assert table.told("hidden") == [amina.email]
        text(his, page, 404)
        assert "Please take the number out." in text(hers, page)
        hers.fill("/en/staff/projects?state=hidden", f"projects/{one.id}/show")
        assert "Fête du quartier" in text(his, "/en/projects")
        text(his, "/en/staff/projects", 404)
        assert NOW - timedelta(days=1) < one.opened_at
