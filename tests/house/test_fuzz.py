"""Bad input at every door and in every form: refused in words, nothing typed is lost, never a 5xx (PROMISES F3, B6)."""

import html
import random
import re
from datetime import date, timedelta
from urllib.parse import quote, urlsplit

import pytest

from tests import make
from tests.house import doors
from tests.house.source import modules
from wok.bookings.models import Occurrence
from wok.db import db
from wok.web.text import clean

ODD_TEXTS = (
    "",
    "   ",
    "nul\x00 inside",
    "\ud800 alone",
    "😀🏳️‍🌈" * 30,
    "\u202eright to left مرحبا",
    "<script>alert(1)</script>{{ 7*7 }}%s%(x)s",
    "5 KB " * 1000,
    "-1",
    "0",
    "999999999999999999999999",
    "1e400",
    "٣",
    "²",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "2027-02-30",
    "2027-03-28",
    "02:30",
    "24:61",
    "=cmd|' /C calc'!A0",
    "a@b@c",
    "../../etc/passwd",
    "//evil.example/",
)
ODD_PARTS = (
    *("0", "-1", "2147483648", "9223372036854775808", "1" + "0" * 31, "%00", "%ED%A0%80", "%2F", "..%2F..%2F", "%25"),
    *("0001-01-01", "9999-12-31", "9999-12", "0000-00", "2027-02-30", "2027-W01-1", "٣", "x" * 5000, "%0d%0aX-Odd:1"),
)
ODD_HEADERS = (
    {"Accept-Language": "*;q=nan," + "xx," * 500},
    {"Accept-Language": "\xff\xfe;q=1e999"},
    {"Cookie": "wok=broken; wok_login=\x7f\xff; wok_lang=zz; wok_size=%00; wok_colour=\xe9"},
    {"Cookie": "wok=eyJhIjoxfQ.aaaa.bbbb; wok_login=" + "x" * 3000},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "'; --", "X-Forwarded-Proto": "gopher"},
    {"Range": "bytes=99-1", "If-None-Match": '"' * 99, "If-Modified-Since": "31 Feb 99999"},
    {"Referer": "\\\\evil", "Accept-Encoding": "gzip;q=x", "User-Agent": ""},
    {"Content-Type": "application/json"},
)
ODD_BODIES = (
    {"data": b'{"name": [1, {"a": null}]}', "content_type": "application/json"},
    {"data": b"\xff\xfe%00=%ED%A0%80&&=&a[]=1&a[]=2", "content_type": "application/x-www-form-urlencoded"},
    {"data": b"--x\r\nnonsense", "content_type": "multipart/form-data; boundary=x"},
    {"data": b"nonsense", "content_type": "multipart/form-data"},
    {"data": b"name=" + b"x" * 201_000, "content_type": "application/x-www-form-urlencoded"},
    {"data": b"&".join(b"a=1" for _ in range(2000)), "content_type": "application/x-www-form-urlencoded"},
    {"data": b"x" * 2_000_000, "content_type": "application/octet-stream"},
    {"data": b"", "content_type": "text/plain; charset=utf-99"},
)
QUERY_NAMES = re.compile(r"""request\.args(?:\.get(?:list)?\(|\[)["'](\w+)""")
FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>")
TYPED_KINDS = {"text", "email", "tel", "search", "number", "date", "time", "textarea"}
HEALTH = "health.show"  # says 503 while no jobs process runs beside it
SAMPLE = 0.5  # of the addresses, and each form once; `make drill` asks all of them, and each form twice
TROUBLE: list[str] = []
LEAVES = ("/sign-out",)


@pytest.fixture
def cast(app):
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as in life: what breaks is answered with 500
    doors.furnish()
    lunch = db.session.query(Occurrence).one()
    known = make.rsvp(lunch, 20)
    make.waiting(lunch, 5)
    people = doors.people(app)
    people["a guest"] = make.Browser(app)
    people["a guest"].fill("/en/find", "/find", code=known.code, letters="Bruno")
    return people


