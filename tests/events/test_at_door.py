"""Picture codes at the door: the phone's camera opens the guest's line for who checks in, and the guest's own page for the guest."""

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.events import signing
from tests.events.signing import press
from tests.lunches.table import lunches


def test_a_picture_code_opens_the_guests_line_for_who_checks_in(app: Flask, client: FlaskClient, clock_at) -> None:
    amina = make.delegate("Les danseurs")
    event = signing.event(seats=9, association_id=amina.memberships[0].association_id)
    one = signing.dates_of(event)[0]
    client.fill(f"/en/events/{event.id}", **signing.typed())
    guest = signing.bookings()[0]
    picture, line = f"/b/{guest.link_token}", f"/events/{event.id}/dates/{one.id}/list/{guest.id}"
    organiser, stranger, staff = app.test_client(), app.test_client(), app.test_client()
    make.sign_in(organiser, amina)
    make.sign_in(stranger, make.delegate("Les footballeurs"))
    make.sign_in(staff, make.staff())
    assert f"/events/booking/{guest.link_token}" in organiser.get(picture).headers["Location"]  # not the day yet

    clock_at(one.starts_at)
    for somebody in (client, stranger):
        assert f"/events/booking/{guest.link_token}" in somebody.get(picture).headers["Location"]
    assert stranger.get(f"/en{line}").status_code == 404
    for somebody, way in ((organiser, picture), (staff, f"/b/{guest.code}")):
        assert line in somebody.get(way).headers["Location"]
    assert press(organiser, f"/en{line}", "/mark") == 303
    guest = signing.bookings()[0]
    assert (guest.attendance, guest.attended) == ("came", 2)
    assert "Arrived" in organiser.get(f"/en{line}").text

    camera = f"/en/events/{event.id}/dates/{one.id}/list/camera"
    page = organiser.get(camera)
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    assert organiser.get(f"/en{line}").headers["Permissions-Policy"].startswith("camera=()")
    assert organiser.get(camera, query_string={"code": "http://localhost/b/unknown"}).status_code == 422
    read = organiser.get(camera, query_string={"code": f"http://localhost{picture}", "on": "1"})
    assert f"{line}?back=camera" in read.headers["Location"]
    after = make.form_of(organiser.get(read.headers["Location"]).text, "/mark")
    assert after.values["attendance"] == ""  # Undo


def test_staff_check_lunch_guests_in_by_their_picture_codes(app: Flask, client: FlaskClient, clock_at) -> None:
    clock_at(datetime(2026, 11, 18, 10, 30, tzinfo=UTC))  # Wednesday
    lunches()
    client.fill("/en/lunch", name="Amina Haddad", email="amina@example.org", adults="2")
    guest = signing.bookings()[0]
    staff = app.test_client()
    make.sign_in(staff, make.staff())
    camera = f"/en/staff/lunches/{guest.occurrence_id}/camera"
    assert "camera=(self)" in staff.get(camera).headers["Permissions-Policy"]
    line = staff.get(camera, query_string={"code": guest.code, "on": "1"}).headers["Location"]
    assert line.split("?")[0] in staff.get(f"/b/{guest.link_token}").headers["Location"]
    assert "/booking/" in client.get(f"/b/{guest.link_token}").headers["Location"]
    assert press(staff, line, "/mark") == 303
    assert "has arrived" in staff.get(f"{camera}?on=1").text
    assert signing.bookings()[0].attended == 2
