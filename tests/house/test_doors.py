"""Every address: marked, named in people's words, harmless to read, closed to other sites (PROMISES S1, S7)."""

import ast
import re

import pytest

from tests.house import doors
from tests.house.source import FUNCTIONS, modules, nodes
from wok.web.access import MARK

MARKS = {"public", "signed_in", "members_only", "staff_only"}
# Addresses without a language in front: what machines read, or what is typed from paper.
OUTSIDE = ("/", "/static/", "/healthz", "/feeds/", "/b/", "/l/", "/api/", "/pictures/")
# Says 503 while no jobs process runs beside it, as in a test.
HEALTH = "health.show"
# A choice of looks, kept in a cookie of the reader's own: needs no proof (wok/web/reading.py).
GUARDED = {  # headers of every answer, and words that stand in them
    "Content-Security-Policy": "frame-ancestors",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "-origin",  # the agenda that other sites show says cross
    "Permissions-Policy": "camera=(",
}
KEPT = ("/feeds/", "/pictures/", "/api/", "/en/embed/", "/en/programme/")  # what says the same to everybody
LOOKS = {"reading.size", "reading.colour"}
ADDRESS = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?(?:\.(?:csv|ics|json|jpg|pdf))?")
TYPED = re.compile(r"<[^>]*>")


# Refused before a database is asked: one of the two is enough.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def house_with_a_lunch(app):
    doors.furnish()
    return app


def test_every_view_says_who_may_see_it(app):
    unmarked = {name for name, view in app.view_functions.items() if getattr(view, MARK, None) not in MARKS}
    assert not unmarked


def test_the_mark_stands_directly_under_the_route():
    wrong = []
    for name, path in modules().items():
        for node in nodes(path):
            if isinstance(node, FUNCTIONS):
                kinds = [_kind(one) for one in node.decorator_list]
                if "route" in kinds and (
                    kinds.count("mark") != 1 or kinds.index("mark") != len(kinds) - 1 - kinds[::-1].index("route") + 1
                ):
                    wrong.append(f"{name}.{node.name}")
    assert not wrong, wrong


def test_every_page_address_begins_with_the_language(app):
    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/<lang:lang>/") and not _is_outside(rule.rule)
    ]
    assert not wrong, wrong


def test_addresses_are_lower_case_words_with_hyphens(app):
    words = {word for rule in app.url_map.iter_rules() for word in TYPED.sub("", rule.rule).split("/")}
    wrong = sorted(word for word in words if not ADDRESS.fullmatch(word.strip(".")))
    assert not wrong, wrong


def test_reading_any_page_changes_nothing_and_tells_nobody_elses_address(house_with_a_lunch):
    cast = doors.people(house_with_a_lunch)
    before = doors.state()
    for who, browser in cast.items():
        with doors.watched() as writing:
            for door in doors.doors(house_with_a_lunch, "GET"):
                writing.at = f"{who}: GET {door.path}"
                answer = browser.get(door.path)
                assert answer.status_code < 500 or door.endpoint == HEALTH, f"{writing.at} is {answer.status_code}"
                if who != "Claire" and doors.LINK not in door.path:
                    assert not _told(answer.get_data()), f"{writing.at} says how to reach somebody else"
        assert not doors.changed(before), f"{doors.changed(before)}, by one of {writing.seen}"


@on_one_database
def test_asking_for_the_head_of_any_page_changes_nothing_and_every_answer_is_guarded(house_with_a_lunch):
    claire = doors.people(house_with_a_lunch)["Claire"]
    before = doors.state()
    assert claire.open("/en/", method="TRACE").status_code == 405
    for door in doors.doors(house_with_a_lunch, "GET"):
        answer = claire.head(door.path)
        assert answer.status_code < 500 or door.endpoint == HEALTH, door
        for name, words in GUARDED.items():
            assert words in answer.headers.get(name, ""), f"{door.path} has no {name}: {words}"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy or "object-src 'none'" in policy, door
        assert "base-uri 'none'" in policy and "Access-Control-Allow-Origin" not in answer.headers, door
        is_open = door.path.startswith(KEPT) or door.endpoint == HEALTH
        assert is_open or "no-store" in answer.headers["Cache-Control"], f"{door.path} may be kept by a browser"
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params.get("charset") == "utf-8", f"{door.path} does not name its letters"
    assert not doors.changed(before)


@on_one_database
def test_no_address_does_anything_without_the_token(house_with_a_lunch):
    cast = doors.people(house_with_a_lunch)
    before = doors.state()
    for who, browser in cast.items():
        with doors.watched() as writing:
            for door in doors.doors(house_with_a_lunch, "POST"):
                if door.endpoint not in LOOKS:
                    writing.at = f"{who}: POST {door.path}"
                    _refused(browser.post(door.path, data={"name": "Mallory"}), writing.at)
        assert not doors.changed(before), f"{doors.changed(before)}, by one of {writing.seen}"


@on_one_database
def test_no_address_takes_a_wrong_or_foreign_token(house_with_a_lunch):
    claire = doors.people(house_with_a_lunch)["Claire"]
    before = doors.state()
    for door in doors.doors(house_with_a_lunch, "POST"):
        if door.endpoint not in LOOKS:
            _refused(claire.post(door.path, data={"csrf_token": "made-up"}), f"POST {door.path}")
    assert not doors.changed(before)


@on_one_database
def test_other_sites_are_turned_away_even_with_a_token(house_with_a_lunch):
    claire = doors.people(house_with_a_lunch)["Claire"]
    before = doors.state()
    for door in doors.doors(house_with_a_lunch, "POST"):
        answer = claire.post(door.path, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code in (403, 404, 405), f"POST {door.path} answers {answer.status_code}"
    assert not doors.changed(before)


def _told(page):
    return [one for one in doors.OWN if one.encode() in page]


def _refused(answer, what):
    """Shown again, led to sign in, hidden or refused: never done."""
    assert answer.status_code in (200, 302, 303, 400, 403, 404, 405, 410, 422, 429), (
        f"{what} answers {answer.status_code}"
    )


def _kind(decorator):
    """What a decorator is: a route, an access mark, or something else."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(target, ast.Attribute) and target.attr in MARKS:
        return "mark"
    if isinstance(target, ast.Name) and target.id in MARKS:
        return "mark"
    is_route = (
        isinstance(decorator, ast.Call)
        and isinstance(target, ast.Attribute)
        and target.attr in ("route", "get", "post")
    )
    return "route" if is_route else "other"


def _is_outside(rule):
    return rule == "/" or any(rule.startswith(start) for start in OUTSIDE if start != "/")
