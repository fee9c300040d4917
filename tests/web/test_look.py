"""The look holds: weight, files named by content, text size and colours without scripts, error pages, every component."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from wok.web import assets, lanes, reading
from wok.web.language import in_language

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = Path(__file__).parents[2] / "templates"
CODES = (400, 401, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)


def weight(*names: str) -> int:
    """Bytes on the wire of these static files."""
    served = assets.read_all()
    return sum(len(served[name].zipped or served[name].body) for name in names)


def test_the_style_weighs_at_most_twelve_kilobytes() -> None:
    assert weight("css/wok.css", "css/print.css") <= 12_000


def test_all_scripts_together_weigh_at_most_ten_kilobytes() -> None:
    assert weight(*(f"js/{path.name}" for path in (STATIC / "js").glob("*.js"))) <= 10_000


def test_each_script_stays_under_150_lines() -> None:
    assert all(len(path.read_text().splitlines()) < 150 for path in (STATIC / "js").glob("*.js"))


def test_style_sheets_use_no_ids_and_bring_nothing_from_elsewhere() -> None:
    for path in (STATIC / "css").glob("*.css"):
        text = path.read_text()
        assert "url(" not in text and "@import" not in text, path.name
        assert not re.search(r"(?m)^\s*#[a-z]", text), path.name


def test_no_template_carries_styles_or_handlers_of_its_own() -> None:
    for path in TEMPLATES.glob("[!m]*/**/*.html"):
        assert not re.search(r"""\s(style|on[a-z]+)=["']""", path.read_text()), path


@pytest.mark.parametrize("name", ["tokens.css"])
def test_text_on_every_ground_keeps_its_contrast(name: str) -> None:
    text = (STATIC / "css" / name).read_text()
    light, dark = colours_of(text.split("@media screen {")[0]), colours_of(text.split(":root.dark")[1].split("}")[0])
    for tokens in (light, dark):
        for ground in ("page", "card", "sunk"):
            assert contrast(tokens["ink"], tokens[ground]) >= 7
            assert contrast(tokens["chili"], tokens[ground]) >= 5.5
            assert contrast(tokens["soft"], tokens[ground]) >= 6.5
        for flavour in ("tamarind", "plum", "chili", "sea", "coriander", "sesame"):
            assert contrast(tokens[flavour], tokens[f"{flavour}-ground"]) >= 5.6
            assert contrast(tokens["ink"], tokens[f"{flavour}-ground"]) >= 11


