"""How the source is cut (STYLE.md 1 and 4): small files, small functions, nothing of one machine."""

import ast

from tests.house.source import FUNCTIONS, ROOT, modules, nodes, templates, tree

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, MODULE_LINES, POSITIONS = 300, 40, 100, 150, 4
# Longer than the guide allows: name -> why.
LONG_FUNCTIONS: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {}
MANY_POSITIONS = {"wok.kernel.fairness.allocate": "FAIRNESS.md 5 gives its six in this order"}
NAMES_WITHOUT_MEANING = {"util", "utils", "common", "manager", "handler", "helpers", "misc"}
OF_ONE_MACHINE = tuple("/" + place for place in ("home/", "root/", "Users/", "work/main", "work/shared", "work/brief"))
KINDS = (
    "*.py",
    "*.html",
    "*.css",
    "*.js",
    "*.md",
    "*.toml",
    "*.lock",
    "Makefile",
    "run",
)  # catalogues name templates/home


def test_every_module_says_what_it_is_for():
    silent = [name for name, path in modules().items() if not ast.get_docstring(tree(path))]
    assert not silent, silent


def test_files_are_at_most_300_lines():
    files = [*modules().values(), *sorted((ROOT / "tests").rglob("*.py"))]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := len(path.read_text().splitlines())) > FILE_LINES
    }
    assert not long, long


def test_functions_are_at_most_40_lines():
    long = {}
    for name, path in modules().items():
        for node in nodes(path):
            if isinstance(node, FUNCTIONS) and (lines := _length(node)) > FUNCTION_LINES:
                long[f"{name}.{node.name}"] = lines
    assert not {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS}, long
    assert set(LONG_FUNCTIONS) <= set(long), "no longer long: strike it off the table"


def test_at_most_four_parameters_go_by_position_and_now_is_always_named():
    """Only what a list holds to be called later (`run(now)`, `erase(person, now)`) takes `now` by position: Callable knows no names."""
    held = {_name(node) for path in modules().values() for node in _values(path)}
    wrong = [
        f"{name}.{node.name}"
        for name, path in modules().items()
        for node in tree(path).body
        if isinstance(node, FUNCTIONS)
        and not any("route" in ast.unparse(one) for one in node.decorator_list)
        and (len(node.args.args) > POSITIONS or "now" in _positions(node))
        and node.name not in held
        and f"{name}.{node.name}" not in MANY_POSITIONS
    ]
    assert not wrong, wrong


def _positions(node):
    return {one.arg for one in node.args.args}


def _values(path):
    """Names that are handed on, not called."""
    called = {id(node.func) for node in nodes(path) if isinstance(node, ast.Call)}
    return (
        node
        for node in nodes(path)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load) and id(node) not in called
    )


def _name(node):
    return node.id if isinstance(node, ast.Name) else node.attr


def test_templates_are_under_100_lines():
    long = {name: lines for name, text in templates().items() if (lines := len(text.splitlines())) > TEMPLATE_LINES}
    assert not {name: lines for name, lines in long.items() if name not in LONG_TEMPLATES}, long


def test_scripts_are_under_150_lines():
    long = {
        path.name: lines
        for path in (ROOT / "static").rglob("*.js")
        if (lines := len(path.read_text().splitlines())) > MODULE_LINES
    }
    assert not long, long


def test_modules_and_classes_have_names_that_say_something():
    empty = [name for name in modules() if name.rsplit(".", 1)[-1].lower() in NAMES_WITHOUT_MEANING]
    assert not empty, empty


def test_nothing_names_a_path_of_one_machine():
    folders = ("wok", "templates", "static", "tests", ".ci")
    files = [path for folder in folders for kind in KINDS for path in (ROOT / folder).rglob(kind)]
    files += [
        ROOT / name
        for name in (
            "Makefile",
            "README.md",
            "wok/SECURITY.md",
            "pyproject.toml",
            "requirements.lock",
            "instance/README.md",
        )
    ]
    wrong = [
        str(path.relative_to(ROOT)) for path in files if any(place in path.read_text() for place in OF_ONE_MACHINE)
    ]
    assert not wrong, wrong


def test_the_lock_names_no_server_and_every_hash():
    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert all("--hash=sha256:" in block for block in lock.split("\n\n") if "==" in block)
    assert lock.count("==") <= lock.count("--hash=sha256:")


def test_no_configuration_files_lie_about():
    known = {"Makefile", "README.md", "pyproject.toml", "requirements.lock", "LICENSE"}
    found = {path.name for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")}
    assert found <= known, found - known


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function without its docstring and decorators."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_loading_a_module_does_not_map_every_table():
    """`aliased(…)` outside a function makes SQLAlchemy finish all mappers there and then: half a second of each start."""
    wrong = [
        f"{name}:{node.lineno}"
        for name, path in modules().items()
        for top in tree(path).body
        if not isinstance(top, (*FUNCTIONS, ast.ClassDef))
        for node in ast.walk(top)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "aliased"
    ]
    assert not wrong, wrong
