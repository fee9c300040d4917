"""What can be brought in: a kind has fields, knows what is there already, and says which rows are the same."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime

from flask_babel.speaklater import LazyString

from wok.db import Base
from wok.kernel.values import dataclass
from wok.people.models import Person
from wok.transfer.cells import Reader, Value

Values = dict[str, Value]


@dataclass(frozen=True)
class Field:
    """One column: how its cells are read, and by which other headings it is known."""

    code: str
    label: LazyString
    read: Reader
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_added: bool = False  # what a file names comes to what is there; nothing is taken away
    example: str = ""
    is_fixed: bool = False  # what stands there already is not replaced by a file
    words: Mapping[str, LazyString | str] | None = None  # of its codes


@dataclass(frozen=True)
class Known:
    """Something that is there already. `locked` says why no file may change it; empty where one may."""

    id: int
    label: str
    values: Values
    locked: str = ""


@dataclass(frozen=True)
class Keys:
    """By what two rows are surely, and by what perhaps the same."""

    sure: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolved:
    """Values with the names in them found, and what could not be found, by field."""

    values: Values
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """One row to be made for a line of a file."""

    line: int
    values: Values


@dataclass(frozen=True)
class Part:
    """A row that belongs to what was made."""

    table: type[Base]
    id: int
    owner_id: int


@dataclass(frozen=True)
class Kind:
    """All that differs between associations, people, things and events."""

    code: str
    words: LazyString
    counted: Callable[[int], str]  # "48 associations"
    fields: tuple[Field, ...]
    table: type[Base]
    known: Callable[[str], list[Known]]  # in a language
    keys: Callable[[Values], Keys]
    resolver: Callable[["Way"], Callable[[Values], Resolved]]  # reads the names once, then resolves line by line
    make: Callable[[list[Made], "Way"], list[int]]  # ids in the order given
    change: Callable[[int, Values, "Way"], None]
    restore: Callable[[int, Mapping[str, Value | None], "Way"], None]  # the way back; None: there was nothing
    remove: Callable[[list[int]], None]  # what an import made and nobody touched
    page: str  # endpoint of one row's page
    page_argument: str
    is_add_only: bool = False  # what is there already is left as it is
    parts: Callable[[list[int]], list["Part"]] | None = None  # rows that belong to it and go with it
    own_tables: frozenset[str] = frozenset()  # what points to it from there does not keep it
    touched: Callable[[list[int], datetime], set[int]] | None = None  # more that tells it was used since the import

    def field(self, code: str) -> Field:
        """The field of this code."""
        return next(one for one in self.fields if one.code == code)

    def has_field(self, code: str) -> bool:
        """Whether there is one of this code."""
        return any(one.code == code for one in self.fields)


@dataclass(frozen=True)
class Way:
    """How an import is carried out: when, in which language, whether its people book for their associations."""

    now: datetime
    language: str
    by: Person
    may_book: bool = False
    tells: bool = False
    link_for: Callable[[str], str] | None = None
