"""Who is who (P17), and what an association shows of itself (A7)."""

from sqlalchemy import func, select

from tests import make
from tests.directory import cast
from wok.db import db, transaction
from wok.directory import queries
from wok.directory.models import DirectoryEntry
from wok.people.models import Association

LIST = "/en/associations"


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_amina_says_what_is_shown_and_strangers_find_it(app):
    dancers, amina = cast.acting_for("Les danseurs", is_listed=False, neighbourhood="Oberkorn")
    own, stranger = cast.browser(app, amina), cast.browser(app)
    page = f"/en/my/association/{dancers.id}/shown"
    assert stranger.get(f"{LIST}/{dancers.id}").status_code == 404
    typed = {"is_shown": "y", "about": "Valse & tango", "themes": ["dance"], "languages": ["fr", "ar"]}
    assert own.fill(f"{page}/change?in=fr", website="javascript:alert(1)", **typed).status_code == 422
    contact = {"website": "www.danse.example.org/a", "contact_email": "info@danse.example.org"}
    stale = make.form_of(text(own.get(f"{page}/change?in=pt"))).values
    assert own.fill(f"{page}/change?in=fr", **typed, **contact).status_code == 303
    answer = own.post(f"{page}/change?in=pt", data={**stale, "about": "Dançamos"})
    assert answer.status_code == 409
    assert "Dançamos" in text(answer)
    assert own.fill(f"{page}/change?in=pt", about="Dançamos <b>").status_code == 303
    assert "Missing" not in text(own.get(page))

    shown = text(stranger.get(f"{LIST}/{dancers.id}"))
    assert "Valse &amp; tango" in shown
    assert 'lang="fr"' in shown
    assert "info@danse.example.org" in shown
    assert 'href="https://www.danse.example.org/a" rel="nofollow' in shown
    assert "Dançamos &lt;b&gt;" in text(stranger.get(f"/pt/associations/{dancers.id}"))
    assert "Les danseurs" in text(stranger.get(f"{LIST}?q=tnago&theme=dance&language=ar"))
    none = text(stranger.get(f"{LIST}?q=tango&theme=sport"))
    assert "No association fits." in none
    assert f"{LIST}?q=tango" in none
    assert stranger.get(f"{LIST}?q=%00&theme=x&place=99999999999&page=-1").status_code == 200
    assert own.fill(page, f"{page}/no").status_code == 303
    assert stranger.get(f"{LIST}/{dancers.id}").status_code == 404


def test_an_informal_group_never_shows_a_contact_and_only_its_delegates_change_it(app):
    friends, bruno = cast.acting_for("Os amigos", form="informal")
    own = cast.browser(app, bruno)
    page = f"/en/my/association/{friends.id}/shown"
    sent = own.fill(f"{page}/change", about="Futebol", contact_email="bruno@example.org", contact_phone="621123456")
    assert sent.status_code == 303
    kept = db.session.scalar(select(DirectoryEntry))
    assert (kept.contact_email, kept.contact_phone) == (None, None)
    with transaction():  # it was formal once
        db.session.get(DirectoryEntry, kept.id).contact_email = "bruno@example.org"
    assert "bruno@example.org" not in text(cast.browser(app).get(f"{LIST}/{friends.id}"))
    member = make.person()
    make.membership(member, friends, role="member")
    for person in (member, make.delegate()):
        other = cast.browser(app, person)
        assert other.get(page).status_code == other.get(f"{page}/change").status_code == 404
        assert other.get(f"/en/staff/associations/{friends.id}/shown").status_code == 404


def test_claire_hides_an_entry_with_a_reason_and_inactive_ones_are_said_in_words(app):
    dancers, amina = cast.acting_for("Les danseurs")
    cast.entry(dancers, website="https://x.example.org")
    twins = make.association(name="Les danseurs bis")
    cast.entry(twins, website="https://x.example.org")
    claire, stranger = cast.browser(app, make.staff()), cast.browser(app)
    desk = f"/en/staff/associations/{dancers.id}/shown"
    assert "Les danseurs bis" in text(claire.get(desk))
    assert claire.fill(desk, f"{desk}/hide", why=" ").status_code == 422
    assert claire.fill(desk, f"{desk}/hide", why="An advertisement").status_code == 303
    assert stranger.get(f"{LIST}/{dancers.id}").status_code == 404
    assert "Les danseurs" not in text(stranger.get(f"{LIST}?q=danseurs")).split("<main")[1].split("empty")[-1]
    assert "An advertisement" in text(cast.browser(app, amina).get(f"/en/my/association/{dancers.id}/shown"))
    assert claire.fill(desk, f"{desk}/unhide").status_code == 303
    assert claire.fill(desk, "", about="Put right").status_code == 303
    assert "Put right" in text(stranger.get(f"{LIST}/{dancers.id}"))
    with transaction():
        db.session.get(Association, dancers.id).status = "inactive"
    answer = stranger.get(f"{LIST}/{dancers.id}")
    assert answer.status_code == 410
    assert "no longer active" in text(answer)
    assert "Put right" not in text(answer)


def test_the_list_costs_few_statements_and_has_pages(app):
    with transaction():
        given = {"purpose": "", "status": "accepted", "is_listed": True, "asked_at": make.NOW, "neighbourhood": "Eich"}
        db.session.add_all([Association(name=f"Chorale {number:03d}", **given) for number in range(45)])
    stranger = cast.browser(app)
    assert make.statements(stranger, f"{LIST}?q=chorale&page=2") <= 8
    shown = text(stranger.get(f"{LIST}?q=chorale&page=2"))
    assert "Chorale 020" in shown
    assert "Chorale 019" not in shown
    assert "45 associations" in shown
    assert "page=3" in shown
    assert db.session.scalar(select(func.count()).select_from(Association)) == 45
    assert len(queries.cards([one.id for one in db.session.scalars(select(Association))])) == 45
