"""Finding associations: one small query over the full text of either database (migration 0005).

Words are folded by us when written and when asked, so that accents, capitals and ß never matter. A word finds those
that begin with it or contain it; where none does, those with a slip in it. Names come before texts.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, text

from wok.db import db, is_sqlite
from wok.kernel import letters, nearness
from wok.kernel.values import dataclass

LONGEST = 40  # letters of a word that are kept
MOST_ALIKE = 40
ALL, NEAR, SOME = "all", "near", "some"

LITE = """SELECT rowid AS id, count(*) OVER () AS total FROM association_search WHERE association_search MATCH :wanted
 ORDER BY rowid IN (SELECT rowid FROM association_search WHERE association_search MATCH :named) DESC, sort_name, rowid
 LIMIT :limit OFFSET :offset"""
LITE_ALL = """SELECT rowid AS id, count(*) OVER () AS total FROM association_search
 ORDER BY sort_name, rowid LIMIT :limit OFFSET :offset"""
BIG = """SELECT association_id AS id, count(*) OVER () AS total FROM association_search
 WHERE found @@ CAST(:wanted AS tsquery)
 ORDER BY (found @@ CAST(:named AS tsquery)) DESC, sort_name COLLATE "C", association_id LIMIT :limit OFFSET :offset"""
BIG_ALL = """SELECT association_id AS id, count(*) OVER () AS total FROM association_search
 ORDER BY sort_name COLLATE "C", association_id LIMIT :limit OFFSET :offset"""
HOLDING = text("SELECT word FROM association_search_word WHERE word LIKE :part ORDER BY length(word), word LIMIT :most")
OF_LENGTH = text("SELECT word FROM association_search_word WHERE length(word) BETWEEN :least AND :most")


@dataclass(frozen=True)
class Page:
    """Numbers of associations in order, how many there are in all, and how: all words, near ones, or only some words."""

    ids: list[int]
    total: int
    how: str = ALL


@dataclass(frozen=True)
class Term:
    """One word of the question: what stands for it in the index. `is_start`: what begins with it counts, too."""

    word: str
    alike: tuple[str, ...]
    is_start: bool


@dataclass(frozen=True)
class Row:
    """What the index keeps of one association; the texts are split into words here."""

    association_id: int
    name: str
    texts: tuple[str, ...]
    tags: tuple[str, ...]


def find(
    words: str,
    *,
    themes: Sequence[str] = (),
    languages: Sequence[str] = (),
    neighbourhoods: Sequence[int] = (),
    limit: int = 20,
    offset: int = 0,
) -> Page:
    """Associations that have every word and one of each kind of filter; where none has, those with some of the words."""
    filters = [
        [theme_tag(code) for code in themes],
        [language_tag(code) for code in languages],
        [neighbourhood_tag(number) for number in neighbourhoods],
    ]
    tags = [chosen for chosen in filters if chosen]
    asked = [word[:LONGEST] for word in letters.words(words)]
    asked = [word for word in asked if len(word) > 1] or asked
    if not asked:
        return _page([], tags, limit, offset) if not words.strip() or tags else Page([], 0)
    known = [_term(word) for word in asked]
    terms = [term for term in known if term is not None]
    is_near = any(term and not term.is_start for term in known)
    if len(terms) == len(known):
        found = _page([[term] for term in terms], tags, limit, offset)
        if found.total or offset:
            return Page(found.ids, found.total, NEAR if is_near else ALL)
    found = _page([terms], tags, limit, offset) if len(known) > 1 and terms else Page([], 0)
    return Page(found.ids, found.total, SOME)


def _term(word: str) -> Term | None:
    """What a typed word may stand for; None when nothing in the index is like it."""
    part = f"%{word}%" if len(word) > 3 else f"{word}%"
    holding = db.session.scalars(HOLDING, {"part": part, "most": MOST_ALIKE}).all()
    if holding:
        return Term(word, tuple(one for one in holding if not one.startswith(word)), is_start=True)
    slips = nearness.slips_allowed(word)
    lengths = {"least": len(word) - slips, "most": len(word) + slips}
    near = nearness.nearest(word, db.session.scalars(OF_LENGTH, lengths)) if slips else []
    return Term(word, tuple(near), is_start=False) if near else None


def _page(groups: list[list[Term]], tags: list[list[str]], limit: int, offset: int) -> Page:
    """Every group must fit, of each any of its terms."""
    given: dict[str, object] = {"limit": limit, "offset": offset}
    if not groups and not tags:
        rows = db.session.execute(text(LITE_ALL if is_sqlite() else BIG_ALL), given).all()
    elif is_sqlite():
        given["wanted"] = " AND ".join(
            [_lite(group, "name words") for group in groups] + [_lite_tags(one) for one in tags]
        )
        given["named"] = " AND ".join(_lite(group, "name") for group in groups) or '"-"'
        rows = db.session.execute(text(LITE), given).all()
    else:
        given["wanted"] = " & ".join([_big(group, "") for group in groups] + [_big_tags(one) for one in tags])
        given["named"] = " & ".join(_big(group, ".n") for group in groups) or "'.'"
        rows = db.session.execute(text(BIG), given).all()
    return Page([row.id for row in rows], rows[0].total if rows else 0)


def _lite(group: Iterable[Term], columns: str) -> str:
    ways = [f'"{term.word}" *' for term in group if term.is_start]
    ways += [f'"{word}"' for term in group for word in term.alike]
    return f"({{{columns}}} : ({' OR '.join(ways)}))"


def _lite_tags(tags: Iterable[str]) -> str:
    return "({tags} : (" + " OR ".join(f'"{tag}"' for tag in tags) + "))"


def _big(group: Iterable[Term], mark: str) -> str:
    ways = [f"'{mark}{term.word}':*" for term in group if term.is_start]
    ways += [f"'{mark}{word}'" for term in group for word in term.alike]
    return f"({' | '.join(ways)})"


def _big_tags(tags: Iterable[str]) -> str:
    return "(" + " | ".join(f"'.t{tag}'" for tag in tags) + ")"


def theme_tag(code: str) -> str:
    """A theme, as the index keeps it."""
    return f"theme{letters.fold(code)}"


def language_tag(code: str) -> str:
    """A spoken language, as the index keeps it."""
    return f"language{letters.fold(code)}"


def neighbourhood_tag(number: int) -> str:
    """A neighbourhood, as the index keeps it."""
    return f"place{number}"


def tokens(text: str) -> list[str]:
    """The folded words of a text, each once; "Saint-Paul" is found by saint, by paul and by saintpaul."""
    found: dict[str, None] = {}
    for chunk in text.split():
        parts = "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in chunk).split()
        for part in [*parts, chunk] if len(parts) > 1 else parts:
            word = letters.fold(part)[:LONGEST]
            if word:
                found[word] = None
    return list(found)


def forget(ids: Sequence[int]) -> None:
    """Take these associations out of the index."""
    key = "rowid" if is_sqlite() else "association_id"
    statement = text(f"DELETE FROM association_search WHERE {key} IN :ids").bindparams(bindparam("ids", expanding=True))
    _connection().execute(statement, {"ids": list(ids)})


def keep(rows: Sequence[Row]) -> None:
    """Write these associations into the index, which does not have them, and their words into the list of words."""
    connection = _connection()
    kept = [_lite_row(row) for row in rows] if is_sqlite() else [_big_row(row) for row in rows]
    connection.execute(text(LITE_NEW if is_sqlite() else BIG_NEW), kept)
    words = sorted({word for row in rows for part in (row.name, *row.texts) for word in tokens(part)})
    if words:
        connection.execute(text(NEW_WORD), [{"word": word} for word in words])


LITE_NEW = "INSERT INTO association_search (rowid, name, words, tags, sort_name) VALUES (:id, :name, :words, :tags, :sort_name)"
BIG_NEW = """INSERT INTO association_search (association_id, found, sort_name)
 VALUES (:id, array_to_tsvector(CAST(:found AS text[])), :sort_name)"""
NEW_WORD = "INSERT INTO association_search_word (word) VALUES (:word) ON CONFLICT DO NOTHING"


def _lite_row(row: Row) -> dict[str, object]:
    words = sorted({word for part in row.texts for word in tokens(part)})
    named, tags = " ".join(tokens(row.name)), " ".join(row.tags)
    return {"id": row.association_id, "name": named, "words": " ".join(words), "tags": tags, **_sorted_by(row)}


def _big_row(row: Row) -> dict[str, object]:
    named = tokens(row.name)
    words = {word for part in row.texts for word in tokens(part)}
    found = sorted({*named, *words, *(f".n{word}" for word in named), *(f".t{tag}" for tag in row.tags)})
    return {"id": row.association_id, "found": found, **_sorted_by(row)}


def _sorted_by(row: Row) -> dict[str, object]:
    return {"sort_name": letters.fold(row.name)[:200]}


def empty() -> None:
    """Begin the index afresh."""
    for table in ("association_search", "association_search_word"):
        _connection().execute(text(f"DELETE FROM {table}"))


def _connection() -> Connection:
    return db.session.connection()
