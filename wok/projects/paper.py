"""The one-page summary of a project as a PDF."""

from wok.projects import shown, words
from wok.projects.sight import Sight
from wok.web.house import house
from wok.web.pdf import Block, Bullets, Document, Heading, Paragraph, Run, pdf_bytes
from wok.web.sentences import colon
from wok.web.sentences import gettext as _


def summary(sight: Sight, language: str) -> bytes:
    """What it is, who takes part, what is needed and brought, and the thanks."""
    project = sight.project
    own = Run(project.title, language=project.language)
    blocks: list[Block] = [Heading([own], 1), Paragraph(str(words.STATES[project.state]))]
    about = [*shown.themes(project), *([place] if (place := shown.place(project)) else [])]
    if about:
        blocks.append(Paragraph(", ".join(about)))
    blocks += [Paragraph([Run(part, language=project.language)]) for part in project.text.split("\n") if part.strip()]
    blocks += _partners(sight)
    blocks += _needs(sight)
    if project.thanks:
        blocks += [Heading(_("Thank you")), Paragraph([Run(project.thanks, language=project.language)])]
    return pdf_bytes(Document(project.title, language, blocks, foot=f"{house('name')} · {house('phone')}"))


def _partners(sight: Sight) -> list[Block]:
    found = shown.thanks_to(sight)
    lines = [f"{one.name}{colon()}{', '.join(one.brought)}" if one.brought else one.name for one in found]
    return [Heading(_("Who takes part")), Bullets(lines)] if lines else []


def _needs(sight: Sight) -> list[Block]:
    lines = [f"{one.need.words}{colon()}{one.words}" for one in shown.needs_of(sight)]
    return [Heading(_("What we need")), Bullets(lines)] if lines else []
