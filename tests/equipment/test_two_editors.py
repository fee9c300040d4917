"""Two of the staff edit the same piece, picture, organisation or list at once: the second reads both (PROMISES B5)."""

import re

import pytest
from flask import Flask

from tests import make
from tests.equipment import desk
from tests.make import NOW, Browser
from wok.db import db, transaction
from wok.equipment.models import Item, Picture
from wok.events.models import Organisation


@pytest.fixture
def pages(app: Flask) -> dict[str, tuple[str, str, str]]:
    """Each page: a field, what the first editor writes, what the second does."""
    item: Item = desk.tagged()
    with transaction():
        picture = Picture(item_id=item.id, digest="d" * 64, width=4, height=3, alt={"fr": "Rien"}, added_at=NOW)
        partner = Organisation(name="ASTI")
        db.session.add_all([picture, partner])
    thing = str(item.resource_id)
    return {
        "/en/staff/equipment/unit/PROJECTOR-01": ("note", "The lamp flickers", "The lens is loose"),
        f"/en/staff/equipment/{item.id}/pictures/{picture.id}": ("alt_fr", "Un projecteur gris", "Une lampe"),
        f"/en/staff/organisations/{partner.id}": ("name", "ASTI Luxembourg", "ASTI asbl"),
        "/en/staff/skills/things?skill=sound": ("thing", thing, ""),
    }


def test_who_saves_second_reads_both_and_nothing_is_lost(app: Flask, client: Browser, pages) -> None:
    make.sign_in(client, make.staff())
    nour = app.test_client()
    make.sign_in(nour, make.staff(name="Nour Ben Salah"))
    for page, (field, hers, his) in pages.items():
        late = make.form_of(nour.get(page).get_data(as_text=True))
        assert client.fill(page, **{field: hers}).status_code == 303, page

        clash = nour.post(late.action or page, data={**late.values, field: his})
        text = re.sub(r"\s+", " ", clash.get_data(as_text=True))
        assert clash.status_code == 409 and "Somebody else has just saved this page" in text, page
        assert his in text and (hers in text or "Projector" in text), page

        again = make.form_of(text)
        assert nour.post(again.action or page, data={**again.values, field: his}).status_code == 303, page
        assert hers not in make.form_of(nour.get(page).get_data(as_text=True)).values.get(field, ""), page
