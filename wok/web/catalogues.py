"""The sentences of one language as its .po file has them.

Babel's own reader makes an object with fifteen attributes of each of five thousand sentences: a quarter of a second
before the first page, and megabytes that a process never gives back (SPEED.md).
"""

import re
import sys
from gettext import c2py

from babel.support import Translations

PART = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)
FUZZY = re.compile(r"^#,.*\bfuzzy\b", re.MULTILINE)
ESCAPED = re.compile(r"\\(.)")
MEANT = {"n": "\n", "t": "\t", "r": "\r"}


class Sentences(Translations):
    """What is said in one language; a sentence without a sure translation is said as it is written."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self._catalog: dict[str | tuple[str, int], str] = {}
        head, *entries = written.split("\n\n")
        self.plural = c2py(_plural_rule(_parts(head)["msgstr"]))  # type: ignore[assignment]  # whole numbers are all we count
        for entry in entries:
            if "fuzzy" not in entry or not FUZZY.search(entry):
                self._add(_parts(entry))

    def _add(self, parts: dict[str, str]) -> None:
        context = f"{parts['msgctxt']}\x04" if "msgctxt" in parts else ""
        sentence = sys.intern(context + parts.get("msgid", ""))  # the languages share their keys
        for name, said in parts.items():
            if said and name == "msgstr":
                self._catalog[sentence] = said
            elif said and name.startswith("msgstr["):
                self._catalog[sentence, int(name[7:-1])] = said


def _parts(entry: str) -> dict[str, str]:
    """`msgid`, `msgstr` and so on of one entry, as text; a comment or an entry no longer used has none."""
    return {name: _text(quoted) for name, quoted in PART.findall(entry)}


def _text(quoted: str) -> str:
    text = quoted.rstrip("\n").replace('"\n"', "")[1:-1]
    return ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), text) if "\\" in text else text


def _plural_rule(head: str) -> str:
    """The C expression of the head's line `Plural-Forms: nplurals=2; plural=(n != 1);`."""
    found = re.search(r"^Plural-Forms:.*\bplural=([^;]+)", head, re.MULTILINE)
    return found[1] if found else "n != 1"
