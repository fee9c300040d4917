"""Text stays text: the one cleaning function at the door (PROMISES S8)."""

import unicodedata

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BREAKS = frozenset("\u0085\u2028\u2029\x0b\x0c")


def clean(text: str, *, lines: bool = False) -> str:
    """`text` in NFC without control, NUL, bidi-override or odd line-break characters, trimmed.

    With `lines` real line breaks stay (as \\n); without, they become a blank.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if all(line.isprintable() for line in text.split("\n")):  # as nearly every text is: nothing in it is to go
        return (text if lines else text.replace("\n", " ")).strip()
    kept = []
    for char in text:
        if char in BREAKS or char == "\n":
            kept.append("\n" if lines else " ")
        elif char == "\t":
            kept.append(" ")
        elif char not in BIDI and unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"):
            kept.append(char)
    return "".join(kept).strip()
