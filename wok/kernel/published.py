"""The file of a round that anybody can recompute (FAIRNESS.md section 6): how it is written and how it is read.

    inputs = Inputs(pools, free, requests, circles, params)      # at closing: codes instead of names
    list_digest = lot.list_digest(written(inputs))               # publish it
    seed = lot.seed(round_key, secret, list_digest, public)      # at the draw
    outcome = fairness.run(inputs, seed)
    text = document(round_key, secret, public, inputs, outcome)  # publish it: `wok verify-round FILE`

Reading is strict: whatever has another shape is a Malformed with a sentence that says where.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from wok.kernel import lot
from wok.kernel.rounds import Inputs, Outcome, Party, Period, Pool, Request
from wok.kernel.standing import Params

FORMAT = "wok-round-1"
MOST_WORK = 20_000_000
"""Units times slots: some seconds of work; what asks for more was made to keep a machine busy."""
PARTS = ("commit", "digest", "format", "input", "list", "outcome", "public", "round", "secret", "seed", "tickets")
Plain = dict[str, Any]
_PERIOD = {"first": int, "end": int, "may_drop": bool}
_POOL = {"id": str, "capacity": int, "q_ref": int, "t_ref": int, "lot": int, "is_once_first": bool}
_REQUEST = {
    "id": str,
    "circles": list,
    "pool": str,
    "periods": list,
    "quantity": int,
    "least": int,
    "klass": str,
    "rank": int,
    "had": int,
}
_PARTY = {"standing": int, "weight": int}
_INPUT = {"pools": list, "free": dict, "requests": list, "circles": dict, "params": dict}


class Malformed(ValueError):
    """Not a round's file, or a part of it is missing or of another shape; the sentence says which."""


def written(inputs: Inputs) -> Plain:
    """The inputs as plain values, in one order whatever order they came in; of what was free only what was asked for."""
    asked = {(one.pool, slot) for one in inputs.requests for period in one.periods for slot in period.slots}
    free = {
        pool: {str(slot): units for slot, units in slots.items() if (pool, slot) in asked}
        for pool, slots in inputs.free.items()
    }
    return {
        "pools": [asdict(pool) for pool in sorted(inputs.pools, key=lambda pool: pool.id)],
        "free": {pool: slots for pool, slots in free.items() if slots},
        "requests": [_listed(asdict(one)) for one in sorted(inputs.requests, key=lambda one: one.id)],
        "circles": {name: asdict(party) for name, party in inputs.circles.items()},
        "params": values_of(inputs.params),
    }


def told(outcome: Outcome) -> Plain:
    """The outcome as plain values."""
    return {
        "grants": dict(outcome.grants),
        "charges": [asdict(charge) for charge in outcome.charges],
        "trace": [asdict(step) for step in outcome.trace],
        "closings": [asdict(closing) for closing in outcome.closings],
        "contested": sorted(outcome.contested),
        "dropped": {name: [asdict(period) for period in periods] for name, periods in outcome.dropped.items()},
    }


def document(round_key: str, secret: str, public: str, inputs: Inputs, *, outcome: Outcome) -> str:
    """The text to publish, to be served byte for byte."""
    plain, result = written(inputs), told(outcome)
    list_ = lot.list_digest(plain)
    seed = lot.seed(round_key, secret, list_, public)
    return lot.canonical(
        {
            "format": FORMAT,
            "round": round_key,
            "commit": lot.commitment(secret),
            "secret": secret,
            "public": public,
            "list": list_,
            "seed": seed,
            "input": plain,
            "tickets": {name: lot.ticket(seed, name) for name in inputs.circles},
            "outcome": result,
            "digest": lot.digest(result),
        }
    )


def read(plain: Any) -> Inputs:
    """The inputs a file tells of. Raises Malformed."""
    part = _shaped(plain, _INPUT, "input")
    try:
        inputs = Inputs(
            pools=tuple(Pool(**_shaped(one, _POOL, f"pool {at}")) for at, one in enumerate(part["pools"], 1)),
            free={pool: _free(slots, pool) for pool, slots in part["free"].items()},
            requests=tuple(_request(one, f"request {at}") for at, one in enumerate(part["requests"], 1)),
            circles={name: Party(**_shaped(one, _PARTY, f"circle {name!r}")) for name, one in part["circles"].items()},
            params=params_of(part["params"]),
        )
    except Malformed:
        raise
    except ValueError as fault:
        raise Malformed(str(fault)) from fault
    if sum(one.quantity * len(period.slots) for one in inputs.requests for period in one.periods) > MOST_WORK:
        raise Malformed("asks for more units and slots than any house has")
    return inputs


def values_of(params: Params) -> Plain:
    """The parameters as plain values, to be stored or published."""
    return _listed({field.name: getattr(params, field.name) for field in fields(params)})


def params_of(values: Mapping[str, Any]) -> Params:
    """The parameters from plain values; what is not named keeps its default. Raises Malformed."""
    default = Params()
    known: Plain = {}
    for name, value in values.items():
        if not hasattr(default, name):
            raise Malformed(f"there is no parameter {name!r}")
        known[name] = _parameter(name, value, getattr(default, name))
    try:
        return Params(**known)
    except ValueError as fault:
        raise Malformed(f"parameters: {fault}") from fault


def _parameter(name: str, value: Any, like: Any) -> Any:
    if isinstance(like, int):
        return _whole(value, f"parameter {name!r}")
    if isinstance(like, Mapping):
        if not isinstance(value, dict) or set(value) != set(like):
            raise Malformed(f"parameter {name!r} names other things than {', '.join(sorted(like))}")
        return {key: _whole(inner, f"parameter {name!r}") for key, inner in value.items()}
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value) or not value:
        raise Malformed(f"parameter {name!r} must be a list of pairs")
    return tuple((_whole(at, name), _whole(weight, name)) for at, weight in value)


def _request(plain: Any, where: str) -> Request:
    part = _shaped(plain, _REQUEST, where)
    periods = tuple(Period(**_shaped(one, _PERIOD, f"a period of {where}")) for one in part["periods"])
    if not all(isinstance(name, str) for name in part["circles"]):
        raise Malformed(f"{where}: circles must be codes")
    return Request(**{**part, "circles": tuple(part["circles"]), "periods": periods})


def _free(plain: Any, pool: str) -> dict[int, int]:
    if not isinstance(plain, dict) or not all(key.lstrip("-").isdecimal() and len(key) < 20 for key in plain):
        raise Malformed(f"what is free of {pool!r} must name slots by number")
    return {int(slot): _whole(units, f"what is free of {pool!r}") for slot, units in plain.items()}


def _shaped(plain: Any, shape: Mapping[str, type], where: str) -> Plain:
    """The part, when it has exactly these names with values of these types."""
    if not isinstance(plain, dict):
        raise Malformed(f"{where} is not a list of names and values")
    if missing := sorted(set(shape) - set(plain)):
        raise Malformed(f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(set(plain) - set(shape)):
        raise Malformed(f"{where} has an unknown part {unknown[0][:40]!r}")
    for name, kind in shape.items():
        if type(plain[name]) is not kind:
            raise Malformed(f"{name!r} of {where} is not what it should be")
    return plain


def _whole(value: Any, where: str) -> int:
    if type(value) is not int:
        raise Malformed(f"{where} must be a whole number")
    return value


def _listed(plain: Plain) -> Plain:
    """The same with lists for tuples, as it comes back from JSON."""
    return {name: _plain(value) for name, value in plain.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value
