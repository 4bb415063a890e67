"""Alembic's entry: runs the steps on the connection that `storage.migrations` hands over."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
