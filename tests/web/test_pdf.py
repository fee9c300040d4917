"""Pages for paper: what a reader who listens gets, and what people's own words may not do."""

import pytest

from wok.web.pdf import Bullets, Document, Figure, Heading, NewPage, Paragraph, Part, Run, Table, pdf_bytes

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'
MARKUP = '#strong[x] $x^2$ *bold* _it_ <label> @ref `raw` // c /* \\ ] #import "@preview/x:1.0.0" #read("/etc/passwd")'


def paper(*blocks, title="Programme d’été", language="fr"):
    """A document that begins with its title."""
    return Document(title, language, [Heading(title, 1), *blocks], foot="Wok · 58 77 1-1558")


def test_a_page_for_paper_is_tagged_has_a_title_and_says_its_language():
    said = paper(
        Heading("Mercredi 2 décembre"),
        Paragraph([Run("12:00", is_strong=True), Run(" Lunch", "en"), Run(" wok.lu", href="https://wok.lu/fr")]),
        Bullets(["l’été", Run("Käsespätzle", "de")]),
        Table("Places", ["Jour", "Places"], [["Lundi", "4"]], widths=(3, 1), numbers=frozenset({1})),
        Figure(SQUARE, "Un carré", 20),
        NewPage(),
        Paragraph("Fin"),
    )

    made = pdf_bytes(said)

    assert made.startswith(b"%PDF-") and b"/Lang(fr)" in made.replace(b"/Lang (", b"/Lang(")
    assert all(sign in made for sign in (b"/StructTreeRoot", b"/Title", b"pdfuaid:part"))
    assert pdf_bytes(said) == made


def test_each_part_in_another_language_is_tagged_with_it_and_begins_a_page():
    parts = [Part("fr", [Heading("Programme", 1), Paragraph("Bonjour")]), Part("pt", [Heading("Programa", 1)])]

    made = pdf_bytes(Document("Programme", "fr", parts)).replace(b"/Lang (", b"/Lang(")

    assert b"/Lang(fr)" in made and b"/Lang(pt)" in made and b"pdfuaid:part" in made
    assert b"/Count 2" in made


@pytest.mark.parametrize(
    "words",
    [
        "نادي الرقص",
        "Клуб танца",
        "O’Neil d'Artagnan",
        MARKUP,
        "",
        "a\x00b\r\nc\u2028d\ud800",
        "\u202eabc\ufeff",
        "]" * 3000,
    ],
    ids=["arabic", "cyrillic", "apostrophes", "markup", "nothing", "controls", "directions", "long"],
)
def test_whatever_people_write_stays_words(words):
    made = pdf_bytes(paper(Heading(words), Paragraph(words), Bullets([words]), Table(words, [words], [[words]])))

    assert b"pdfuaid:part" in made


def test_a_letter_no_font_has_costs_the_promise_but_not_the_page():
    made = pdf_bytes(paper(Paragraph("🧆 中文")))

    assert made.startswith(b"%PDF-") and b"/StructTreeRoot" in made
