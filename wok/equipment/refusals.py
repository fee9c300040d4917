"""How the catalogue says no. Each sentence says what, why, and what is possible instead."""

from wok.errors import Refusal
from wok.web.sentences import lazy_gettext as _l


class TagTaken(Refusal):
    """Another piece carries this tag."""

    def __init__(self, tag: str) -> None:
        super().__init__(_l("Another piece has the tag %(tag)s. Choose another one.", tag=tag), field="tag")


class TooManyPieces(Refusal):
    """More tagged pieces than anybody can look after."""

    def __init__(self) -> None:
        super().__init__(_l("An item has at most 500 tagged pieces. Count small things without tags."), field="count")


class NoPicture(Refusal):
    """The file could not be read as a picture we take."""

    def __init__(self) -> None:
        super().__init__(
            _l("We cannot read this file as a picture. Choose a photo as JPEG, PNG or WebP."), field="picture"
        )


class PictureTooLarge(Refusal):
    """More bytes or more dots than we take."""

    def __init__(self) -> None:
        super().__init__(
            _l("This picture is too large. Choose one of at most 8 megabytes and 40 million dots."), field="picture"
        )


class TooManyPictures(Refusal):
    """Enough pictures for one thing."""

    def __init__(self) -> None:
        super().__init__(_l("Six pictures are enough. Take one away first."), field="picture")


class SamePicture(Refusal):
    """This very picture is there already."""

    def __init__(self) -> None:
        super().__init__(_l("This picture is already there."), field="picture")


class NothingInSet(Refusal):
    """A set without a single part."""

    def __init__(self) -> None:
        super().__init__(_l("Choose at least one thing that belongs to the set."), field="parts")


class StocktakeOver(Refusal):
    """The count was closed, or its undo is over."""

    def __init__(self) -> None:
        super().__init__(_l("This can no longer be undone. Set each piece on its own page."))
