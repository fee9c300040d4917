"""The wheel carries all it needs: built, installed into a fresh place, run from an empty folder (issue 2)."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*words: object, cwd: Path, **variables: str) -> str:
    """Run one command in a folder with nothing of ours in its surroundings; returns what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WOK_", "PYTHON"))}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env={**clean, **variables}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this very source."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def place(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that sees the libraries of this one and the Wok from the wheel alone."""
    place = tmp_path_factory.mktemp("place")
    venv.create(place / "env", with_pip=False, symlinks=True)
    theirs = place / "env" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (theirs / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])
    python = place / "env" / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        wheel,
        cwd=place,
    )
    (place / "empty").mkdir()
    return place


def test_the_wheel_carries_templates_static_files_translations_and_migrations(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, kind in (("templates", "*"), ("static", "*"), ("wok/translations", "*.po"), ("wok/migrations", "*.*")):
        files = [path for path in (ROOT / folder).rglob(kind) if path.is_file() and "__pycache__" not in path.parts]
        wanted = {f"wok/{path.relative_to(ROOT).as_posix().removeprefix('wok/')}" for path in files}
        assert wanted <= names, wanted - names


def test_the_wheel_carries_nothing_else(wheel):
    odd = [name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith("wok")]
    assert not odd
    assert not [
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if "tests" in name or "instance" in name or name.endswith(".pyc")
    ]


def test_help_is_given_in_an_empty_folder(place):
    assert "upgrade" in run(place / "env/bin/wok", "--help", cwd=place / "empty")


def test_a_house_is_opened_and_answers_from_an_empty_folder(place):
    demo = {
        "WOK_DEMO": "1",
        "WOK_SECRET_KEY": "k" * 40,
        "WOK_BASE_URL": "http://localhost",
        "WOK_INSTANCE": str(place / "house"),
    }
    (place / "house").mkdir()
    assert "database at revision" in run(place / "env/bin/wok", "upgrade", cwd=place / "empty", **demo)
    asked = "from wok.app import create_app; import wok; c = create_app().test_client(); a = c.get('/fr/contact'); print(a.status_code, wok.__file__)"
    answer = run(place / "env/bin/python", "-c", asked, cwd=place / "empty", **demo)
    assert answer.startswith("200")
    assert "site-packages" in answer, "the Wok of the wheel answered, not the one of this folder"
    assert list((place / "empty").iterdir()) == []
