"""Value objects whose methods are written when the first of them is made.

The standard library writes and compiles six functions for each frozen dataclass at once. The Wok has over four
hundred of them, most of which a process needs late or never: they were a quarter of its start (SPEED.md).
"""

import dataclasses
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

_writing = Lock()


class _Fields:
    """Stands where the fields will be: whoever asks for them gets the class completed."""

    def __init__(self, complete: Callable[[], None]) -> None:
        self.complete = complete

    def __get__(self, _value: object, kind: Any) -> Any:
        self.complete()
        return kind.__dataclass_fields__


def _late(kind: Any, flags: dict[str, bool]) -> Any:
    """The class as it is, with a beginning that completes it. It neither is nor has an heir with own fields."""
    if flags.keys() - {"frozen", "order"} or any("__dataclass_fields__" in vars(one) for one in kind.__mro__[1:]):
        raise TypeError(f"{kind.__qualname__}: no heirs, and no flags but frozen and order; see {__name__}")

    def begin(value: Any, *given: Any, **named: Any) -> None:
        complete()
        kind.__init__(value, *given, **named)

    def complete() -> None:
        with _writing:
            if kind.__init__ is begin:
                written = _written_init(kind, is_frozen=flags.get("frozen", False))
                dataclasses.dataclass(init=False, **flags)(kind)
                kind.__init__ = written  # last: until then other threads come by here and wait

    kind.__init__, kind.__dataclass_fields__ = begin, _Fields(complete)
    return kind


def _written_init(kind: Any, *, is_frozen: bool) -> Callable[..., None]:
    """The function that fills the fields, made on a class beside: there the library never overwrites one."""
    fields = kind.__annotations__  # not among its variables from Python 3.14 on
    names = ("__module__", "__qualname__", "__post_init__", *fields)
    given = {name: vars(kind)[name] for name in names if name in vars(kind)}
    beside: Any = type(kind.__name__, (), {**given, "__annotations__": fields})
    written: Callable[..., None] = dataclasses.dataclass(repr=False, eq=False, frozen=is_frozen)(beside).__init__
    return written


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(kind=None, /, **flags):
        """The standard library's decorator, at work only when the class is first used."""
        return _late(kind, flags) if kind else lambda decorated: _late(decorated, flags)
