"""Letters folded for the search: accents, capitals, apostrophes and other scripts."""

import pytest

from wok.kernel import letters


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("cafe", "Café du Parc", id="accent"),
        pytest.param("CAFÉ", "café du parc", id="capitals"),
        pytest.param("haddad", "Haddâd", id="accent inside"),
        pytest.param("l arc", "L’Arc-en-ciel", id="apostrophe as blank"),
        pytest.param("l'arc en ciel", "L’Arc-en-ciel", id="another apostrophe"),
        pytest.param("jean-luc", "Jean Luc", id="hyphen for a blank"),
        pytest.param("jeanluc", "Jean-Luc", id="hyphen left out"),
        pytest.param("strasse", "Straße", id="sharp s"),
        pytest.param("soren oeuvre", "Œuvre de Søren", id="letters of two"),
        pytest.param("иванова", "Ольга ИВАНОВА", id="Cyrillic"),
        pytest.param("أمينة", "أمينة حداد", id="Arabic"),
        pytest.param("a@b", "a@b.lu", id="address"),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, name):
    assert letters.has_all(letters.fold(name), letters.words(typed))


@pytest.mark.parametrize("typed", ["", "  ", "%", "_'-", "\u0301"])
def test_signs_alone_look_for_nothing(typed):
    assert letters.words(typed) == []


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("cafe", "Le Café", ["Café"]),
        ("larc", "L’Arc", ["L’Arc"]),
        ("ha da", "Haddad", ["Ha", "da"]),
        ("strasse", "Straße", ["Straße"]),
        ("zz", "Le Café", []),
    ],
)
def test_what_was_found_is_marked_as_it_is_written(typed, text, marked):
    found = letters.pieces(text, letters.words(typed))
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.is_marked] == marked
