"""Staff say how long a booked time of the on-call service is. Written by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("series", sa.Column("slot_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("series", "slot_minutes")
