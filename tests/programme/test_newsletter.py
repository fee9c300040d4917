"""A neighbourhood's newsletter: composed from what is published, picked, read, printed, changed and made again."""

from tests import make
from tests.lunches.table import lunches
from tests.programme.town import event, neighbourhood
from wok.db import db
from wok.programme.models import Newsletter
from wok.projects.models import Project, ProjectNeed


def claire(client):
    make.sign_in(client, make.staff())
    return client


def text(client, page, code=200):
    answer = client.get(page)
    assert answer.status_code == code, f"{page} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def test_claire_composes_a_newsletter_and_everybody_reads_and_prints_it(app, client):
    lunches()
    there = neighbourhood("Oberkorn")
    dancers = make.association(name="Les danseurs", is_listed=True)
    event(title={"fr": "Cours de français"}, neighbourhood_id=there.id, place={"fr": "École"})
    event(title={"fr": "Vide-grenier"}, kind="party", neighbourhood_id=there.id)
    event(title={"fr": "Loin d’ici"}, neighbourhood_id=neighbourhood("Lasauvage").id)
    facts = {"owner_id": dancers.id, "language": "fr", "opened_at": make.NOW, "changed_at": make.NOW, "is_public": True}
    project = make._save(Project(state="looking", title="Jardin *partagé*", neighbourhood_id=there.id, **facts))
    make._save(ProjectNeed(project_id=project.id, kind="materials", words="dix pelles", amount=10, added_at=make.NOW))
    make._save(Project(state="looking", title="Secret", **{**facts, "is_public": False}))
    desk, stranger = claire(client), app.test_client()

    made = desk.fill(
        "/en/my/newsletter/new", neighbourhood=there.id, first_on="2026-11-16", last_on="2026-11-30",
        languages=["fr", "ar"], opening_fr="Bonjour à tous,\n\nà bientôt.", has_projects="y",
    )  # fmt: skip
    assert made.status_code == 422 and "à bientôt." in made.get_data(as_text=True)
    made = desk.fill(
        "/en/my/newsletter/new", neighbourhood=there.id, first_on="2026-11-16", last_on="2026-11-30",
        languages=["fr", "en"], opening_fr="Bonjour à tous,\n\nà bientôt.", has_projects="y",
    )  # fmt: skip
    assert made.status_code == 303
    compose = made.headers["Location"]
    page = text(desk, compose)
    assert all(words in page for words in ("Cours de français", "Vide-grenier", "Jardin *partagé*", "dix pelles"))
    assert "Loin d’ici" not in page and "Secret" not in page and "Draft" in page
    number = db.session.query(Newsletter).one().id
    text(stranger, f"/fr/newsletter/{number}", 404)
    text(stranger, f"/fr/newsletter/{number}.pdf", 404)

    form = make.form_of(page, f"{compose}/pick")
    offered = page.split('name="offered" value="')[1:]
    keys = [value.split('"')[0] for value in offered]
    party = next(key for key, rest in zip(keys, offered, strict=True) if "Vide-grenier" in rest)
    chosen = {**form.values, "offered": keys, "in": [key for key in keys if key != party]}
    assert desk.post(f"{compose}/pick", data=chosen).status_code == 303
    publish = make.form_of(text(desk, compose), "/publish")
    assert desk.post(publish.action, data=publish.values).status_code == 303

    shown = text(stranger, f"/fr/newsletter/{number}")
    assert "Bonjour à tous," in shown and "Cours de français" in shown and "Les danseurs" in shown
    assert "Vide-grenier" not in shown and 'lang="fr">Jardin *partagé*</bdi>' in shown
    assert f"/fr/newsletter/{number}" in text(stranger, "/fr/newsletter")
    event(title={"fr": "Venu plus tard"}, neighbourhood_id=there.id)
    assert "Venu plus tard" in text(stranger, f"/fr/newsletter/{number}")
    pdf = stranger.get(f"/fr/newsletter/{number}.pdf")
    assert pdf.mimetype == "application/pdf" and b"/StructTreeRoot" in pdf.data and b"pdfuaid:part" in pdf.data
    both = stranger.get(f"/fr/newsletter/{number}.pdf?in=pt&in=fr&in=ar")
    assert "newsletter-1-fr-pt.pdf" in both.headers["Content-Disposition"].replace(f"-{number}-", "-1-")
    assert len(both.data) > len(pdf.data)
    month = stranger.get("/fr/programme/2026-11.pdf?in=en&in=de&kind=event")
    assert month.mimetype == "application/pdf" and "wok-2026-11-en-de" in month.headers["Content-Disposition"]
    withdraw = make.form_of(text(desk, compose), "/withdraw")
    desk.post(withdraw.action, data=withdraw.values)
    text(stranger, f"/fr/newsletter/{number}", 404)


