"""Finding associations: accents, capitals, slips and five languages; the index follows every change."""

from tests import make
from tests.directory.cast import entry
from wok.db import db, transaction
from wok.directory import indexing, search
from wok.directory.models import DirectoryEntry
from wok.people import neighbourhoods
from wok.people.models import Association


def names(words: str, **filters) -> list[str]:
    """Who is found, in order."""
    return [db.session.get(Association, number).name for number in search.find(words, **filters).ids]


def test_associations_are_found_however_their_words_are_written(app):
    dancers = make.association(name="L’Amitié portugaise", is_listed=True, neighbourhood="Oberkorn")
    entry(dancers, about={"pt": "Danças e canções da nossa terra"}, themes=["dance"], languages=["pt", "fr"])
    verein = make.association(name="Straßenfußball Differdingen", is_listed=True, neighbourhood="Pafendall")
    entry(verein, about={"de": "Wir spielen Fußball"}, offering={"fr": "Ballons à prêter"}, themes=["sport"])
    arabs = make.association(name="نادي الأصدقاء", is_listed=True, neighbourhood="")
    make.association(name="Amitié cachée", is_listed=False)
    make.association(name="Amitié d’hier", is_listed=True, status="inactive")

    for words in ("amitie", "AMITIÉ", "l'amitié", "amit", "amitei", "cançoes", "dancas", "danse", "Tanz", "oberkorn"):
        assert names(words) == [dancers.name], words
    for words in ("strassenfussball", "fussball", "Fuszball", "ballon preter", "pfaffenthal"):
        assert names(words) == [verein.name], words
    assert names("الأصدقاء") == [arabs.name]
    assert names("zzzzzz") == []
    assert names("!!! ' \" * -- :") == []
    assert sorted(names("")) == sorted([dancers.name, verein.name, arabs.name])
    assert search.find("amitei").how == search.NEAR
    assert search.find("amitie zzzzzz").how == search.SOME
    assert names("", themes=["dance", "sport"], languages=["pt"]) == [dancers.name]
    pfaffenthal = neighbourhoods.matching("Pfaffenthal", neighbourhoods.all_of_them())
    assert names("", neighbourhoods=[pfaffenthal.id]) == [verein.name]
    page = search.find("", limit=2, offset=2)
    assert (len(page.ids), page.total) == (1, 3)


def test_the_index_follows_names_consent_and_neighbourhoods(app):
    dancers = make.association(name="Les danseurs", is_listed=True, neighbourhood="Pfaffenthal")
    shown = entry(dancers, about={"fr": "Valse"})
    assert names("valse") == ["Les danseurs"]
    with transaction():
        place = neighbourhoods.matching("Pfaffenthal", neighbourhoods.all_of_them())
        neighbourhoods.change(place, {"fr": "Vallée"}, "Luxembourg", version=place.version)
        db.session.get(DirectoryEntry, shown.id).about = {"fr": "Tango"}
        db.session.get(Association, dancers.id).name = "Les marcheurs"
    assert names("vallee") == names("tango") == ["Les marcheurs"]
    assert names("valse") == names("pfaffenthal") == []
    with transaction():
        search.empty()
    assert names("tango") == []
    with transaction():
        assert indexing.rebuild() == 1
    assert names("tango") == ["Les marcheurs"]
    with transaction():
        db.session.get(Association, dancers.id).is_listed = False
    assert names("tango") == names("") == []
    with transaction():
        db.session.delete(db.session.get(Association, dancers.id))
