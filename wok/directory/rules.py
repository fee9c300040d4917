"""What a letter may hold and how many may be written: a person's measure, never thousands. PURE."""

import re
from datetime import timedelta

NEW_A_DAY = 5  # new conversations of one writer
NEW_A_DAY_STRANGER = 2
LETTERS_A_DAY = 20  # of one writer, answers too
UNANSWERED_A_DAY = 3  # of a stranger, while the association has not answered
FROM_ONE_PLACE = 10  # new conversations of visitors from one connection
STRANGERS_TO_ONE = 10  # new conversations of visitors that one association gets
DAY = timedelta(days=1)
MOST_LINKS = 2
MOST_DELEGATES = 6  # told of one letter
ENDINGS = (
    "com|net|org|info|biz|io|eu|lu|fr|de|be|pt|uk|it|es|nl|ch|at|ru|cn|xyz|top|site|online|shop|link|click|app|me|ly"
)
LINK = re.compile(
    rf"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|(?<![@\w.-])(?:[\w-]+\.)+(?:{ENDINGS})\b(?:/\S*)?", re.IGNORECASE
)


def links_in(words: str) -> int:
    """How many addresses of websites a text holds, written in full or not; e-mail addresses are none."""
    return len(LINK.findall(words))


def most_links(*, is_first: bool, is_stranger: bool) -> int:
    """How many links a letter may hold: none in a stranger's first."""
    return 0 if is_first and is_stranger else MOST_LINKS
