"""Where alembic enters: it is handed an open connection by the runner and never opens one itself."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
