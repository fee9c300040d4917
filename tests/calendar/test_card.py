"""The printed card of any booking, in the person's language whatever the staff's."""

import pytest

from tests import make
from tests.oncall import thursday


@pytest.fixture
def claire(app):
    browser = make.Browser(app)
    make.sign_in(browser, make.staff())
    return browser


def test_a_card_says_date_and_code_in_the_language_of_whoever_takes_it(claire):
    lunch = make.rsvp(make.lunch(), 2, language="de")
    page = claire.get(f"/en/staff/card/{lunch.code.lower()}").get_data(as_text=True)
    assert "Mittwoch" in page
    assert f"{lunch.code[:4]} {lunch.code[4:]}" in page
    assert 'lang="de"' in page and "<svg" in page and "Card to take along" in page


def test_a_booked_time_on_thursday_has_the_same_card(claire, client):
    booked = thursday.time(thursday.thursday(), 60, language="pt")
    address = f"/en/staff/card/{booked.code}"
    page = claire.get(address).get_data(as_text=True)
    assert "quinta-feira" in page and "10:00" in page and booked.code[:4] in page
    assert address in claire.get(f"/en/staff/search?q={booked.code[:6]}").get_data(as_text=True)
    assert "/sign-in" in client.get(address).location
    assert claire.get("/en/staff/card/x").status_code == 404