def test_two_who_change_a_newsletter_see_both_texts_and_the_next_one_follows_on(client):
    desk = claire(client)
    first = {"first_on": "2026-12-01", "last_on": "2026-12-31", "languages": ["fr"], "heading_fr": "Décembre"}
    compose = desk.fill("/en/my/newsletter/new", **first).headers["Location"]
    stale = make.form_of(text(desk, f"{compose}/change")).values
    assert desk.fill(f"{compose}/change", heading_fr="Avent").status_code == 303

    clash = desk.post(f"{compose}/change", data={**stale, "heading_fr": "Noël"})
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409 and "Avent" in page and "Noël" in page
    number = compose.rsplit("/", 1)[1]
    like = make.form_of(text(desk, f"/en/my/newsletter/new?like={number}")).values
    assert (like["first_on"], like["last_on"], like["heading_fr"]) == ("2027-01-01", "2027-01-31", "Avent")
    for wrong in (
        {"last_on": "2026-11-01"},
        {"last_on": "2028-01-01"},
        {"first_on": "0001-01-01"},
        {"neighbourhood": 999},
    ):
        assert desk.fill("/en/my/newsletter/new", **{**first, **wrong}).status_code == 422
    for page in ("/en/my/newsletter/99999999999", "/en/newsletter/0", "/en/newsletter/99999999999.pdf"):
        text(desk, page, 404)


def test_an_association_composes_a_draft_and_staff_publish_it(app, client):
    there = neighbourhood("Oberkorn")
    event(title={"fr": "Vide-grenier"}, kind="party", neighbourhood_id=there.id)
    amina, stranger, member = app.test_client(), app.test_client(), app.test_client()
    make.sign_in(amina, make.delegate("Les danseurs"))
    make.sign_in(stranger, make.delegate("Les footballeurs"))
    make.sign_in(member, make.person(email="nobody@example.org"))
    assert member.get("/en/my/newsletter/new").status_code == 403
    facts = {"neighbourhood": there.id, "first_on": "2026-11-16", "last_on": "2026-11-30", "languages": ["fr"]}
    asked, folded = text(amina, "/pt/my/newsletter/new").split('<details class="panel">')
    assert "opening_pt" in asked and "opening_fr" not in asked and "opening_fr" in folded and "heading_de" in folded
    wrong = amina.fill("/pt/my/newsletter/new", opening_lb="Moien", first_on="").get_data(as_text=True)
    assert '<details class="panel" open>' in wrong and "Moien" in wrong
    compose = amina.fill("/en/my/newsletter/new", **facts).headers["Location"]
    number = compose.rsplit("/", 1)[1]
    page = text(amina, compose)
    assert "Vide-grenier" in page and "Our team reads it" in page and "/publish" not in page
    assert "/compose" not in text(amina, f"/en/newsletter/{number}") and number in text(amina, "/en/my/newsletter")
    text(stranger, f"/en/newsletter/{number}", 404)
    text(stranger, compose, 404)

    desk = claire(client)
    assert "1 newsletter of an association to read" in text(desk, "/en/staff/")
    assert "/publish" in text(desk, compose)
    publish = make.form_of(text(desk, compose), "/publish")
    assert amina.post(publish.action, data=publish.values).status_code in (400, 404)
    assert desk.post(publish.action, data=publish.values).status_code == 303
    text(stranger, f"/en/newsletter/{number}")
    text(amina, compose, 404)
    for _more in range(5):
        assert amina.fill("/en/my/newsletter/new", **facts).status_code == 303
    assert amina.fill("/en/my/newsletter/new", **facts).status_code == 422
