"""Lists as staff bring them, and the way through the pages."""

import io
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from wok.db import db
from wok.people.models import Person
from wok.transfer.models import ImportLine, SheetImport
from wok.web import sheets


class Desk:
    """Claire's browser, signed in."""

    def __init__(self, app: Flask) -> None:
        self.claire: Person = make.staff()
        app.test_client_class = make.Browser
        self.browser = app.test_client()
        make.sign_in(self.browser, self.claire)

    def bring(self, kind: str, rows: list[list[Any]] | bytes, name: str = "list.csv") -> str:
        """Upload a list; the address of its preview."""
        data = rows if isinstance(rows, bytes) else sheets.csv_bytes(rows)
        shown = make.form_of(self.browser.get(f"/en/staff/import/{kind}").get_data(as_text=True), None)
        sent = {**shown.values, "sheet": (io.BytesIO(data), name)}
        answer = self.browser.post(f"/en/staff/import/{kind}", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.headers["Location"])

    def text(self, address: str) -> str:
        """A page's words."""
        answer = self.browser.get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return str(answer.get_data(as_text=True))

    def press(self, address: str, **typed: Any) -> int:
        """Send the form of a page that goes there, on the preview of the same import."""
        preview = "/".join(address.split("/")[:5])
        answer = self.browser.fill(f"{preview}?show=all", address, **typed)
        return int(answer.status_code)


def latest() -> SheetImport:
    """The import that was made last."""
    found = db.session.scalar(select(SheetImport).order_by(SheetImport.id.desc()).limit(1))
    assert found is not None
    return found


def outcomes(row: SheetImport) -> list[str]:
    """What became of each line."""
    chosen = select(ImportLine.outcome).where(ImportLine.import_id == row.id).order_by(ImportLine.line)
    return list(db.session.scalars(chosen))
