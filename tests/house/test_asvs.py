"""OWASP ASVS 5.0 at level 2 (PROMISES S13): each requirement is kept by a test, excepted with a reason, or does not apply.

`asvs/numbers.toml` is the standard's own list; `asvs/v*.toml` say what each means here. Documents are kept by SECURITY.md,
whose numbers must be those of the code.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, modules, nodes

FOLDER = ROOT / "tests/house/asvs"
ANSWERS = ("kept_by", "exception", "does_not_apply")
KEYS = {"level", "here", *ANSWERS, "also", "where"}
QUOTED = re.compile(r"`(wok/[\w/]+\.py): ([^`]+)`")
TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
MOST_WORDS = 18

DANGEROUS = {  # what could run, read or trust what somebody sent; hashes that are broken
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "subprocess.getoutput"),
    *("render_template_string", "from_string", "hashlib.md5", "hashlib.sha1", "hashlib.new"),
    *("ssl._create_unverified_context", "ssl.CERT_NONE", "ssl._create_default_https_context"),
}
UNSAFE_READERS = {"pickle", "marshal", "shelve", "yaml", "xml", "lxml", "telnetlib", "ftplib", "urllib.request"}
ALLOWED = {
    *(("wok.config", "exec"), ("wok.config", "compile")),  # the owner's own settings, as Flask reads them
    ("wok.jobs.opening", "urllib.request"),  # the demonstration asks itself whether it is up
}
LOOKED_AT = (ast.Import, ast.ImportFrom, ast.Call)
MAY_DRAW = ("wok.demo", "wok.simulation")  # what is invented anyway


def requirements() -> dict[str, int]:
    """Number -> level, of levels 1 and 2."""
    listed = tomllib.loads((FOLDER / "numbers.toml").read_text())
    return {
        f"{chapter.removeprefix('V')}.{section}.{number}": int(level)
        for chapter, sections in listed.items()
        for section, levels in sections.items()
        for number, level in enumerate(levels, start=1)
        if level in "12"
    }


def table() -> dict[str, dict[str, object]]:
    """Number -> what the Wok makes of it; a number that stands twice is an error of TOML or of this."""
    found: dict[str, dict[str, object]] = {}
    for path in sorted(FOLDER.glob("v*.toml")):
        for number, entry in tomllib.loads(path.read_text()).items():
            assert number not in found, f"{number} stands twice"
            assert number.split(".")[0] == path.stem.lstrip("v0"), f"{number} stands in {path.name}"
            found[number] = entry
    return found


@cache
def named_in(path: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    return frozenset(TEST.findall(path.read_text()))


def faults_of(number: str, entry: dict[str, object], headings: set[str]) -> list[str]:
    """What is wrong with one entry."""
    given = [name for name in ANSWERS if name in entry]
    texts = [entry[name] for name in ("here", "also", "exception", "does_not_apply") if name in entry]
    wrong = [] if len(given) == 1 or given == ["kept_by", "exception"] else [f"{number} needs one answer"]
    wrong += [f"{number} says nothing" for text in texts if not isinstance(text, str) or len(text.split()) < 2]
    wrong += [f"{number}: {key}?" for key in entry.keys() - KEYS]
    if len(str(entry.get("here", "")).split()) not in range(2, MOST_WORDS + 1):
        wrong.append(f"{number} is too long or says nothing")
    if "kept_by" in entry and not entry["kept_by"]:
        wrong.append(f"{number} names no test")
    for test in entry.get("kept_by", ()):  # type: ignore[attr-defined]
        file, _two, name = test.partition("::")
        if not (ROOT / file).is_file() or name not in named_in(ROOT / file):
            wrong.append(f"{number}: there is no {test}")
    if "where" in entry and entry["where"] not in headings:
        wrong.append(f"{number}: SECURITY.md has no heading {entry['where']}")
    return wrong


def test_every_requirement_has_its_test_its_exception_or_its_reason_and_every_decision_its_number() -> None:
    known, ours, decisions = requirements(), table(), (ROOT / "wok" / "SECURITY.md").read_text()
    assert (len(known), sum(level == 1 for level in known.values())) == (253, 70)  # as the standard counts itself
    assert {number: entry.get("level") for number, entry in ours.items()} == known
    headings = set(re.findall(r"^## (.+)$", decisions, re.MULTILINE))
    wrong = [fault for number, entry in ours.items() for fault in faults_of(number, entry, headings)]
    assert not wrong, wrong
    asked = {entry["where"] for entry in ours.values() if "where" in entry}
    assert asked <= headings
    quoted = QUOTED.findall(decisions)
    gone = [f"{file}: {words}" for file, words in quoted if words not in (ROOT / file).read_text()]
    assert len(quoted) > 30 and not gone, gone
    assert (
        "wok/SECURITY.md" in (ROOT / "README.md").read_text() and "tests/house/asvs" in (ROOT / "README.md").read_text()
    )


def test_nothing_sent_is_run_unpickled_or_trusted_and_no_broken_hash_is_used() -> None:
    found = {
        (name, what)
        for name, path in modules().items()
        for node in nodes(path)
        if isinstance(node, LOOKED_AT)
        for what in _dangers(node, name)
    }
    assert found == ALLOWED, found ^ ALLOWED


def _dangers(node: ast.AST, name: str) -> list[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        of = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        unsafe = [one for one in of if one in UNSAFE_READERS or one.split(".")[0] in UNSAFE_READERS]
        return unsafe + (["random"] if "random" in of and not name.startswith(MAY_DRAW) else [])
    if not isinstance(node, ast.Call):
        return []
    called = _dotted(node.func)
    last = called.rsplit(".", 1)[-1]
    found = [one for one in (called, last) if one in DANGEROUS and not (one in ("compile", "exec") and "." in called)]
    opens_shell = [one for one in node.keywords if one.arg == "shell" or _dotted(one.value) == "ssl.CERT_NONE"]
    built = [one for one in node.args[:1] if isinstance(one, ast.JoinedStr) and not _is_of_constants(one)]
    of_words = ["built of words"] if built and called in ("text", "re.compile", "re.search", "re.sub") else []
    return [*found, *(["shell"] if opens_shell else []), *of_words]


def _dotted(node: ast.AST) -> str:
    """`a.b.c` as it is written; of anything else only its end."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _is_of_constants(text: ast.JoinedStr) -> bool:
    """Whether only names of the program's own stand in it: CAPITALS, or a table and its key (directory/search.py)."""
    parts = [ast.unparse(part.value) for part in text.values if isinstance(part, ast.FormattedValue)]
    return all(part.isupper() or part in ("table", "key") for part in parts)
