"""Pure decisions of the booking core: who of the waiting list gets which places."""

from collections.abc import Iterable

from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Waiting:
    """One entry of the waiting list, in order of joining."""

    entry_id: int
    quantity: int


@dataclass(frozen=True)
class Promotion:
    """Who gets an offer, who is asked whether fewer may come, and what nobody on the list can use."""

    offered: list[int]
    ask_fewer: dict[int, int]  # entry id -> places we can give
    left_over: int


def promote(free: int, waiting: Iterable[Waiting]) -> Promotion:
    """First come: the oldest entry that fits gets the offer, those skipped for size keep their place.

    A party larger than what is free is asked whether fewer may come; meanwhile the seats go on to the next.
    """
    offered: list[int] = []
    too_large: list[Waiting] = []
    left = max(0, free)
    for entry in waiting:
        if entry.quantity <= left:
            offered.append(entry.entry_id)
            left -= entry.quantity
        else:
            too_large.append(entry)
    return Promotion(offered, {entry.entry_id: left for entry in too_large if left > 0}, left)
