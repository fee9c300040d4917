"""Compiled templates kept in a folder, so that a process that starts need not compile what another has compiled.

They hold sentences, links and file names already said (templating.py); the folder's name is a digest of all that these
come from, so a change of code, words or files never meets an old one.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import jinja2
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from wok import clock
from wok.web import language, sentences, templating

UNUSED = timedelta(days=30)  # folders of code that ran here before


class KeptTemplates(BytecodeCache):
    """One file for each template and language. A folder that cannot be read or written only costs the time."""

    def __init__(self, app: Flask, folder: Path, language_now: Callable[[], str]) -> None:
        self.app = app
        self.all_folders = folder
        self.language_now = language_now

    @cached_property
    def folder(self) -> Path:
        """Where this code with these words and files keeps its templates; made when it is first needed."""
        made = self.all_folders / _digest(self.app)
        with contextlib.suppress(OSError):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.touch()
            _forget_others(self.all_folders)
        return made

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file's name: the same template is another one in another language."""
        return f"{self.language_now()}-{super().get_cache_key(name, filename)}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept, if it is of the very same source."""
        with contextlib.suppress(OSError), (self.folder / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it; another process sees the whole file or none."""
        half = self.folder / f"{bucket.key}.{os.getpid()}-{id(bucket)}.half"
        with contextlib.suppress(OSError):
            half.write_bytes(bucket.bytecode_to_string())
            half.replace(self.folder / bucket.key)


def bind(app: Flask) -> None:
    """Keep compiled templates below the instance folder, or where COMPILED says."""
    folder = Path(app.config["COMPILED"] or Path(app.instance_path) / "compiled")
    app.jinja_env.bytecode_cache = KeptTemplates(app, folder, language.present_language)


def _digest(app: Flask) -> str:
    """Of everything that compiling a template reads besides its own source."""
    said = hashlib.sha256(f"{jinja2.__version__} {app.config['BASE_URL']}".encode())
    for rule in app.url_map.iter_rules():
        said.update(f"{rule.rule} {rule.endpoint}\n".encode())
    for name, asset in app.extensions["assets"].items():
        said.update(f"{name} {asset.digest}\n".encode())
    folder = Path(app.root_path) / (app.template_folder or "")
    files = [
        *sorted(language.CATALOGUES.glob("*/LC_MESSAGES/*.po")),
        Path(templating.__file__),
        Path(sentences.__file__),
        folder / templating.ICONS,
    ]
    for file in files:
        said.update(file.read_bytes())
    return said.hexdigest()[:20]


def _forget_others(folder: Path) -> None:
    old = clock.machine_now() - UNUSED
    for one in folder.iterdir():
        if datetime.fromtimestamp(one.stat().st_mtime, UTC) < old:
            shutil.rmtree(one, ignore_errors=True)
