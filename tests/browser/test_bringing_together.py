"""Two associations meet at a lunch: a project, what they bring, a date, space and tents, an event in five languages, its guests."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.own_house import Wok
from tests.browser.test_every_page import sideways
from tests.space import rooms
from wok.events import due
from wok.kernel import weekly
from wok.people.models import Person

pytestmark = pytest.mark.browser
AFTER_LUNCH = "2026-11-18T15:00:00+01:00"
LATER = "2026-11-18T15:15:00+01:00"  # nobody can undo any more, and the jobs have run
TITLES = {
    "fr": "Bal des voisins",
    "pt": "Baile dos vizinhos",
    "en": "Neighbours’ ball",
    "de": "Nachbarschaftsball",
    "lb": "Nopeschbal",
}


def press(page: Page, name: str) -> None:
    """The first button or link that is called so, on a page that does not scroll sideways."""
    page.locator("main").get_by_role("button", name=name).or_(
        page.locator("main").get_by_role("link", name=name)
    ).first.click()
    assert sideways(page) <= 0


def at_the_lunch(person: Person) -> str:
    """Somebody came to Wednesday's lunch for their association; the address of the booking's page."""
    contact = {
        "association_id": person.memberships[0].association_id,
        "person_id": person.id,
        "name": person.name,
        "language": "en",
    }
    return f"/b/{make.rsvp(make.lunch(), 1, **contact).link_token}"


def open_a_project(page: Page, booking: str) -> str:
    """Amina met somebody: the question after the lunch leads to the project's page. Its address."""
    page.goto(booking)
    press(page, "Yes, we did")
    press(page, "Open a project together")
    page.get_by_label("What shall it be called?").fill("Ball on the square")
    page.get_by_label("What do you have in mind?").fill("We dance, they cook.")
    press(page, "Open the project")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ball on the square")
    project = page.url
    press(page, "We look for partners")
    press(page, "Add a need")
    page.get_by_label("Things").check()
    page.get_by_label("In your words").fill("Cakes")
    page.get_by_label("How much?").fill("6")
    press(page, "Add it")
    expect(page.locator("main")).to_contain_text("Nothing yet. Needed: 6")
    return project


def take_part(amina: Page, bruno: Page, project: str) -> None:
    """Bruno finds the project, offers to take part, is welcome, and brings four of six cakes."""
    bruno.goto("/en/projects")
    press(bruno, "Ball on the square")
    press(bruno, "I can help")
    press(bruno, "Offer to take part")
    amina.goto(project)
    press(amina, "Yes, welcome")
    bruno.goto(project)
    press(bruno, "Add what we bring")
    bruno.get_by_label("How much do you bring?").fill("7")
    press(bruno, "Add what we bring")
    expect(bruno.get_by_role("button", name="Bring 6")).to_be_visible()
    bruno.get_by_label("How much do you bring?").fill("4")
    press(bruno, "Add what we bring")
    expect(bruno.locator("main")).to_contain_text("4 of 6")


def find_a_date(amina: Page, bruno: Page, project: str) -> datetime:
    """Two evenings to choose from; the second suits both."""
    amina.goto(project)
    press(amina, "Find a date together")
    times = amina.locator("#times input")
    for number in (0, 1):
        times.nth(number).check()
    day = datetime.fromisoformat(str(times.nth(1).get_attribute("value")))
    press(amina, "Ask the partners")
    for page, answers in ((amina, ("Yes", "Yes")), (bruno, ("No", "Yes"))):
        page.goto(project)
        press(page, "Answer and see the answers")
        for fieldset, said in zip(page.locator("main form fieldset").all(), answers, strict=True):
            fieldset.get_by_label(said, exact=True).check()
        press(page, "Send my answers")
    amina.goto(project)
    press(amina, "Answer and see the answers")
    best = amina.get_by_role("listitem").filter(has_text="Suits most")
    best.get_by_role("button", name="Take this date").click()
    expect(amina.get_by_role("link", name="Ask for a room then")).to_be_visible()
    return day


def book_space_and_tents(amina: Page, bruno: Page, project: str) -> None:
    """From the project's page, each for the project: the room of the evening, two tents over night."""
    amina.goto(project)
    press(amina, "Ask for a room then")
    expect(amina.locator("main")).to_contain_text("Ball on the square")
    amina.get_by_label("Large room").check()
    amina.get_by_label("How many people?").fill("50")
    press(amina, "Continue")
    amina.get_by_label("What will you do there?").fill("Ball")
    press(amina, "Continue")
    press(amina, "Book ")
    expect(amina.get_by_role("heading", level=1)).to_have_text("The room is yours")
    amina.goto(project)
    press(amina, "Ask for equipment")
    amina.get_by_label("Tent").first.fill("2")
    press(amina, "Continue")
    press(amina, "Continue")
    amina.get_by_label("What is it for?").fill("Ball")
    expect(amina.get_by_label("Together with", exact=False).first).to_have_value("Footballers")
    press(amina, "Continue")
    press(amina, "Send the request")
    amina.goto(project)
    booked = amina.get_by_role("region", name="Booked for it")
    expect(booked).to_contain_text("Equipment from")
    expect(booked).to_contain_text("Room on")
    bruno.goto("/en/my/offers")
    press(bruno, "Yes, we ask together")
    expect(bruno.get_by_role("heading", level=1)).to_be_visible()


