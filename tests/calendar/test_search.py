"""The staff's search: by any part, code or phone number in any spelling."""

from datetime import UTC, datetime

import pytest

from tests import make
from tests.oncall.thursday import at, number, thursday


@pytest.fixture
def claire(app):
    browser = make.Browser(app)
    make.sign_in(browser, make.staff())
    return browser


def search(browser, typed, **more):
    answer = browser.get("/en/staff/search", query_string={"q": typed, **more})
    assert answer.status_code == 200
    return answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]


def test_only_staff_search(app, client):
    assert "/sign-in" in client.get("/en/staff/search?q=amina").location
    amina = make.Browser(app)
    make.sign_in(amina, make.delegate())
    assert amina.get("/en/staff/search?q=amina").status_code == 404


@pytest.mark.parametrize("typed", ["cafe", "CAFÉ DU", "zoé", "ZOE muller", "müller l'arc", "larc", "иванова", "حداد"])
def test_whoever_writes_without_accents_finds_names_with_them(claire, typed):
    lunch = make.lunch()
    make.rsvp(lunch, 2, name="Zoé Müller", association_said="Café du Parc, l’Arc")
    make.rsvp(lunch, 1, name="Ольга Иванова")
    make.rsvp(lunch, 1, name="أمينة حداد")
    page = search(claire, typed)
    assert f"/en/staff/lunches/{lunch.id}#guest-" in page
    assert page.count("<mark>") >= 1
    assert page.count('class="panel"') == 1


def test_people_associations_and_their_bookings_stand_in_groups(claire):
    amina = make.delegate("Haddâd & amis", name="Amina Weber")
    other = make.rsvp(make.lunch(), 2, name="Rui", association_id=amina.memberships[0].association_id)
    page = search(claire, "haddad")
    assert f"/en/staff/people/{amina.id}" not in page
    assert "/en/staff/associations/" in page
    assert f"#guest-{other.id}" in page, "found by the name of its association"
    assert "<mark>Haddâd</mark>" in page
    assert f"/en/staff/people/{amina.id}" in search(claire, "weber am")


@pytest.mark.parametrize("typed", ["621 12 34 56", "+352621123456", "00352-621.123.456", "(621) 123", "0621/12 34 56"])
def test_a_phone_number_is_found_in_any_spelling(claire, typed):
    make.person(name="Bruno", email=None, phone="+352621123456", reach="phone")
    booking = make.rsvp(make.lunch(), 1, reach="phone", email=None, phone="+352621123456")
    page = search(claire, typed)
    assert f"#guest-{booking.id}" in page
    assert "Bruno</" in page
    assert 'href="tel:+352621123456"' in page and "621" in page.partition("tel:+352621123456")[2][:60]


def test_a_code_leads_straight_to_its_booking_however_it_is_typed(claire):
    booking = make.rsvp(make.lunch(), 2)
    for typed in (booking.code, booking.code.lower(), f" {booking.code[:4]} - {booking.code[4:]} "):
        answer = claire.get("/en/staff/search", query_string={"q": typed})
        assert answer.status_code == 302
        assert booking.link_token in answer.location
    assert f"#guest-{booking.id}" in search(claire, booking.code[:5]), "a part of a code shows the booking"


def test_signs_and_single_letters_are_answered_kindly(claire):
    make.rsvp(make.lunch(), 2, name="100 % coton_fils")
    for typed in ("%", "_", "a", "'"):
        assert "at least two letters" in search(claire, typed)
    assert "#guest-" in search(claire, "coton-fils 100%")
    assert "Nothing found" in search(claire, "co_ж%")
    assert "Nothing found" in search(claire, "nobody <b>")
    assert "<b>" not in search(claire, "nobody <b>")
    assert "Nothing found" not in search(claire, "")


def test_what_comes_stands_before_what_is_over_and_the_rest_has_pages(claire, clock_at):
    first = make.lunch(capacity=40)
    second = make.lunch(day=datetime(2026, 11, 25, tzinfo=UTC).date())
    made = [make.rsvp(lunch, 1, name=f"Bruno {count}") for lunch in (first, second) for count in range(10)]
    clock_at(datetime(2026, 11, 19, 9, tzinfo=UTC))
    page = search(claire, "bruno")
    assert page.index("2026-11-25") > 0
    assert "2026-11-18" not in page
    assert "Show more" in page
    whole = search(claire, "bruno", only="bookings")
    assert all(f"guest-{one.id}" in whole for one in made)
    assert whole.index("2026-11-25") < whole.index("2026-11-18")
    assert "Nothing found" in search(claire, "bruno", only="bookings", page="9")


def test_todays_numbers_are_found_by_number_and_name(claire, clock_at):
    number(thursday(), 1, nickname="Mia")
    clock_at(at(5))
    assert "Number 1" in search(claire, "mia")
    assert "Mia" not in search(claire, "rui")


def test_many_results_cost_as_many_statements_as_one(claire):
    lunch = make.lunch(capacity=60)
    make.rsvp(lunch, 1, name="Zoé")
    amina = make.delegate("Zoo", name="Zo Weber")
    few = make.statements(claire, "/en/staff/search?q=zo")
    for count in range(5):
        make.rsvp(lunch, 1, name=f"Zoé {count}", association_id=amina.memberships[0].association_id)
        make.delegate(f"Zoo {count}", name=f"Zo {count}")
    assert make.statements(claire, "/en/staff/search?q=zo") == few


def test_what_is_looked_for_is_not_logged(claire, caplog):
    caplog.set_level("DEBUG")
    search(claire, "Marked-Haddad")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("wok")]
    assert "arked" not in "".join(ours)
