"""Search associations, and bring the first neighbourhoods. Written by hand: the search tables are not models.

The neighbourhoods are those the staff had typed among the texts of the house, else Differdange's,
and those of the community work in Dudelange and Luxembourg.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAMES = ("fr", "pt", "en", "de", "lb")
KNOWN = {  # French|Portuguese|English|German|Luxembourgish|town; an empty one is a gap
    "Differdange centre": "Differdange centre|Centro de Differdange|Differdange centre|Differdingen Zentrum|Déifferdeng Zentrum|Differdange",
    "Fousbann": "Fousbann|Fousbann|Fousbann|Fousbann|Fousbann|Differdange",
    "Oberkorn": "Oberkorn|Oberkorn|Oberkorn|Oberkorn|Uewerkuer|Differdange",
    "Niederkorn": "Niederkorn|Niederkorn|Niederkorn|Niederkorn|Nidderkuer|Differdange",
    "Lasauvage": "Lasauvage|Lasauvage|Lasauvage|Lasauvage|Zowaasch|Differdange",
    "Schmelz": "Schmelz|Schmelz|Schmelz|Schmelz|Schmelz|Dudelange",
    "Italie": "Italie|Italie|Italie|Italien|Italien|Dudelange",
    "Gare": "Gare|Gare|Gare|Gare|Gare|Luxembourg",
    "Bonnevoie": "Bonnevoie|Bonnevoie|Bonnevoie|Bonneweg|Bouneweg|Luxembourg",
    "Eich": "Eich|Eich|Eich|Eich|Eech|Luxembourg",
    "Dommeldange": "Dommeldange|Dommeldange|Dommeldange|Dommeldingen|Dummeldeng|Luxembourg",
    "Pfaffenthal": "Pfaffenthal|Pfaffenthal|Pfaffenthal|Pfaffenthal|Pafendall|Luxembourg",
}
AT_HOME = list(KNOWN)[:5]

neighbourhood = sa.table(
    "neighbourhood",
    sa.column("name", sa.JSON()),
    sa.column("town", sa.String()),
    sa.column("position", sa.Integer()),
    sa.column("is_shown", sa.Boolean()),
    sa.column("version", sa.Integer()),
)


def upgrade() -> None:
    words = dict.fromkeys([*_typed(), *list(KNOWN)[5:]])
    op.bulk_insert(neighbourhood, [_row(name, place) for place, name in enumerate(words, 1)])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE association_search USING fts5"
            "(name, words, tags, sort_name UNINDEXED, tokenize = 'unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            "CREATE TABLE association_search"
            " (association_id integer PRIMARY KEY, found tsvector NOT NULL, sort_name varchar(200) NOT NULL)"
        )
        op.execute("CREATE INDEX ix_association_search_found ON association_search USING gin (found)")
        op.execute("CREATE INDEX ix_association_search_sort_name ON association_search (sort_name, association_id)")
    op.execute("CREATE TABLE association_search_word (word varchar(40) NOT NULL PRIMARY KEY)")


def _typed() -> list[str]:
    """What staff had typed among the texts of the house, before the neighbourhoods had a list of their own."""
    stored = op.get_bind().execute(sa.text("SELECT value FROM house_text WHERE key = 'neighbourhoods'")).scalar()
    names = json.loads(stored) if isinstance(stored, str) else stored
    return list(names) if names else AT_HOME


def _row(name: str, position: int) -> dict[str, object]:
    *names, town = KNOWN.get(name, f"{name}|||||Differdange").split("|")
    texts = {code: words for code, words in zip(NAMES, names, strict=True) if words}
    return {"name": texts, "town": town, "position": position, "is_shown": True, "version": 1}
