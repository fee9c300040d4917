"""The figures as paper: a tagged PDF with each picture beside its table."""

from collections.abc import Iterator, Sequence
from html import escape

from flask import g

from wok.figures.shown import Section, TableShown
from wok.sharing.report_charts import WIDTH, Picture
from wok.web.addresses import whole
from wok.web.house import house
from wok.web.pdf import Block, Document, Figure, Heading, Paragraph, Run, Table, Words
from wok.web.sentences import gettext as _

INK, BAR = "#231c15", "#3a6b35"


def document(title: str, sections: Sequence[Section], path: str) -> Document:
    """Title, then section by section; at the foot where the newest figures are."""
    blocks: list[Block] = [Heading(title, 1)]
    for section in sections:
        blocks.append(Heading(section.heading, 2))
        for table in section.tables:
            blocks += _table(table)
    if not sections:
        blocks.append(Paragraph(_("Nothing was counted in this time.")))
    return Document(title, g.lang, blocks, foot=f"{house('name')} · {whole(path)}", author=str(house("name")))


def _table(table: TableShown) -> Iterator[Block]:
    yield Heading(table.caption, 3)
    if table.note:
        yield Paragraph(table.note)
    if table.picture.bars:
        said = "; ".join(" ".join(line.text for line in bar.words) for bar in table.picture.bars)
        yield Figure(svg(table.picture), said, width=60)
    if table.lines:
        rows: list[list[Words]] = [
            [Run(line.label, is_strong=line.is_sum), *(value or "–" for value in line.values)] for line in table.lines
        ]
        numbers = frozenset(range(1, len(table.head)))
        yield Table(table.caption, table.head, rows, (2, *(1 for _number in numbers)), numbers)
    if not table.lines:
        yield Paragraph(_("Too few to show anything."))
    elif table.has_hidden:
        yield Paragraph(hidden_words(table))


def hidden_words(table: TableShown) -> str:
    """Why some figures are not there."""
    said = _("– stands for fewer than five, or for a figure that would give such a one away.")
    return said + (" " + _("So few that nothing is shown: %(lines)s.", lines=", ".join(table.few)) if table.few else "")


def svg(picture: Picture) -> str:
    """The same bars as on the page, in colours that print."""
    drawn = []
    for bar in picture.bars:
        drawn += [f'<text x="0" y="{one.y}">{escape(one.text)}</text>' for one in bar.words]
        drawn.append(f'<rect x="0" y="{bar.y}" width="{bar.whole}" height="14" fill="{BAR}"/>')
    size = f'viewBox="0 0 {WIDTH} {picture.height}" width="{WIDTH}" height="{picture.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Libertinus Serif" font-size="15" fill="{INK}">'
        + "".join(drawn)
        + "</svg>"
    )
