"""The tests' own people."""

from flask.testing import FlaskClient

from tests import make


def test_everybody_can_be_made_and_signs_in(client: FlaskClient) -> None:
    amina = make.delegate(name="Amina")
    make.sign_in(client, amina)
    assert amina.memberships[0].role == "delegate"
    assert make.staff().is_staff
