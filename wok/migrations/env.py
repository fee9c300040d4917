"""Alembic's entry: migrations run over the app's own engine, in one transaction each."""

from alembic import context
from flask import current_app

from wok.db import Base, writing

engine = current_app.extensions["migrate"].db.engine

with writing(), engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
