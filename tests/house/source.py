"""The Wok's own source as the house tests read it: modules, imports, templates, functions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Import:
    """One imported module as one file names it."""

    by: str
    of: str
    line: int
    is_inside_function: bool

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.of}"


@cache
def modules() -> dict[str, Path]:
    """Dotted name -> file of everything in wok/ but the migrations, in order."""
    files = (path for path in sorted((ROOT / "wok").rglob("*.py")) if "migrations" not in path.parts)
    return {_name(path): path for path in files}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the parsed file: many look at all of it, and walking takes longer than looking."""
    return tuple(ast.walk(tree(path)))


@cache
def imports() -> tuple[Import, ...]:
    """Every import in wok/, `from package import module` resolved to the module."""
    return tuple(found for name, path in modules().items() for found in _imports_of(name, path))


def _imports_of(name: str, path: Path) -> Iterator[Import]:
    outside = set(map(id, _outside_functions(tree(path))))
    for node in nodes(path):
        for of in _named(node, name):
            yield Import(name, of, node.lineno, id(node) not in outside)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when the file is loaded."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS):
            yield from _outside_functions(child)


def _named(node: ast.AST, by: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        above = by.split(".")[: -node.level] or ["wok"]
        base = ".".join([*above, base]).rstrip(".")
    return [f"{base}.{alias.name}" if f"{base}.{alias.name}" in modules() else base for alias in node.names]


@cache
def templates() -> dict[str, str]:
    """Name -> text of every template."""
    folder = ROOT / "templates"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def strings() -> set[str]:
    """Every text constant written in wok/."""
    everything = (node for path in modules().values() for node in nodes(path))
    return {node.value for node in everything if isinstance(node, ast.Constant) and isinstance(node.value, str)}
