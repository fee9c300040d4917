"""Asking for equipment: things, days, use, check; at once, as a wish, or on the waiting list."""

import pytest
from flask import Flask
from markupsafe import Markup

from tests import make
from tests.equipment import loaning
from tests.equipment.loaning import FAR, FAR_END, FRIDAY, MONDAY, THURSDAY, query
from tests.make import Browser
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment.models import Loan
from wok.sharing import parameters

FEAST = ("2027-09-10", "2027-09-10")  # a Friday


def test_amina_borrows_for_the_dancers_at_once(app: Flask, client: Browser) -> None:
    tents, benches = make.item("Tent", 4), make.item("Bench", 20, pack=10, deposit_cents=2000)
    make.sign_in(client, make.delegate("Les danseurs"))

    asked = client.get(f"/en/equipment/ask?item={benches.slug}")
    assert f'name="q{benches.id}" value="10"' in asked.text
    days = client.get(f"/en/equipment/ask/days?q{tents.id}=2&q{benches.id}=10")
    assert "Step 2 of 4" in days.text and "The nearest days with enough of everything" in days.text
    check = loaning.to_check(client, query({tents: 2, benches: 10}))
    assert check.status_code == 422 and "Please accept what is named above" in check.text
    assert 'value="Street party"' in check.text
    check = loaning.to_check(client, query({tents: 2, benches: 10}), accepts="y", place_of_use="Rue Neuve")
    assert "Nothing is booked yet." in check.text and "yours at once" in check.text

    answer = loaning.press(client, check)
    booking = loaning.loan()
    assert answer.status_code == 303 and booking.link_token in answer.location
    assert (booking.status, booking.quantity) == ("confirmed", 12)
    assert loaning.lines(booking) == [(2, 2, "granted"), (10, 10, "granted")]
    assert {one.resource_id: one.quantity for one in booking.takings} == {
        tents.resource_id: 2,
        benches.resource_id: 10,
    }
    loan = db.session.get_one(Loan, booking.id)
    assert (loan.pick_up_on, loan.return_on, loan.klass_asked) == (THURSDAY, FRIDAY, "B")
    loaning.press(client, check)
    assert db.session.query(Booking).count() == 1  # one form is one booking
    page = client.get(answer.location).text
    assert "Your loan" in page and "9:00 to 17:00" in Markup(page).striptags() and "20" in page and "Rue Neuve" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "Say how many you need of at least one thing."),
        ("-3", "Write a whole number"),
        ("many", "Write a whole number"),
        ("25", "We have 20. Choose at most 20."),
        ("15", "These go out in packs of 10. Choose 10 or 20."),
        ("99999999999", "Write a whole number"),
    ],
)
def test_a_number_that_cannot_be_is_said_in_the_form(app: Flask, client: Browser, typed: str, says: str) -> None:
    benches = make.item("Bench", 20, pack=10)
    page = client.get(f"/en/equipment/ask/days?q{benches.id}={typed}&first={THURSDAY}&last={FRIDAY}")
    assert page.status_code == 422 and says in page.text
    assert typed == "0" or f'value="{typed}"' in page.text or f'value="{typed[:12]}"' in page.text
    assert f'value="{THURSDAY}"' in page.text