def plan_the_event(amina: Page, project: str, day: datetime) -> str:
    """An event of three places that begins as the project's, written in five languages; its page at the organiser's."""
    amina.goto(project)
    press(amina, "Plan an event")
    amina.get_by_label("Title").fill(TITLES["en"])
    amina.get_by_label("What is it?").select_option("party")
    amina.get_by_label("Where?").select_option(label="Large room")
    amina.get_by_label("Places").fill("3")
    local = weekly.local_time(day)
    amina.get_by_label("Day", exact=True).fill(weekly.local_day(day).isoformat())
    amina.get_by_label("From", exact=True).fill(f"{local:%H:%M}")
    amina.get_by_label("Until", exact=True).fill("22:30")
    press(amina, "Make the draft")
    organised = amina.url
    expect(amina.get_by_role("region", name="Room, equipment and help for it")).to_contain_text("Equipment from")
    press(amina, "Write the words")
    for code, words in TITLES.items():
        amina.locator(f"[name=title_{code}]").fill(words)
    press(amina, "Save")
    press(amina, "Ask the Wok to publish it")
    expect(amina.locator("main")).to_contain_text("Being checked")
    return organised


def sign_up(page: Page, event: str, people: int, name: str, button: str = "Sign up") -> str:
    """A guest without scripts fills in the form; the address of the sign-up."""
    page.goto(event)
    page.get_by_label("Adults").fill(str(people))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail", exact=True).fill(f"{name.split()[0].lower()}@example.org")
    press(page, button)
    return page.url


def guests(wok: Wok, event: str) -> None:
    """Two and one are in, the third waits; the first cancels, and the third takes the place that is kept."""
    guest = wok.opened(360, scripts=False)
    first = sign_up(guest, event, 2, "Rosa Quispe")
    expect(guest.get_by_role("heading", level=1)).to_have_text("You have signed up")
    sign_up(guest, event, 1, "Yousef Kaya")
    waiting = sign_up(guest, event, 2, "Ana Sá", "Join the waiting list")
    expect(guest.locator("main")).to_contain_text("You are number 1 in line.")
    guest.goto(first)
    press(guest, "Cancel: we are not coming")
    expect(guest.get_by_role("heading", level=1)).to_have_text("This sign-up is cancelled")
    due.run(wok.at(LATER))
    guest.goto(waiting)
    press(guest, "Take the places")
    expect(guest.get_by_role("heading", level=1)).to_have_text("You have signed up")
    guest.context.close()


def check_in(wok: Wok, desk: Page, organised: str, day: datetime) -> None:
    """On the evening Claire ticks who came, and two who had not signed up."""
    wok.at(day + timedelta(minutes=20))
    desk.goto(organised)
    press(desk, "Who comes")
    for name in ("Yousef Kaya", "Ana Sá"):
        line = desk.get_by_role("listitem").filter(has_text=name)
        line.get_by_role("button", name="Arrived").click()
        expect(line.get_by_role("button", name="Undo")).to_be_visible()
    desk.get_by_label("How many", exact=True).fill("2")
    desk.get_by_role("button", name="Add", exact=True).click()
    expect(desk.locator("main")).to_contain_text("Came in all")
    expect(desk.get_by_role("definition").nth(3)).to_have_text("5")


def counted(desk: Page, day: datetime) -> None:
    """The figures of that day hold the party and the five who came."""
    on = weekly.local_day(day).isoformat()
    desk.goto(f"/en/staff/figures?first_on={on}&last_on={on}")
    came = desk.get_by_role("row").filter(has_text="No neighbourhood said")
    expect(came.filter(has=desk.get_by_role("cell", name="5", exact=True))).to_have_count(1)


def print_it(desk: Page, day: datetime) -> None:
    """The newsletter of that month has the ball, on the page and as a tagged PDF in two languages."""
    desk.goto("/en/my/newsletter/new")
    month = weekly.local_day(day).replace(day=1)
    desk.locator("[name=first_on]").fill(month.isoformat())
    desk.locator("[name=last_on]").fill(weekly.local_day(day).isoformat())
    desk.get_by_label("Português", exact=True).first.check()
    press(desk, "Save the newsletter")
    expect(desk.locator("main")).to_contain_text(TITLES["en"])
    press(desk, "Publish the newsletter")
    for code in ("fr", "pt"):
        paper = desk.request.get(str(desk.locator(f"main a[hreflang={code}]").get_attribute("href")))
        assert paper.body().startswith(b"%PDF-")
        assert b"/StructTreeRoot" in paper.body()
    desk.goto("/pt/newsletter")
    desk.locator("main a[href*='/pt/newsletter/']").first.click()
    expect(desk.locator("main")).to_contain_text(TITLES["pt"])


def test_two_associations_meet_at_a_lunch_and_the_town_dances(wok: Wok) -> None:
    wok.at(make.NOW)
    rooms.large_room()
    make.item("Tent", 4)
    amina = make.delegate("Dancers", language="en")
    bruno = make.delegate("Footballers", language="en", name="Bruno Almeida")
    claire = make.staff(language="en")
    lunch = at_the_lunch(amina)
    wok.at(AFTER_LUNCH)
    hers, his, desk = wok.opened(390, amina), wok.opened(390, bruno, scripts=False), wok.opened(1280, claire)

    project = open_a_project(hers, lunch)
    take_part(hers, his, project)
    day = find_a_date(hers, his, project)
    book_space_and_tents(hers, his, project)
    organised = plan_the_event(hers, project, day)
    desk.goto(organised)
    press(desk, "Publish")
    press(desk, "See it as everybody does")
    event = desk.url
    for code, title in TITLES.items():
        desk.goto(event.replace("/en/", f"/{code}/"))
        expect(desk.get_by_role("heading", level=1)).to_contain_text(title)
    guests(wok, event)
    check_in(wok, desk, organised, day)
    counted(desk, day)
    print_it(desk, day)
    for page in (hers, his, desk):
        page.context.close()
