"""Rooms and loans in the staff's calendar: lanes and lines, moved by drag like other entries, told once, undone."""

from tests import make
from tests.calendar import staff_days
from tests.equipment import desk as loans
from tests.space import rooms
from wok.db import transaction
from wok.sharing import overriding, pools

DAY = "/en/staff/calendar?day=2026-11-20"
VIEWS = [DAY, "/en/staff/calendar/week?day=2026-11-20", "/en/staff/calendar/month?day=2026-11-20"]


def drop(client, booking, **sent):
    """As the pointer posts it: the mover's token, the entry's address."""
    token = make.form_of(client.get(DAY).get_data(as_text=True), "").values["csrf_token"]
    fields = {"version": booking.version, "day": "2026-11-20", "csrf_token": token, **sent}
    headers = {"Accept": "application/json"}
    return client.post(staff_days.entry(booking), data=fields, headers=headers)


def test_rooms_have_lanes_and_loans_stand_on_the_days_they_go_out_and_come_back(client):
    claire = staff_days.desk(client)
    whole, half_a, half_b = rooms.large_room()
    dancers = make.association(name="Les danseurs")
    rooms.use(whole, rooms.span(rooms.FRIDAY, 18, 20), asks=rooms.who(dancers))
    few = [make.statements(client, page) for page in VIEWS]
    rooms.use(half_b, rooms.span(rooms.FRIDAY, 10, 12), asks=rooms.who(dancers))
    loans.loan(make.item("Tent", 4), 2, loans.THURSDAY, loans.FRIDAY, by=dancers)
    with transaction():
        pool = pools.pool_of(half_a.resource_id)
        block = overriding.block(pool, 1, rooms.span(rooms.FRIDAY, 8, 9), "Painting", by=claire.person, now=make.NOW)

    assert [make.statements(client, page) for page in VIEWS] == few
    pages = [client.get(page).get_data(as_text=True) for page in VIEWS]
    for page in pages:
        assert page.count("Les danseurs") >= 3 and "Brings back" in page and "Half B" in page and "Large room" in page
    assert "Collects" not in pages[0] and "Collects" in pages[1] and all("Kept for the Wok" in page for page in pages)
    only = client.get(f"{DAY}&kind=loan").get_data(as_text=True)
    assert "Brings back" in only and "Half A" not in only
    new = client.get("/en/staff/calendar/new?at=2026-11-20T18:00").get_data(as_text=True)
    assert "/en/staff/space/new?day=2026-11-20&amp;starts=18:00" in new and "/en/staff/loans/new" in new
    assert client.get(f"/en/staff/calendar/entries/{block.booking_id}").status_code == 303


def test_a_use_is_moved_by_drag_to_another_time_and_room_told_once_and_undone(client):
    staff_days.desk(client)
    large, small = rooms.room("Large room"), rooms.room("Small room")
    asks = rooms.who(name="Bruno", email="bruno@example.org")
    booking = rooms.use(large, rooms.span(rooms.FRIDAY, 18, 20), asks=asks)
    other = rooms.use(small, rooms.span(rooms.FRIDAY, 21, 22))

    refused = drop(client, booking, starts="20:30", ends="22:00", colleague=f"room-{small.id}")
    assert refused.status_code == 422 and "clashes with" in refused.json["said"]
    assert refused.json["form"] == f"/en/staff/space/use/{booking.id}/change"
    assert staff_days.again(booking).starts_at == rooms.at(rooms.FRIDAY, 18)

    moved = drop(client, booking, starts="16:00", ends="18:30", colleague=f"room-{small.id}")
    assert moved.status_code == 200 and "Small room" in moved.json["said"] and "by e-mail" in moved.json["said"]
    assert staff_days.again(booking).starts_at == rooms.at(rooms.FRIDAY, 16)
    assert rooms.use_of(booking).room_id == small.id
    assert staff_days.due(booking).count("space/changed") == 1
    stale = drop(client, booking, starts="9:00", ends="10:00", version=0)
    assert stale.status_code == 409 and "Somebody else" in stale.json["said"]
    for nonsense in ({"starts": "x", "ends": "y"}, {"starts": "9:00", "ends": "10:00", "colleague": "room-abc"}):
        assert drop(client, booking, **nonsense).status_code == 422

    token = make.form_of(client.get(DAY).get_data(as_text=True), "").values
    assert client.post(f"{staff_days.entry(booking)}/undo", data=token).status_code == 303
    assert staff_days.again(booking).starts_at == rooms.at(rooms.FRIDAY, 18)
    assert rooms.use_of(booking).room_id == large.id and "space/changed" not in staff_days.due(booking)
    assert client.get(staff_days.entry(other)).location.endswith(f"/en/staff/space/use/{other.id}")
