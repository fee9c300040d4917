"""Loans and rooms where people look: Today at the Wok, search, our bookings, the preview of a closure."""

from datetime import timedelta

from tests import make
from tests.calendar import staff_days
from tests.equipment import desk as loans
from tests.space import rooms
from wok.space import rules

TODAY = "/en/staff/"


def test_today_shows_rooms_with_keys_loans_and_repairs_and_ticks_who_is_here(client, clock_at):
    staff_days.desk(client)
    quiet = client.get(TODAY).get_data(as_text=True)
    assert 'id="rooms-today"' not in quiet and 'id="lent"' not in quiet and "Nothing waits" in quiet
    room, dancers = rooms.room(opened_by="keys"), make.association(name="Les danseurs")
    use = rooms.use(room, rooms.span(rooms.FRIDAY, 14, 16), asks=rooms.who(dancers))
    rooms.use(room, rooms.span(rooms.FRIDAY, 20, 22), asks=rooms.who(dancers), people=3)
    booking = loans.loan(make.item("Tent", 4), 2, loans.THURSDAY, loans.FRIDAY, by=dancers)
    loans.out(booking)
    clock_at(rooms.at(rooms.FRIDAY, 9))
    make.sign_in(client, make.staff(name="Zoe Weber"), now=rooms.at(rooms.FRIDAY, 9))
    early = client.get(TODAY).get_data(as_text=True)
    assert "Next:" in early and "Les danseurs" in early and "1 return" in early
    clock_at(rooms.at(rooms.FRIDAY, 14) - rules.SOON + timedelta(minutes=1))
    assert client.fill(TODAY, "/keys-out").status_code == 303
    assert client.fill(TODAY, "/here").status_code == 303
    assert rooms.use_of(use).arrived_at and rooms.use_of(use).keys_out_at
    page = client.get(TODAY).get_data(as_text=True)
    assert "Keys back" in page and "1 more today" in page and "6 people" in page


def test_search_finds_loans_rooms_things_and_a_unit_by_its_tag(client):
    staff_days.desk(client)
    item = loans.tagged("Projector", 2)
    room = rooms.room("Atelier")
    booking = loans.loan(item, 1, loans.THURSDAY, loans.FRIDAY)
    use = rooms.use(room, rooms.span(rooms.FRIDAY), asks=rooms.who(name="Bruno Alves"))
    tag = client.get("/en/staff/search?q=projector-02").get_data(as_text=True)
    assert "/en/staff/equipment/unit/PROJECTOR-02" in tag and "PROJECTOR-01" not in tag
    things = client.get("/en/staff/search?q=atel").get_data(as_text=True)
    assert f"/en/staff/space/rooms/{room.id}" in things and "Equipment and rooms" in things
    assert f"/en/staff/equipment/{item.id}" in client.get("/en/staff/search?q=project").get_data(as_text=True)
    people = client.get("/en/staff/search?q=bruno").get_data(as_text=True)
    assert f"/en/staff/space/use/{use.id}" in people
    assert f"/en/staff/handover/{booking.id}" in client.get("/en/staff/search?q=amina").get_data(as_text=True)
    assert client.get(f"/en/staff/search?q={booking.code}").location.endswith(f"/loan/{booking.link_token}")
    few = make.statements(client, "/en/staff/search?q=amina")
    loans.loan(item, 1, loans.THURSDAY, loans.FRIDAY)
    assert make.statements(client, "/en/staff/search?q=amina") == few


def test_our_bookings_name_things_and_rooms_and_can_be_asked_for_again(client):
    amina = make.delegate("Les danseurs", email="amina@example.org")
    ours = amina.memberships[0].association
    item, room = make.item("Tent", 4), rooms.room("Atelier")
    loan = loans.loan(item, 2, loans.THURSDAY, loans.FRIDAY, by=ours)
    use = rooms.use(room, rooms.span(rooms.FRIDAY), asks=rooms.who(ours))
    make.sign_in(client, amina)
    for page in ("/en/my", "/en/my/bookings"):
        html = client.get(page).get_data(as_text=True)
        assert "2 × Tent" in html and "Atelier" in html
    for href in (
        f"/en/equipment/ask?q{item.id}=2",
        f"/en/space/ask?room={room.id}&amp;day=2026-11-27&amp;starts=18:00&amp;ends=20:00&amp;people=6",
        f"/loan/{loan.code}/change",
        f"/space/booking/{use.code}/cancel",
    ):
        assert href in html, href
    again = client.get(f"/en/equipment/ask?q{item.id}=2").get_data(as_text=True)
    assert 'value="2"' in again
    few = make.statements(client, "/en/my/bookings")
    loans.loan(item, 1, loans.THURSDAY, loans.FRIDAY, by=ours)
    assert make.statements(client, "/en/my/bookings") == few


def test_a_closure_shows_loans_and_rooms_it_touches_and_how_each_is_told(client):
    staff_days.desk(client)
    dancers = make.association(name="Les danseurs")
    loans.loan(make.item("Tent", 4), 2, loans.THURSDAY, loans.FRIDAY, by=dancers)
    loans.loan(make.item("Beamer", 4), 2, loans.WEDNESDAY, loans.FRIDAY, who=loans.BRUNO)
    rooms.use(rooms.room(), rooms.span(rooms.FRIDAY), asks=rooms.who(dancers, reach="none"))
    page = client.fill("/en/staff/closures/new", "", kind="other", first_on="2026-11-20", reason_fr="Travaux")
    html = page.get_data(as_text=True)
    assert page.status_code == 200 and "2 loans go out or come back" in html and "1 use of a room" in html
    assert "Les danseurs" in html and "told by e-mail" in html
    assert 'on the call list: <a class="keep" href="tel:+352621123456">+352 621 123 456</a>' in html
    assert "cannot be reached" in html
