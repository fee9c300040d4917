"""The form every form stands on."""

import pytest


@pytest.mark.parametrize("body", [{"name": [1]}, {"email": {"a": 1}}, [1, 2], "text", None, 7])
@pytest.mark.parametrize("path", ["/en/sign-in", "/en/join", "/en/find", "/en/lunch"])
def test_a_json_body_is_no_form_and_breaks_nothing(app, client, path, body):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.post(path, json=body).status_code < 500
