"""Static files named by content: read once at start, kept a year by browsers (UX.md 3, SPEED.md).

The four style sheets of the screen travel as one, `css/wok.css`, joined in memory: a page may cost eight requests.
"""

import gzip
import hashlib
import mimetypes
from pathlib import Path

from flask import Flask, abort, request
from werkzeug import Response

from wok.kernel.values import dataclass
from wok.web.access import public

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = (PACKAGE / "static", PACKAGE.parent / "static")
JOINED = {"css/wok.css": ("css/tokens.css", "css/base.css", "css/forms.css", "css/calendar.css")}
YEAR = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
TEXT = frozenset(TYPES.values())


@dataclass(frozen=True)
class Asset:
    """One static file as it is sent; `zipped` is None where compressing gains nothing."""

    digest: str
    kind: str
    body: bytes
    zipped: bytes | None

    @classmethod
    def of(cls, name: str, body: bytes) -> "Asset":
        """The asset for a file's name and bytes."""
        kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        zipped = gzip.compress(body, 9, mtime=0) if kind in TEXT else None
        return cls(hashlib.sha256(body).hexdigest()[:8], kind, body, zipped)


def read_all() -> dict[str, Asset]:
    """Every static file by its name below the first folder that exists (inside the package, else beside it)."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    if folder is None:
        return {}
    bodies = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, parts in JOINED.items():
        bodies[name] = b"\n".join(bodies[part] for part in parts if part in bodies)
    return {name: Asset.of(name, body) for name, body in sorted(bodies.items())}


def bind(app: Flask) -> None:
    """Serve the files under /static/<digest>/ and give templates `static_url(name)`."""
    assets = app.extensions["assets"] = read_all()

    def static_url(name: str) -> str:
        return f"{request.script_root if request else ''}/static/{assets[name].digest}/{name}"

    @public
    def file(digest: str, name: str) -> Response:
        asset = assets.get(name)
        if asset is None or asset.digest != digest:
            abort(404)
        return _answer(asset)

    app.add_url_rule("/static/<digest>/<path:name>", "assets.file", file)
    app.add_template_global(static_url)


def _answer(asset: Asset) -> Response:
    """The file, zipped for who takes it so, or 304 for who has it."""
    zipped = asset.zipped if request.accept_encodings["gzip"] > 0 else None
    response = Response(zipped or asset.body, mimetype=asset.kind)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = YEAR
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{asset.digest}-gzip" if zipped else asset.digest)
    return response.make_conditional(request)
