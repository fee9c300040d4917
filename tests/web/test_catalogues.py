"""The sentences of a language are read from its .po file just as Babel reads them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wok.web import language
from wok.web.catalogues import Sentences

WRITTEN = r"""# A head.
msgid ""
msgstr ""
"Language: fr\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#, python-format
msgid "Hello %(name)s, \"dear\" friend"
msgstr ""
"Bonjour %(name)s,\n"
"cher \"ami\""

msgid "%(num)s seat"
msgid_plural "%(num)s seats"
msgstr[0] "%(num)s place"
msgstr[1] "%(num)s places"

#, fuzzy, python-format
msgid "Not sure"
msgstr "Pas sûr"

msgid "Not yet"
msgstr ""

msgctxt "month"
msgid "March"
msgstr "mars"

#~ msgid "Gone"
#~ msgstr "Parti"
"""


def test_a_sentence_without_a_sure_translation_stays_as_written():
    said = Sentences(WRITTEN)
    assert said.gettext('Hello %(name)s, "dear" friend') == 'Bonjour %(name)s,\ncher "ami"'
    assert [said.ngettext("%(num)s seat", "%(num)s seats", number)[-6:] for number in (0, 1, 2)] == [
        " place",
        " place",
        "places",
    ]
    assert said.pgettext("month", "March") == "mars"
    for same in ("Not sure", "Not yet", "March", "Gone", ""):
        assert said.gettext(same) == same


@pytest.mark.parametrize("code", [code for code in language.LANGUAGES if code != "en"])
def test_every_sentence_is_what_babel_reads(code: str):
    file = language.CATALOGUES / code / "LC_MESSAGES" / "messages.po"
    assert Sentences(file.read_text(encoding="utf-8"))._catalog == dict(_babels(file))


def _babels(file: Path) -> Iterator[tuple[str | tuple[str, int], str]]:
    with file.open("rb") as source:
        for message in read_po(source):
            before = f"{message.context}\x04" if message.context else ""
            if not message.id or message.fuzzy:
                continue
            if isinstance(message.id, str):
                yield before + message.id, str(message.string)
            else:
                yield from (((before + message.id[0], number), said) for number, said in enumerate(message.string))
