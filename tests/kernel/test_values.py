"""Value objects that are completed at first use are what the standard library would have made at once."""

import copy
import dataclasses
import pickle
import re
import threading

import pytest

from tests.house.source import modules
from wok.kernel.values import dataclass


@dataclass(frozen=True, order=True)
class Seat:
    """One seat at lunch."""

    table: int
    guests: tuple[str, ...] = dataclasses.field(default_factory=tuple, compare=False)

    def __post_init__(self) -> None:
        if self.table < 1:
            raise ValueError("tables are counted from one")


def test_a_value_object_is_made_compared_copied_and_never_changed():
    by_door = Seat(1, guests=("Amina",))
    assert repr(by_door) == "Seat(table=1, guests=('Amina',))"
    assert by_door == Seat(1) != Seat(2) and by_door < Seat(2) and len({by_door, Seat(1)}) == 1
    assert dataclasses.replace(by_door, table=3).guests == ("Amina",)
    assert dataclasses.asdict(Seat(2)) == {"table": 2, "guests": ()}
    assert copy.copy(by_door) == pickle.loads(pickle.dumps(by_door)) == by_door
    with pytest.raises(dataclasses.FrozenInstanceError):
        by_door.table = 2  # type: ignore[misc]
    with pytest.raises(ValueError, match="counted from one"):
        Seat(0)
    with pytest.raises(TypeError, match=r"Seat.__init__\(\) missing 1 required"):
        Seat()  # type: ignore[call-arg]


def test_the_fields_of_a_class_are_known_before_the_first_of_it():
    @dataclass
    class Table:
        seats: int = 8

    assert dataclasses.is_dataclass(Table) and [field.name for field in dataclasses.fields(Table)] == ["seats"]
    assert Table() == Table(8)


def test_threads_that_meet_at_the_first_one_all_get_theirs():
    for _round in range(20):

        @dataclass(frozen=True)
        class Cup:
            full: bool = True

        made: list[bool] = []
        gate = threading.Barrier(8)

        def fill(gate: threading.Barrier = gate, kind: type[Cup] = Cup, made: list[bool] = made) -> None:
            gate.wait()
            made.append(kind(full=True).full)

        drinkers = [threading.Thread(target=fill) for _ in range(8)]
        for one in drinkers:
            one.start()
        for one in drinkers:
            one.join()
        assert made == [True] * 8


def test_every_dataclass_of_the_wok_is_such_a_one():
    eager = re.compile(r"^from dataclasses import .*\bdataclass\b|^import dataclasses", re.MULTILINE)
    found = [name for name, path in modules().items() if eager.search(path.read_text(encoding="utf-8"))]
    assert found == ["wok.kernel.values"], "take dataclass from wok.kernel.values: it costs nothing at start"


def test_a_class_that_could_not_be_completed_late_is_refused_at_once():
    @dataclass(frozen=True)
    class Cup:
        full: bool

    with pytest.raises(TypeError, match="no heirs"):

        @dataclass(frozen=True)
        class Mug(Cup):
            handle: bool

    with pytest.raises(TypeError, match="no flags"):

        @dataclass(kw_only=True)
        class Bowl:
            full: bool
