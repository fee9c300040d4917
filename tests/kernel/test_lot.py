"""The lot, and the published file anybody can check: whatever was changed in it is named."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.draws import ANY, MANY, rounds
from wok import cli, verify
from wok.kernel import lot, published
from wok.kernel.fairness import run
from wok.kernel.rounds import Inputs, Party, Period, Pool, Request
from wok.kernel.standing import Params

SECRET = "ab" * 32
ROUND = "equipment 2026-W50"


@pytest.fixture(scope="module")
def text() -> str:
    """A contested weekend with a series that gives up a date, a joint request and a waiting one."""
    weekend = (Period(1, 3),)
    asked = (
        Request("r1", ("amina",), "tents", weekend, 4, 2),
        Request("r2", ("bruno", "dora"), "tents", weekend, 6, 3, klass="B"),
        Request("r3", ("claire",), "tents", (Period(0, 1), Period(2, 3, may_drop=True)), 8, 7),
        Request("r4", ("dora",), "tents", weekend, 3, had=1, rank=1),
    )
    circles = {name: Party(100 * at, 1000) for at, name in enumerate(("amina", "bruno", "claire", "dora"))}
    inputs = Inputs((Pool("tents", 8, 2, 2),), {"tents": {1: 7, 99: 1}}, asked, circles, Params())
    seed = lot.seed(ROUND, SECRET, lot.list_digest(published.written(inputs)), "17 23 41")
    return published.document(ROUND, SECRET, "17 23 41", inputs, outcome=run(inputs, seed))


def wrong_in(text):
    try:
        return list(verify.differences(verify.opened(text), text))
    except published.Malformed as fault:
        return [str(fault)]


def retold(text, change):
    """The file with a part changed by hand, written in the right form."""
    data = json.loads(text)
    change(data)
    return lot.canonical(data).encode()


def test_canonical_text_has_one_form_and_takes_whole_numbers_alone():
    assert lot.canonical({"b": [1, True, None], "a": {"é": "x"}}) == '{"a":{"é":"x"},"b":[1,true,null]}'
    assert lot.digest({"b": 1, "a": 2}) == lot.digest({"a": 2, "b": 1})
    for wrong in (1.5, {1: 2}, {"a": {1, 2}}, [b"x"]):
        with pytest.raises(TypeError):
            lot.canonical(wrong)


def test_the_seed_and_the_tickets_are_what_the_page_says_they_are():
    listed = lot.list_digest({"requests": []})
    assert lot.commitment(SECRET) == hashlib.sha256(bytes.fromhex(SECRET)).hexdigest()
    seed = lot.seed(ROUND, SECRET, listed, "7")
    assert seed == hashlib.sha256(f"wok1|{ROUND}|{SECRET}|{listed}|7".encode()).hexdigest()
    assert lot.ticket(seed, "amina") == hashlib.sha256(f"{seed}|amina".encode()).hexdigest()
    assert lot.code("salt", "circle", "amina") != lot.code("salt", "request", "amina")


@MANY
@given(st.integers(2, 6), st.integers(0, 5), st.integers(0, 10**9))
def test_p13_who_else_asks_does_not_change_whose_ticket_is_better(many, gone, number):
    names, seed = {f"c{at}" for at in range(many)}, str(number)

    def order(names):
        asked = [Request(f"of {name}", (name,), "room", (Period(0, 1),), 1) for name in names]
        circles = {name: Party() for name in names}
        outcome = run(Inputs((Pool("room", len(names) - 1, 1, 1),), {}, asked, circles, Params()), seed)
        return [step.request for step in outcome.trace]

    leaves = sorted(names)[gone % len(names)]
    fewer = order(sorted(names - {leaves}))
    assert fewer == [one for one in order(sorted(names)) if one != f"of {leaves}"][: len(fewer)]


@MANY
@given(rounds(ANY))
def test_what_is_written_down_is_read_back_and_gives_the_same(inputs):
    again = published.read(json.loads(lot.canonical(published.written(inputs))))
    assert published.written(again) == published.written(inputs)
    assert run(again, "s") == run(inputs, "s")


def test_an_honest_file_holds(text, tmp_path, capsys):
    file = tmp_path / "round.json"
    file.write_text(text, encoding="utf-8")
    assert wrong_in(text.encode()) == []
    assert cli.main(["verify-round", str(file)]) == 0
    said = capsys.readouterr().out
    assert "all hold" in said and lot.commitment(SECRET) in said


def test_any_one_changed_byte_is_found(text):
    honest = text.encode()
    for at in range(0, len(honest), 3):
        changed = bytearray(honest)
        changed[at] = changed[at] ^ 1 if changed[at] != ord("/") else ord("A")
        assert wrong_in(bytes(changed)), f"byte {at}: {honest[max(0, at - 20) : at + 20]!r}"
    assert wrong_in(honest + b"\n") and wrong_in(honest[:-1]) and wrong_in(b"\xff" + honest)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(lambda data: data["outcome"]["grants"].update(r1=6), "grants of request 'r1'", id="a grant"),
        pytest.param(lambda data: data["outcome"]["grants"].pop("r1"), "grants of request 'r1'", id="no grant"),
        pytest.param(lambda data: data["outcome"]["trace"].reverse(), "trace, line 1", id="the order"),
        pytest.param(lambda data: data["outcome"]["charges"].pop(), "charges: recomputed", id="a charge"),
        pytest.param(lambda data: data["outcome"].pop("closings"), "closings", id="a part of the outcome"),
        pytest.param(lambda data: data["outcome"].update(more=[]), "more: this part", id="a part too many"),
        pytest.param(lambda data: data["input"]["circles"]["amina"].update(standing=-9), "list:", id="a standing"),
        pytest.param(lambda data: data["input"]["requests"][0].update(least=1), "list:", id="a request"),
        pytest.param(lambda data: data["input"]["params"].update(band=10), "list:", id="a parameter"),
        pytest.param(lambda data: data["tickets"].update(amina="00"), "ticket of circle 'amina'", id="a ticket"),
        pytest.param(lambda data: data.update(secret="cd" * 32), "commitment:", id="the secret"),
        pytest.param(lambda data: data.update(public="18"), "seed:", id="the public number"),
        pytest.param(lambda data: data.update(digest="00"), "digest:", id="the digest"),
        pytest.param(lambda data: data.update(secret="é" * 64), "secret:", id="no secret"),
        pytest.param(lambda data: data.update(extra=1), "'extra'", id="a part no round has"),
    ],
)
def test_what_differs_is_named(text, change, named):
    assert any(named in line for line in wrong_in(retold(text, change))), wrong_in(retold(text, change))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("input"),
        lambda data: data.update(input=[]),
        lambda data: data.update(outcome=None),
        lambda data: data["input"].pop("pools"),
        lambda data: data["input"].update(requests=[7]),
        lambda data: data["input"]["requests"][0].update(quantity=True),
        lambda data: data["input"]["requests"][0].update(quantity=0),
        lambda data: data["input"]["requests"][0].update(circles=[[]]),
        lambda data: data["input"]["requests"][0].update(circles=["nobody"]),
        lambda data: data["input"]["requests"][0].update(periods=[{"first": 0, "end": 10**9, "may_drop": False}]),
        lambda data: data["input"]["requests"][0].update(
            periods=[{"first": 0, "end": 10**5, "may_drop": False}], quantity=9999
        ),
        lambda data: data["input"]["pools"][0].update(capacity=10**12),
        lambda data: data["input"]["free"].update(tents={"one": 1}),
        lambda data: data["input"]["params"].update(band=0),
        lambda data: data["input"]["params"].update(weights=[[0, 1000, 2]]),
        lambda data: data["input"]["params"].update(no_such=1),
        lambda data: data["input"]["params"].update(classes={}),
        lambda data: data.update(format="wok-round-9"),
    ],
)
def test_a_file_of_another_shape_gets_one_clear_sentence(text, change, tmp_path, capsys):
    file = tmp_path / "round.json"
    file.write_bytes(retold(text, change))
    assert cli.main(["verify-round", str(file)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":NaN}',
        b"9" * 10_000,
        b'{"format":"wok-round-1"}',
        b'"\\ud800"',
    ],
)
def test_broken_files_get_one_clear_sentence(content, tmp_path, capsys):
    file = tmp_path / "round.json"
    file.write_bytes(content)
    assert cli.main(["verify-round", str(file)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_missing_and_huge_files_get_one_clear_sentence(tmp_path, capsys):
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(verify.MOST_BYTES + 1)
    for name in (tmp_path / "nowhere.json", tmp_path, huge):
        assert cli.main(["verify-round", str(name)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
