"""The invented third of a year around NOW that test_demo.py and the browsers look at: made once, for it takes half a minute."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.databases import KEY
from tests.make import NOW

ASSOCIATIONS, YEARS, SEED = 60, 0.35, 1535
WOK = [sys.executable, "-m", "wok.cli"]


def environment(instance: Path, base: str) -> dict[str, str]:
    """What a house over that year is told; its clock stands at NOW."""
    told = {
        **os.environ,
        "WOK_INSTANCE": str(instance),
        "WOK_DEMO": "1",
        "WOK_BASE_URL": base,
        "WOK_SECRET_KEY": KEY,
        "WOK_NOW": NOW.isoformat(),
        "WOK_LOG": "WARNING",
    }
    told.pop("WOK_DATABASE_URL", None)
    return told


@cache
def _made(folder: Path) -> Path:
    folder.mkdir()
    chosen = ["--associations", str(ASSOCIATIONS), "--years", str(YEARS), "--seed", str(SEED)]
    subprocess.run(
        [*WOK, "demo", *chosen], env=environment(folder, "http://localhost"), check=True, stdout=subprocess.DEVNULL
    )
    return folder


def furnish(instance: Path, made_in: Path) -> None:
    """Put the year, its database and its pictures, into this instance. It is made in the folder `made_in`."""
    shutil.copytree(_made(made_in / "invented"), instance, dirs_exist_ok=True)
