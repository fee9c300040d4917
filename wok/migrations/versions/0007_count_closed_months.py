"""Keep what was counted of closed months, and keep who looked at a report from being rewritten. Written by hand."""

import sqlalchemy as sa
from alembic import op

from wok.fair_access import guard

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "figure_month",
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_figure_month")),
    )
    for statement in guard.statements(op.get_bind().dialect.name):
        op.execute(statement)
