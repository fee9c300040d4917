"""What stands beside a project and a sign-up: its events, the skills asked for it, the interpreter people need."""

from flask import Flask

from tests import make
from tests.events import organised
from tests.events.organised import guest
from tests.projects import table
from tests.skills import helping
from wok.db import transaction
from wok.events.sign_up_rules import Party
from wok.people.models import Person


def test_a_project_shows_its_events_and_helpers_and_staff_see_who_needs_an_interpreter(
    app: Flask, client: make.Browser
) -> None:
    amina, bruno = make.delegate("Les danseurs"), make.delegate("Les footballeurs", name="Bruno")
    project, claire = table.project(amina), make.staff()
    event = organised.event(claire, title={"en": "Summer dance"}, asks=("needs",))
    helping.offer(bruno)
    ask = helping.ask(amina)
    with transaction():
        event.project_id = project.id
        ask.cause = f"project-{project.id}"
    pages = {one.id: shown(app, one, f"/en/projects/{project.id}") for one in (amina, claire)}
    for page in pages.values():
        assert "Summer dance" in page and "asked, no answer yet" in page
    assert f"/en/events/{event.id}" in pages[amina.id] and f"/en/my/events/{event.id}" in pages[claire.id]
    stranger = client.get(f"/en/projects/{project.id}").text
    assert "asked, no answer yet" not in stranger
    with transaction():
        ask.cause = f"event-{event.id}"
    assert "asked, no answer yet" in shown(app, claire, f"/en/my/events/{event.id}")

    booking = guest(event, party=Party(2, needs=("interpreter",)))
    assert "1 booking needs an interpreter" in shown(app, claire, "/en/staff/")
    assert "not yet: the Wok looks for one" in shown(app, claire, f"/en/events/booking/{booking.code}")


def shown(app: Flask, person: Person, address: str) -> str:
    browser = make.Browser(app)
    make.sign_in(browser, person)
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).partition("<main")[2]
