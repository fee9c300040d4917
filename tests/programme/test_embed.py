"""Our agenda on other sites: only sites on the list, no cookies, no scripts, links that open the Wok beside it."""

import pytest

from tests import make
from tests.programme.town import event, neighbourhood
from wok.programme.embedding import read_host

PAGE = "/en/embed/agenda"


def test_the_agenda_is_shown_only_on_sites_the_staff_have_put_on_the_list(app, client):
    there = neighbourhood("Fousbann")
    event(title={"fr": "Bal <script>"}, neighbourhood_id=there.id)
    event(title={"fr": "Ailleurs"})
    stranger = app.test_client()

    answer = stranger.get(f"{PAGE}?near={there.id}")
    page, policy = answer.get_data(as_text=True), answer.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self'") and "default-src 'none'" in policy
    assert "Set-Cookie" not in answer.headers and "X-Frame-Options" not in answer.headers
    assert "<script" not in page and "Bal &lt;script&gt;" in page and "Ailleurs" not in page
    assert '<html lang="en">' in page and "<title>Agenda of the Wok: Fousbann</title>" in page
    assert page.count('target="_blank" rel="noopener noreferrer"') == page.count("<a ") > 1
    assert "frame-ancestors 'none'" in stranger.get("/en/agenda").headers["Content-Security-Policy"]

    make.sign_in(client, make.staff())
    assert (
        client.fill("/en/staff/embed", "/en/staff/embed", host="https://www.Differdange.lu/agenda?x=1").status_code
        == 303
    )
    assert client.fill("/en/staff/embed", "/en/staff/embed", host="www.differdange.lu").status_code == 303
    wrong = client.fill("/en/staff/embed", "/en/staff/embed", host="*.lu; script-src *")
    assert wrong.status_code == 422 and "*.lu; script-src *" in wrong.get_data(as_text=True)
    assert (
        stranger.get(PAGE)
        .headers["Content-Security-Policy"]
        .endswith("frame-ancestors 'self' https://www.differdange.lu")
    )
    lines = client.get(f"/en/embed?near={there.id}").get_data(as_text=True)
    assert f"http://localhost{PAGE}?near={there.id}" in lines and "<iframe" in lines and "&lt;iframe" in lines

    listed = client.get("/en/staff/embed").get_data(as_text=True)
    action = next(form.action for form in make.forms_of(listed) if form.action.endswith("/remove"))
    client.post(action, data=make.form_of(listed, action).values)
    assert "differdange" not in stranger.get(PAGE).headers["Content-Security-Policy"]
    undo = "/en/staff/embed/back/www.differdange.lu"
    client.post(undo, data=make.form_of(client.get("/en/staff/embed").get_data(as_text=True), undo).values)
    assert "https://www.differdange.lu" in stranger.get(PAGE).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("www.example.lu", "www.example.lu"),
        ("https://Example.LU/a/b", "example.lu"),
        ("localhost:8000", "localhost:8000"),
        ("bücher.example", "xn--bcher-kva.example"),
        *((wrong, None) for wrong in ("", "x", "*", "*.example.lu", "a b.lu", "example.lu;x", "'self'", "a..b", "😀.lu" * 90,
                                      "https:", "example.lu:99999999", "-a.lu")),
    ],
)  # fmt: skip
def test_a_site_is_read_from_whatever_people_write(said, host):
    assert read_host(said) == host
