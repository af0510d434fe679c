"""What Alembic runs: the migrations, inside the transaction of the connection it is handed."""

from alembic import context

from kpi.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    # SQLite cannot alter a table in place: later migrations copy it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
