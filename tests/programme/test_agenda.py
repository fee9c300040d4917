"""The agenda of everybody: events beside lunch and on-call, filters as words, cancelled dates, and what it costs."""

import re
from datetime import UTC, datetime, timedelta

from tests import make
from tests.lunches.table import lunches
from tests.programme.town import FRIDAY, dates, event, neighbourhood
from wok.db import transaction

LUNCH = "/en/lunch/2026-11-18"


def text(client, page):
    answer = client.get(page)
    assert answer.status_code == 200, f"{page} answers {answer.status_code}"
    return answer.get_data(as_text=True)


def test_everybody_s_events_stand_in_list_week_and_month_beside_the_lunch(client):
    lunches()
    dancers = make.association(name="Les danseurs d’Oberkorn")
    ball = event(
        title={"fr": "Bal <b>d’hiver</b>"}, kind="party", association_id=dancers.id, place={"en": "School hall"}, seats=4,
        neighbourhood_id=neighbourhood("Fousbann").id, summary={"fr": "On danse."},
    )  # fmt: skip
    event(title={"en": "Hidden draft"}, state="draft", published_at=None)
    late = event(
        datetime(2026, 11, 20, 22, tzinfo=UTC), hours=4, title={"en": "Night walk"}, seats=0, registration="none"
    )

    for page in ("/en/agenda", "/en/agenda/week?from=2026-11-18", "/en/agenda/month"):
        shown = text(client, page)
        assert LUNCH in shown and "Hidden draft" not in shown and shown.count("<h1") == 1
        assert (
            '<bdi data-user-content lang="fr">Bal &lt;b&gt;d’hiver&lt;/b&gt;</bdi>' in shown and "Night walk" in shown
        )
    listed = text(client, "/en/agenda")
    assert "Les danseurs d’Oberkorn" in listed and "School hall, Fousbann" in listed and "Few places left" in listed
    assert "School hall, Fousbann" in text(client, "/en/agenda/week?from=2026-11-18")

    with transaction():
        ball.state, dates(late)[0].status = "cancelled", "moved"
    listed = text(client, "/en/agenda")
    assert "entry-cancelled" in listed and "Moved" in listed
    assert "(cancelled)" in text(client, "/en/agenda/month")


def test_what_is_looked_for_stands_in_words_and_each_can_be_taken_off(client):
    lunches()
    there, partner = neighbourhood("Niederkorn"), make.association(name="Bruno & amis")
    event(title={"en": "Portuguese for all"}, languages=["pt", "fr"], neighbourhood_id=there.id, is_step_free=True)
    event(title={"en": "Football"}, kind="outing", association_id=partner.id, is_free=False, asks=["children"])

    page = f"/en/agenda?kind=course&near={there.id}&language=pt&free=1&step-free=1"
    shown = text(client, page)
    assert "Portuguese for all" in shown and "Football" not in shown and LUNCH not in shown
    assert re.search(
        r"<title>Agenda: Course · Niederkorn · Português · Free of charge · Step-free – Wok</title>", shown
    )
    assert f'href="/en/agenda?from=2026-11-16&amp;near={there.id}&amp;language=pt&amp;free=1&amp;step-free=1"' in shown
    assert "Football" in text(client, f"/en/agenda?by=association{partner.id}&children=1")
    assert LUNCH in text(client, "/en/agenda?by=wok") and "Football" in text(client, "/en/agenda?kind=event")

    empty = text(client, f"/en/agenda/week?from=2026-09-07&near={there.id}")
    assert "Nothing is planned" in empty and "The next date:" in empty and "Portuguese for all" in empty
    assert "Take a filter away" in text(client, f"/en/agenda?near={there.id}&kind=party")
    odd = text(client, "/en/agenda?kind=x&near=-3&language=%00&by=wok%27&free=maybe")
    assert LUNCH in odd and "take this filter away" not in odd


def test_a_full_programme_costs_no_more_statements_and_goes_on_over_the_page(client):
    one = event(*(FRIDAY + timedelta(days=day) for day in range(3)))
    pages = (
        "/en/agenda",
        "/en/agenda/week",
        "/en/agenda/month?month=2026-12",
        "/en/programme/2026-11",
        "/en/programme/2026-11.pdf",
    )
    before = [make.statements(client, page) for page in pages]
    for number in range(60):
        event(*(FRIDAY + timedelta(days=day, minutes=number) for day in range(3)), title={"fr": f"Atelier {number}"})
    assert [make.statements(client, page) for page in pages] == before and one.id

    first = text(client, "/en/agenda")
    following = re.search(r'rel="next" href="([^"]+)"', first).group(1).replace("&amp;", "&")
    assert following == "/en/agenda?from=2026-11-21" and first.count("Atelier 7<") == 1
    assert text(client, following).count("Atelier 7<") == 1
