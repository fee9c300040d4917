"""What one process compiled another uses, and what has changed is never met again."""

from pathlib import Path

import pytest

from wok.app import create_app


@pytest.fixture
def begin(house, tmp_path, monkeypatch):
    """Start a web process over these compiled templates and read its home page."""
    url = house.sqlite()

    def start(**settings):
        app = create_app({**house.settings(url), "COMPILED": str(tmp_path / "compiled"), **settings}, instance=tmp_path)
        asked = []
        compile_one = app.jinja_env.compile
        monkeypatch.setattr(
            app.jinja_env, "compile", lambda *given, **more: asked.append(given[1]) or compile_one(*given, **more)
        )
        return app, app.test_client(), asked

    return start


def test_a_second_process_compiles_nothing_anew(begin, tmp_path):
    _, first, compiled = begin()
    sent = len(first.get("/fr/").data)
    assert "layout.html" in compiled
    _, second, compiled = begin()
    assert len(second.get("/fr/").data) == sent and compiled == []
    assert second.get("/de/").status_code == 200 and "layout.html" in compiled
    (folder,) = (tmp_path / "compiled").iterdir()
    assert not list(folder.glob("*.half"))


def test_other_addresses_are_compiled_anew_and_broken_files_too(begin, tmp_path):
    begin()[1].get("/fr/")
    _, other, compiled = begin(BASE_URL="http://localhost/wok")
    assert other.get("/fr/").status_code == 200 and "layout.html" in compiled
    for file in (tmp_path / "compiled").glob("*/*"):
        file.write_bytes(b"broken" + file.read_bytes()[:40])
    assert begin()[1].get("/fr/").status_code == 200


def test_a_folder_that_cannot_be_written_only_costs_time(begin, tmp_path):
    in_the_way = Path(tmp_path / "a-file")
    in_the_way.write_text("no folder")
    assert begin(COMPILED=str(in_the_way / "compiled"))[1].get("/fr/").status_code == 200
