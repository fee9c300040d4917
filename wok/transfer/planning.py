"""What an import would do, line by line, without doing it: new, changed, the same, or what is wrong and where."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from wok.kernel.values import dataclass
from wok.transfer.cells import Unreadable, Value
from wok.transfer.kinds import Field, Keys, Kind, Known, Made, Values, Way
from wok.web.sentences import gettext as _

STATES = ("error", "perhaps", "new", "changed", "same", "leave")


@dataclass(frozen=True)
class Line:
    """One line of the file as it waits, with what staff chose for it."""

    id: int
    line: int
    cells: Sequence[str]
    choice: str = ""


@dataclass(frozen=True)
class Change:
    """One field that would change."""

    field: Field
    before: Value | None
    after: Value


@dataclass(frozen=True)
class Planned:
    """What would become of one line. `faults`: column -> sentence; -1 where it is about the line as a whole."""

    line: Line
    state: str
    values: Values
    faults: dict[int, str] = field(default_factory=dict)
    known: Known | None = None
    twin: int | None = None  # the earlier line that says the same
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """The whole file."""

    lines: list[Planned]

    def counts(self) -> Counter[str]:
        """How many lines in each state."""
        return Counter(one.state for one in self.lines)

    def fingerprint(self) -> str:
        """Changes when what would be done changes."""
        done = [
            (one.line.line, one.state, one.known.id if one.known else 0, _plain(one))
            for one in self.lines
            if one.state in ("new", "changed")
        ]
        return hashlib.sha256(json.dumps(done, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]

    def makes(self) -> list[Made]:
        """The rows it would make."""
        return [Made(one.line.line, one.values) for one in self.lines if one.state == "new"]


def _plain(one: Planned) -> object:
    return one.values if one.state == "new" else [(each.field.code, each.before, each.after) for each in one.changes]


def plan(
    kind: Kind, matched: Mapping[str, str], lines: Iterable[Line], way: Way, *, known: Sequence[Known] | None = None
) -> Plan:
    """Compare every line with what is there and with the lines before it. Reads, writes nothing."""
    book = _Book(kind, kind.known(way.language) if known is None else known)
    resolve = kind.resolver(way)
    columns = [(int(at), kind.field(code)) for at, code in matched.items() if kind.has_field(code)]
    at_column = {one.code: at for at, one in columns}
    done: list[Planned] = []
    for line in lines:
        if line.choice == "leave":
            done.append(Planned(line, "leave", {}))
            continue
        values, faults = _read(columns, line)
        resolved = resolve(values)
        faults |= {at_column.get(code, -1): words for code, words in resolved.faults.items()}
        for one in kind.fields:
            if one.is_required and one.code not in values and at_column.get(one.code, -1) not in faults:
                faults[at_column.get(one.code, -1)] = _("%(field)s is missing.", field=one.label)
        done.append(book.judge(line, resolved.values, faults))
    return Plan(done)


def _read(columns: Iterable[tuple[int, Field]], line: Line) -> tuple[Values, dict[int, str]]:
    """The filled cells as values; an empty cell says nothing and changes nothing."""
    values: Values = {}
    faults: dict[int, str] = {}
    for at, one in columns:
        cell = line.cells[at] if at < len(line.cells) else ""
        if not cell:
            continue
        try:
            values[one.code] = one.read(cell)
        except Unreadable as refusal:
            faults[at] = str(refusal.sentence)
    return values, faults


class _Book:
    """Who is known by which key: what is there, and the lines that came before."""

    def __init__(self, kind: Kind, known: Sequence[Known]) -> None:
        self._kind = kind
        self._sure: dict[str, Known] = {}
        self._perhaps: dict[str, Known] = {}
        self._lines: dict[str, int] = {}
        self._met: dict[int, int] = {}  # known id -> line
        for one in known:
            keys = kind.keys(one.values)
            self._sure |= dict.fromkeys(keys.sure, one)
            for key in keys.perhaps:
                self._perhaps.setdefault(key, one)

    def judge(self, line: Line, values: Values, faults: dict[int, str]) -> Planned:
        """One line, once its cells are read."""
        if faults:
            return Planned(line, "error", values, faults)
        keys = self._kind.keys(values)
        sure = next((self._sure[key] for key in keys.sure if key in self._sure), None)
        twin = next((self._lines[key] for key in keys.sure if key in self._lines), None)
        if twin is not None:
            words = _("The same as line %(line)s. Leave one of them out.", line=twin)
            return Planned(line, "error", values, {-1: words}, sure, twin)
        if sure is None:
            perhaps = next((self._perhaps[key] for key in keys.perhaps if key in self._perhaps), None)
            near = next((self._lines[key] for key in keys.perhaps if key in self._lines), None)
            if (perhaps or near) and not line.choice:
                return Planned(line, "perhaps", values, {}, perhaps, near)
            sure = perhaps if line.choice == "same" else None
        if sure is not None and sure.id in self._met and not self._kind.is_add_only:
            words = _("The same as line %(line)s. Leave one of them out.", line=self._met[sure.id])
            return Planned(line, "error", values, {-1: words}, sure, self._met[sure.id])
        self._remember(line, keys, sure)
        return self._compare(line, values, sure)

    def _remember(self, line: Line, keys: Keys, known: Known | None) -> None:
        for key in (*keys.sure, *keys.perhaps):
            self._lines.setdefault(key, line.line)
        if known is not None:
            self._met[known.id] = line.line

    def _compare(self, line: Line, values: Values, known: Known | None) -> Planned:
        if known is None:
            return Planned(line, "new", values)
        if self._kind.is_add_only:
            return Planned(line, "same", values, {}, known)
        changes = [
            Change(one, known.values.get(one.code), after)
            for one in self._kind.fields
            if one.code in values and (after := _after(one, known, values[one.code])) != known.values.get(one.code)
        ]
        fixed = next((one.field for one in changes if one.field.is_fixed and one.before), None)
        if changes and (known.locked or fixed):
            words = (
                _("%(field)s: something else is known already. Change it by hand on its page.", field=fixed.label)
                if fixed
                else ""
            )
            return Planned(line, "error", values, {-1: known.locked or words}, known)
        return Planned(line, "changed" if changes else "same", values, {}, known, None, changes)


def _after(one: Field, known: Known, said: Value) -> Value:
    """What the field would hold: lists that only grow keep what they have."""
    before = known.values.get(one.code)
    if one.is_added and isinstance(said, list) and isinstance(before, list):
        return [*before, *(each for each in said if each not in before)]
    return said
