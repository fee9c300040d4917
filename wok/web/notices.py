"""What was just done, said once on the next page, with Undo where it can be undone (UX.md 2.7)."""

from flask import flash

CATEGORY = "notice"


def notice(text: str, *, tone: str = "done", undo: str | None = None) -> None:
    """Say `text` on the next page. `tone`: done, info, warning. `undo`: the address a POST takes it back with."""
    flash({"text": str(text), "tone": tone, "undo_url": undo}, CATEGORY)  # type: ignore[arg-type]
