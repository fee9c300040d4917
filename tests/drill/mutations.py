"""The rule of sharing broken on purpose, one line at a time: a test must notice each (FAIRNESS.md section 9).

.venv/bin/python -m tests.drill.mutations          # every mutation against tests/kernel; exit code 1 if one survives
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = Path("wok/kernel/fairness.py")
TESTS = ("tests/kernel/test_fairness_cases.py", "tests/kernel/test_fairness.py")


@dataclass(frozen=True)
class Mutation:
    """One piece of the rule's text, and what stands there instead."""

    name: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        assert source.count(self.old) == 1, f"{self.name}: the rule has no longer exactly one {self.old!r}"
        return source.replace(self.old, self.new)


MUTATIONS = (
    Mutation(
        "the fullest day is left out: max for min in availability",
        "return min(self.free[request.pool, slot] for slot in _slots(self.periods[request.id]))",
        "return max(self.free[request.pool, slot] for slot in _slots(self.periods[request.id]))",
    ),
    Mutation(
        "what is given in the round does not count in it",
        "self.standing[name] += share * ONE // self.circles[name].weight",
        "self.standing[name] += 0",
    ),
    Mutation("whoever has most goes first", "key = then // len(partners)", "key = -then // len(partners)"),
    Mutation("no smaller last pack", "if units > left >= (request.least if first else 1):", "if False:"),
    Mutation(
        "tickets by position",
        "{name: lot.ticket(seed, name) for one in asked for name in one.circles}",
        "{name: f'{at:09}' for at, one in enumerate(asked) for name in one.circles}",
    ),
    Mutation("partners take the best ticket", "max(self.ticket[name]", "min(self.ticket[name]"),
    Mutation("the step itself does not count", "share = self._share(request, self._next(request))", "share = 0"),
    Mutation("stale keys are believed", "if turn != known:", "if False:"),
    Mutation("the second wish is open from the start", "request.rank, []).append(request)", "0, []).append(request)"),
    Mutation("uncontested grants cost the whole price", "if not contested:", "if False:"),
    Mutation("nobody's second seat waits for a first", "_Turn(again, key,", "_Turn(False, key,"),
    Mutation("the order of asking counts", "sorted(requests, key=lambda request: request.id)", "list(requests)"),
)


def survivors() -> list[str]:
    """The mutations no test noticed."""
    folder = Path(tempfile.mkdtemp(prefix="wok-mutations-"))
    try:
        for part in ("wok/kernel", "tests/kernel"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "wok/__init__.py", folder / "wok/__init__.py")
        honest = (ROOT / RULE).read_text(encoding="utf-8")
        assert _passes(folder), "the rule as it is must pass its own tests"
        alive = []
        for mutation in MUTATIONS:
            (folder / RULE).write_text(mutation.applied(honest), encoding="utf-8")
            if _passes(folder):
                alive.append(mutation.name)
        return alive
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _passes(folder: Path) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "--noconftest", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(folder), "--import-mode=importlib", "-o", "pythonpath=.", *TESTS]
    places = {"PYTHONPATH": str(folder), "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "found")}
    done = subprocess.run(command, cwd=folder, env=os.environ | places, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 0


def main() -> int:
    alive = survivors()
    print(f"{len(MUTATIONS)} mutations, {len(alive)} survived", *alive, sep="\n  ")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
