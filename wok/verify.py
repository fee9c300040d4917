"""`wok verify-round FILE`: recompute a published round from its file alone, and name exactly what differs.

It needs the file and wok/kernel, no database and no settings. Whoever kept the commitment that was published before
the window opened compares it with the one printed here.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wok.kernel import fairness, lot, published
from wok.kernel.published import Malformed, Plain

MOST_BYTES = 64 * 1024 * 1024
SHOWN = 20


def run(name: str) -> int:
    """Check the file and print what was found; 0 when all of it holds, 1 when something differs or cannot be read."""
    try:
        text = _bytes(Path(name))
        data = opened(text)
        wrong = list(differences(data, text))
    except Malformed as fault:
        print(f"{name}: {fault}", file=sys.stderr)
        return 1
    if wrong:
        _print_wrong(name, wrong)
        return 1
    grants = data["outcome"]["grants"]
    print(f"{data['round']!r}: list, commitment, seed, tickets, order, grants and charges all hold.")
    print(f"{len(grants)} requests, {sum(1 for units in grants.values() if units)} got something.")
    print(f"commitment {data['commit']}")
    print("Compare it with the one that was published before the window opened.")
    if not data["public"]:
        print("No public number went into the seed: until the draw, the office alone knew the secret.")
    return 0


def opened(text: bytes) -> Plain:
    """The file's parts. Raises Malformed."""
    try:
        data = json.loads(text.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as fault:
        raise Malformed(f"is not UTF-8 text (byte {fault.start + 1})") from fault
    except json.JSONDecodeError as fault:
        raise Malformed(f"is broken at character {fault.pos + 1}: {fault.msg}") from fault
    except (RecursionError, ValueError) as fault:
        raise Malformed("is not a round's file: it is nested too deeply or has numbers without end") from fault
    if not isinstance(data, dict) or data.get("format") != published.FORMAT:
        raise Malformed(f"is not a round's file of the format {published.FORMAT}")
    if missing := sorted(set(published.PARTS) - set(data)):
        raise Malformed(f"lacks {', '.join(missing)}")
    for part in published.PARTS:
        kind = dict if part in {"input", "outcome", "tickets"} else str
        if not isinstance(data[part], kind):
            raise Malformed(f"the part {part!r} is not what it should be")
    return data


def differences(data: Plain, text: bytes) -> Iterator[str]:
    """Every part that is not what recomputing gives, as a sentence each. Raises Malformed."""
    try:
        if lot.canonical(data).encode("utf-8") != text:
            yield "the file is not written in the one form the Wok writes: spaces, order or spelling were changed"
        inputs = published.read(data["input"])
        yield from _of_the_lot(data, list(inputs.circles))
        outcome = fairness.run(inputs, data["seed"])
    except (TypeError, ValueError, RecursionError) as fault:
        raise Malformed(f"cannot be recomputed: {fault}") from fault
    yield from _of_the_outcome(data, published.told(outcome))


def _of_the_lot(data: Plain, circles: list[str]) -> Iterator[str]:
    if unknown := sorted(set(data) - set(published.PARTS)):
        yield f"the file has a part {unknown[0][:40]!r} that no round has"
    secret = data["secret"]
    if len(secret) != 64 or set(secret) - set("0123456789abcdef"):
        yield "secret: it is not 64 hexadecimal digits"
    elif lot.commitment(secret) != data["commit"]:
        yield "commitment: it is not the sha256 of the secret"
    list_ = lot.list_digest(data["input"])
    if list_ != data["list"]:
        yield f"list: the requests, standings and parameters give {list_}, the file says {data['list'][:64]}"
    seed = lot.seed(data["round"], secret, list_, data["public"])
    if seed != data["seed"]:
        yield f"seed: round, secret, list and public number give {seed}, the file says {data['seed'][:64]}"
    yield from _named("ticket of circle", {one: lot.ticket(data["seed"], one) for one in circles}, data["tickets"])


def _of_the_outcome(data: Plain, ours: Plain) -> Iterator[str]:
    theirs = data["outcome"]
    if lot.digest(theirs) != data["digest"]:
        yield "digest: it is not the sha256 of the outcome"
    for part in sorted(set(ours) | set(theirs)):
        mine, given = ours.get(part), theirs.get(part)
        if type(mine) is not type(given):
            yield f"{part}: this part of the outcome is missing, or is nothing a round has"
        elif isinstance(mine, dict):
            yield from _named(f"{part} of request", mine, given)
        elif isinstance(mine, list):
            yield from _in_order(part, mine, given)


def _named(what: str, ours: Plain, theirs: Any) -> Iterator[str]:
    for name in sorted(set(ours) | set(theirs)):
        if name not in theirs or name not in ours:
            yield f"{what} {name[:40]!r}: {'missing in the file' if name in ours else 'the round has no such thing'}"
        elif not _same(ours[name], theirs[name]):
            yield f"{what} {name[:40]!r}: recomputed {_short(ours[name])}, the file says {_short(theirs[name])}"


def _in_order(part: str, ours: list[Any], theirs: Any) -> Iterator[str]:
    if len(ours) != len(theirs):
        yield f"{part}: recomputed {len(ours)} lines, the file has {len(theirs)}"
    for at, (mine, given) in enumerate(zip(ours, theirs, strict=False), 1):
        if not _same(mine, given):
            yield f"{part}, line {at}: recomputed {_short(mine)}, the file says {_short(given)}"


def _same(mine: Any, given: Any) -> bool:
    """Equal as written: for Python alone, true is 1."""
    return lot.canonical(mine) == lot.canonical(given)


def _short(value: Any) -> str:
    return lot.canonical(value)[:200]


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Malformed(f"is larger than any round's file ({MOST_BYTES // 1024 // 1024} MB)")
        return path.read_bytes()
    except OSError as fault:
        raise Malformed(f"cannot be read: {fault.strerror}") from fault


def _print_wrong(name: str, wrong: list[str]) -> None:
    print(f"{name}: this differs:", file=sys.stderr)
    for line in wrong[:SHOWN]:
        print(f"  {line}", file=sys.stderr)
    if len(wrong) > SHOWN:
        print(f"  … and {len(wrong) - SHOWN} more", file=sys.stderr)
