"""The staff's list of neighbourhoods, which associations, events and figures choose from."""

from tests import make
from wok.db import db
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood


def test_claire_names_orders_and_hides_neighbourhoods(app):
    claire, rows = make.Browser(app), neighbourhoods.all_of_them()
    make.sign_in(claire, make.staff())
    assert [one.name["fr"] for one in rows][:2] == ["Differdange centre", "Fousbann"]
    dancers = make.association(neighbourhood="Oberkorn")
    page = "/en/staff/neighbourhoods"
    assert "Pafendall" not in claire.get(page).get_data(as_text=True)
    assert "Pafendall" in claire.get("/lb/staff/neighbourhoods").get_data(as_text=True)

    oberkorn = neighbourhoods.matching("UEWERKUER", rows)
    stale = claire.get(f"{page}/{oberkorn.id}").get_data(as_text=True)
    assert claire.fill(f"{page}/{oberkorn.id}", name_fr="Oberkorn-Gare", name_en="").status_code == 303
    assert db.session.get(Association, dancers.id).neighbourhood == "Oberkorn-Gare"
    read_before = make.form_of(stale, action="").values
    assert claire.post(f"{page}/{oberkorn.id}", data={**read_before, "name_fr": "Mine"}).status_code == 409
    assert claire.fill(f"{page}/new", name_en="fousbánn").status_code == 422
    assert claire.fill(f"{page}/new").status_code == 422
    assert claire.fill(f"{page}/new", name_en="Woiwer").status_code == 303

    woiwer = neighbourhoods.all_of_them()[-1]
    assert claire.fill(page, action=f"{page}/{woiwer.id}/up").status_code == 303
    assert claire.fill(page, action=f"{page}/{oberkorn.id}/hide").status_code == 303
    assert neighbourhoods.all_of_them()[-2].id == woiwer.id
    assert oberkorn.id not in {one.id for one in neighbourhoods.shown()}
    assert oberkorn.id in dict(neighbourhoods.choices("en", keep=oberkorn.id))
    assert db.session.get(Neighbourhood, woiwer.id).name == {"en": "Woiwer"}