def colours_of(text: str) -> dict[str, str]:
    """Each colour token, as six digits."""
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text))
    return {
        name: code if len(code) == 7 else "#" + "".join(2 * digit for digit in code[1:]) for name, code in found.items()
    }


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 counts it."""

    def light(code: str) -> float:
        parts = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_static_file_is_kept_a_year_and_sent_zipped(client: FlaskClient) -> None:
    href = re.search(r'href="(/static/[0-9a-f]{8}/css/wok\.css)"', client.get("/en/reading").get_data(as_text=True))
    assert href
    answer = client.get(href[1], headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"--turmeric" in gzip.decompress(answer.data)
    assert b"--turmeric" in client.get(href[1], headers={"Accept-Encoding": "identity"}).data
    assert (
        client.get(href[1], headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "gzip"}).status_code
        == 304
    )


def test_a_static_file_with_an_old_name_is_not_found(client: FlaskClient) -> None:
    assert client.get("/static/00000000/css/wok.css").status_code == 404
    assert client.get("/static/00000000/../wok/config.py").status_code == 404


def test_a_plus_makes_the_text_larger_without_scripts_and_stays_on_the_page(client: FlaskClient) -> None:
    answer = client.post("/en/reading/size", data={"size": "larger", "back": "/en/components?x=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/components?x=1")
    assert 'class="size-115"' in client.get("/en/reading").get_data(as_text=True)


@pytest.mark.parametrize(
    ("now", "step", "then"),
    [
        (100, "smaller", 100),
        (100, "larger", 115),
        (175, "larger", 175),
        (175, "smaller", 150),
        (115, "130", 130),
        (115, "9", 115),
    ],
)
def test_text_size_goes_in_five_steps(now: int, step: str, then: int) -> None:
    assert reading.next_size(now=now, step=step) == then


def test_dark_is_kept_until_the_device_decides_again(client: FlaskClient) -> None:
    client.post("/en/reading/colours", data={"colours": "dark"})
    assert 'class="size-100 dark"' in client.get("/en/reading").get_data(as_text=True)
    client.post("/en/reading/colours", data={"colours": "device"})
    assert 'class="size-100"' in client.get("/en/reading").get_data(as_text=True)


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "/\tevil", "javascript:1", ""]
)
def test_the_way_back_never_leaves_the_house(client: FlaskClient, back: str) -> None:
    answer = client.post("/en/reading/size", data={"size": "115", "back": back})
    assert answer.headers["Location"] == "/en/reading"


@pytest.mark.parametrize("code", CODES)
def test_every_error_page_says_what_happened_and_the_way_on(app: Flask, code: int) -> None:
    with app.test_request_context("/fr/nowhere"):
        app.preprocess_request()
        html = app.jinja_env.get_template("errors/page.html").render(code=code, reference="7f3a")
    assert html.count("<h1>") == 1
    assert "58 77 1-1558" in html
    assert 'href="/fr/"' in html


def test_a_page_that_does_not_exist_offers_another(client: FlaskClient) -> None:
    answer = client.get("/en/no-such-page")
    assert answer.status_code == 404
    assert "We do not find this page – Wok" in answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["fr", "pt", "en", "de", "lb"])
def test_every_component_is_shown_with_unique_ids(client: FlaskClient, language: str) -> None:
    html = client.get(f"/{language}/components").get_data(as_text=True)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) > 20
    assert sorted(ids) == sorted(set(ids))
    assert f'<html lang="{language}"' in html
    assert len(re.findall("<h1", html)) == 1


def test_undo_is_offered_with_what_was_just_done(client: FlaskClient) -> None:
    answer = client.post("/en/components")
    assert answer.status_code == 303
    html = client.get("/en/reading").get_data(as_text=True)
    assert "Count changed to 4 people." in html
    assert re.search(r'<form class="inline" method="post" action="/en/components"', html)


def test_a_phone_number_never_breaks_across_lines(client: FlaskClient) -> None:
    html = client.get("/en/find").get_data(as_text=True)
    assert 'Call us: <a class="keep" href="tel:+352587711558">58 77 1-1558</a>' in html
    assert 'href="tel:+35258771' in html
    said = client.application.jinja_env.from_string("{{ number|phone }}")
    for stored, shown in (("+352621123456", "+352 621 123 456"), ("+33612345678", "+33 6 12 34 56 78")):
        assert said.render(number=stored) == f'<a class="keep" href="tel:{stored}">{shown}</a>'
    assert said.render(number=None) == said.render(number="") == ""


def test_the_colon_after_a_label_is_written_as_each_language_writes_it(app: Flask) -> None:
    source = "{{ a }}: <b>{{ a }}:</b> {{ a ~ ': ' ~ a }} <a href=\"tel:{{ a }}\" data-at='{\"a\": 1}'>12:00</a>"
    for language, parted in (("fr", "\xa0"), ("de", ""), ("en", "")):
        with app.app_context(), in_language(language):
            said = app.jinja_env.from_string(source).render(a="x")
        assert said == f'x{parted}: <b>x{parted}:</b> x{parted}: x <a href="tel:x" data-at=\'{{"a": 1}}\'>12:00</a>'


def test_the_door_screen_has_no_menus(client: FlaskClient) -> None:
    html = client.get("/fr/components/door").get_data(as_text=True)
    assert "<nav" not in html
    assert "<form" not in html
    assert html.count("<h1") == 1


def test_a_place_in_a_lane_is_said_by_classes_in_local_time() -> None:
    start = datetime(2027, 3, 4, 8, 22, tzinfo=UTC)
    assert lanes.place(start, start + timedelta(minutes=21)) == "h9 m20 to-h9 to-m45"
    assert lanes.place(start, start + timedelta(hours=20)) == "h9 m20 to-h24 to-m0"


def test_language_links_stay_on_the_page(client: FlaskClient) -> None:
    html = client.get("/en/reading?x=1").get_data(as_text=True)
    assert '<a href="/pt/reading?x=1" lang="pt" hreflang="pt">Português</a>' in html


def test_a_half_written_form_goes_on_in_another_language_without_scripts(client: FlaskClient) -> None:
    page = client.get("/en/join").text
    assert 'formaction="/en/reading/form?back=/de/join" lang="de"' in page
    typed = {**make.form_of(page).values, "name": "Les amis"}
    answer = client.post("/en/reading/form?back=/de/join", data=typed)
    assert (answer.status_code, answer.location) == (303, "/de/join")
    assert make.form_of(client.get("/de/join").text).values["name"] == "Les amis"
    assert client.post("/en/reading/form?back=//evil.example/", data=typed).location == "/en/reading"
    make.lunch()
    page = client.get("/en/lunch").text
    assert 'formaction="/en/reading/form?back=/pt/lunch" lang="pt"' in page
    client.post("/en/reading/form?back=/pt/lunch", data={**make.form_of(page, "").values, "name": "Bruno Silva"})
    assert make.form_of(client.get("/pt/lunch").text, "").values["name"] == "Bruno Silva"