def test_no_address_breaks_on_odd_parts_headers_and_methods(app, cast, share):
    for who, browser in cast.items():
        chance = random.Random(who)
        for door in doors.doors(app, "GET"):
            if door.endpoint != HEALTH and chance.random() < share:
                for part in chance.sample(ODD_PARTS, 1):
                    path = re.sub(r"<(?!lang)[^>]*>", lambda _m, p=part: p, door.rule).replace("<lang:lang>", "en")
                    _whole(browser.get(path), f"{who}: GET {path[:200]}")
                if chance.random() < 0.7:
                    continue
                headers = chance.choice(ODD_HEADERS)
                _whole(browser.get(door.path, headers=headers), f"{who}: GET {door.path} with {headers}")
                method = chance.choice(("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "HEAD"))
                _whole(browser.open(door.path, method=method), f"{who}: {method} {door.path}")


def test_no_address_breaks_on_odd_questions(app, cast, share):
    names = _query_names()
    for who, browser in cast.items():
        chance = random.Random(who)
        for door in doors.doors(app, "GET"):
            if door.endpoint != HEALTH and chance.random() < 0.15 * share:
                asked = "&".join(f"{name}={_quoted(chance.choice(ODD_TEXTS))}" for name in names)
                if asked:
                    _whole(browser.get(f"{door.path}?{asked}&{asked}"), f"{who}: GET {door.path}?{asked[:300]}")


def test_no_address_breaks_on_odd_bodies(app, cast, share):
    for who, browser in cast.items():
        chance = random.Random(who)
        for door in doors.doors(app, "POST"):
            if not door.path.endswith(LEAVES) and chance.random() < 0.15 * share:
                body = chance.choice(ODD_BODIES)
                what = f"{who}: POST {door.path} {body['content_type']} {body['data'][:30]!r}"
                _whole(browser.post(door.path, **body, headers={"X-CSRFToken": _token(browser)}), what)


def test_no_form_breaks_or_loses_what_was_typed(app, cast, share):
    seen = set()
    for who, browser in cast.items():
        chance = random.Random(who)
        for door in doors.doors(app, "GET"):
            page = browser.get(door.path)
            if page.mimetype != "text/html" or page.status_code != 200:
                continue
            text = page.get_data(as_text=True)
            kinds_of_page = _kinds(text)
            for form in make.forms_of(text):
                kinds = {name: kinds_of_page.get(name, "") for name in form.values}
                action = form.action or door.path
                if (who, action, tuple(form.values)) in seen or action.endswith(LEAVES):
                    continue
                seen.add((who, action, tuple(form.values)))
                for _turn in range(2 if share == 1 else 1):
                    _send(browser, who, action, form.values, kinds, chance)


@pytest.fixture(params=[pytest.param(SAMPLE, id="sample"), pytest.param(1, marks=pytest.mark.drill, id="all")])
def share(request, app):
    """How much is asked. PostgreSQL is the stricter of the two; SQLite is asked half as much, by another draw."""
    return request.param if db.engine.dialect.name == "postgresql" or request.param == 1 else request.param / 2


def _send(browser, who, action, values, kinds, chance):
    given = {name: value or _sensible(name, kinds, chance) for name, value in values.items()}
    for name in kinds:
        if chance.random() < 0.1:
            given.setdefault(name, "x")
    fields = [name for name in given if name != "csrf_token"]
    for name in chance.sample(fields, min(len(fields), chance.choice((1, 1, 2, 99)))):
        turn = chance.random()
        if turn < 0.8:
            given[name] = chance.choice(ODD_TEXTS)
        elif turn < 0.9:
            given[name] = [chance.choice(ODD_TEXTS), "1"]
        else:
            del given[name]
    body = "&".join(
        f"{quote(name)}={_quoted(one)}"
        for name, value in given.items()
        for one in (value if isinstance(value, list) else [value])
    )
    what = f"{who}: POST {action} {body[:1500]}"
    answer = browser.post(action, data=body, content_type="application/x-www-form-urlencoded")
    _whole(answer, what)
    if answer.status_code in (409, 422):
        shown = html.unescape(answer.get_data(as_text=True))
        for name, value in given.items():
            if kinds.get(name) in TYPED_KINDS and isinstance(value, str) and "\ud800" not in value:
                kept = any(one in shown for one in (value, clean(value), clean(value, lines=True)))
                TROUBLE.extend([] if kept else [f"{what[:300]}: {name} is lost: {value[:50]!r}"])


def _sensible(name, kinds, chance):
    kind = kinds.get(name)
    return {
        "number": "2",
        "date": (date(2026, 11, 16) + timedelta(days=chance.randrange(40))).isoformat(),
        "time": "12:30",
        "email": "nobody@example.org",
        "tel": "621 123 456",
    }.get(kind or "", "Some words" if kind in TYPED_KINDS else "")


def _kinds(text):
    found = {}
    for tag, rest in FIELD.findall(text):
        name = re.search(r'\bname="([^"]*)"', rest)
        kind = re.search(r'\btype="([^"]*)"', rest)
        if name:
            found[name[1]] = kind[1] if kind else tag if tag != "input" else "text"
    return found


def _token(browser):
    return make.form_of(browser.get("/en/sign-in").get_data(as_text=True)).values["csrf_token"]


def _quoted(text):
    return quote(text.encode("utf-8", "surrogatepass"))


def _query_names():
    return sorted({name for path in modules().values() for name in QUERY_NAMES.findall(path.read_text())})


def _whole(answer, what):
    what = what[:400]
    if answer.status_code >= 500 and answer.status_code != 501:
        TROUBLE.append(f"{what} answers {answer.status_code}")
    if "Content-Security-Policy" not in answer.headers:
        TROUBLE.append(f"{what} has no policy")
    if "evil.example" in urlsplit(answer.headers.get("Location", "")).netloc:
        TROUBLE.append(f"{what} leads to {answer.location}")


@pytest.fixture(autouse=True)
def _no_trouble():
    TROUBLE.clear()
    yield
    assert not TROUBLE, "\n".join(TROUBLE[:40])
