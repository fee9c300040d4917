"""Picture codes for a phone's camera: an address as inline SVG, drawn here, nothing fetched."""

from functools import lru_cache

from markupsafe import Markup


@lru_cache(maxsize=200)
def picture_code(address: str) -> Markup:
    """The picture of one of our own addresses, without size or style of its own."""
    import segno  # slow to import (SPEED.md): only where a picture is first drawn

    return Markup(segno.make(address, error="m").svg_inline(border=2, omitsize=True))  # drawn by segno: safe