def test_days_and_minimums_that_cannot_be_are_said_and_nothing_is_lost(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    make.sign_in(client, make.delegate())
    for first, last, says in (
        (FRIDAY, THURSDAY, "The return day lies before the pick-up day."),
        ("2026-11-28", MONDAY, "Friday 27 November"),
        (THURSDAY, "2026-11-28", "Monday 30 November"),
        (THURSDAY, "2026-12-04", "at most 7 days"),
        ("2026-11-12", "2026-11-13", "This date is over."),
        ("2028-01-12", "2028-01-13", "up to a year ahead"),
        ("soon", FRIDAY, "Choose the day"),
    ):
        page = client.get(f"/en/equipment/ask/use?{query({tents: 2}, first, last)}")
        assert page.status_code == 422 and says in page.text, says
        assert f'name="q{tents.id}" value="2"' in page.text
    with transaction():  # staff say how long a loan lasts
        parameters.change({"loan_days_most": 10}, make.NOW.date(), "Holidays", None, now=make.NOW)
    page = client.get(f"/en/equipment/ask/use?{query({tents: 2}, THURSDAY, '2026-12-04')}")
    assert page.status_code == 200
    page = client.get(f"/en/equipment/ask/use?{query({tents: 2}, THURSDAY, '2026-12-07')}")
    assert page.status_code == 422 and page.text.count("at most 10 days") == 3
    page = client.get(f"/en/equipment/ask/use?{query({tents: 2})}&l{tents.id}=3")
    assert page.status_code == 422 and "cannot be more than what you ask for: 2" in page.text
    second = loaning.to_check(client, query({tents: 2}), second_first="2026-12-05", second_last="2026-12-07")
    assert second.status_code == 422 and "We hand nothing out" in second.text and "Street party" in second.text


def test_what_is_scarce_is_a_wish_with_its_cut_off(app: Flask, client: Browser) -> None:
    tents = loaning.rationed(make.item("Tent", 4))
    footballers = make.association(name="Les footballeurs")
    make.sign_in(client, make.delegate("Les danseurs"))
    check = loaning.to_check(
        client,
        query({tents: 3}, FAR, FAR_END),
        would_share="y",
        partner_1="les FOOTBALLEURS",
        second_first="2026-12-15",
        second_last="2026-12-16",
    )
    assert "Nothing is sent yet." in check.text and "Thursday 19 November, 18:00" in check.text
    assert "whoever would end up with the least goes first" in check.text and "Les footballeurs" in check.text
    loaning.press(client, check)
    booking = loaning.loan()
    assert booking.status == "waiting" and loaning.lines(booking) == [(3, 0, "asked")] and not booking.takings
    requests = loaning.requests(booking)
    assert [(one.rank, one.klass, one.klass_asked, one.would_share) for one in requests] == [
        (0, "C", "B", True),
        (1, "C", "B", True),
    ]
    assert requests[1].instead_of_id == requests[0].id
    assert footballers.id in [one.association_id for one in requests[0].partners]
    nobody = loaning.to_check(client, query({tents: 3}, FAR, FAR_END), partner_1="Nobody at all")
    assert nobody.status_code == 422 and "We know no association called" in nobody.text


def test_one_date_of_the_half_year_is_a_choice_while_its_round_is_open(app: Flask, client: Browser) -> None:
    tents, benches = loaning.rationed(make.item("Tent", 4)), make.item("Bench", 20)
    make.sign_in(client, make.delegate("Les danseurs"))
    assert "our one date" not in client.get(f"/en/equipment/ask/use?{query({tents: 2}, FAR, FAR_END)}").text
    assert "our one date" not in client.get(f"/en/equipment/ask/use?{query({benches: 2}, *FEAST)}").text
    asked = query({tents: 2, benches: 2}, *FEAST)
    check = loaning.to_check(client, asked, is_season="y", second_first="2027-09-13", second_last="2027-09-14")
    assert "Friday 14 May 2027, 18:00" in check.text  # the fifteenth is a Saturday
    loaning.press(client, check)
    keys = [one.round and one.round.key for one in loaning.requests(loaning.loan())]
    assert keys == ["equipment season 2027-2", None, "equipment 2027-W37", None]
    other = query({tents: 2}, "2027-10-01", "2027-10-01")
    taken = loaning.ask(client, other, is_season="y")
    assert taken.status_code == 422 and "has named its date for this half-year" in taken.text
    assert "Street party" in taken.text and 'name="is_season"' in taken.text
    assert loaning.ask(client, other).status_code == 303


def test_what_is_taken_offers_the_nearest_days_and_the_waiting_list(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    loaning.lend(make.association(), {tents: 4})
    make.sign_in(client, make.delegate())
    page = client.get(f"/en/equipment/ask/use?{query({tents: 2})}")
    assert "Taken on these days: you would join the waiting list." in page.text
    assert page.text.count('formaction="/en/equipment/ask/use?') == 3  # the nearest three, in one press
    loaning.ask(client, query({tents: 2}))
    assert loaning.loan(1).status == "waiting" and loaning.lines(loaning.loan(1)) == [(2, 0, "refused")]


def test_typed_words_survive_a_sign_in_and_a_thing_withdrawn_meanwhile(app: Flask, client: Browser) -> None:
    tents, benches = make.item("Tent", 4), make.item("Bench", 20)
    amina = make.delegate()
    make.sign_in(client, amina)
    asked = query({tents: 2, benches: 3})
    form = make.form_of(client.get(f"/en/equipment/ask/use?{asked}").text, "/check")
    client.delete_cookie("wok_login")
    away = client.post(form.action, data={**form.values, "purpose": "A very long story"})
    assert away.status_code == 303 and "/sign-in" in away.location
    make.sign_in(client, amina)
    back = client.get(form.action)
    assert "A very long story" in back.text and f"q{tents.id}=2" in back.text

    check = loaning.to_check(client, asked, purpose="A very long story")
    loaning.retire(benches)
    page = loaning.press(client, check)
    assert page.status_code == 422 and "We do not lend “Bench” at the moment." in page.text
    assert "A very long story" in page.text and f'name="q{tents.id}"' in page.text


def test_who_may_not_borrow_reads_what_to_do(app: Flask, client: Browser) -> None:
    tents = make.item("Tent", 4)
    assert client.get(f"/en/equipment/ask/use?{query({tents: 2})}").status_code == 303  # sign in first
    newcomer = make.person()
    make.membership(newcomer, make.association(status="asked", accepted_at=None))
    make.sign_in(client, newcomer)
    page = client.get(f"/en/equipment/ask/use?{query({tents: 2})}")
    assert page.status_code == 403 and "We confirm a new one in person." in page.text
    member = make.person()
    make.membership(member, make.association(), role="member")
    make.sign_in(client, member)
    assert "Only the delegates" in client.get(f"/en/equipment/ask/use?{query({tents: 2})}").text
