"""Runs migrations on the connection that :mod:`extractor.sinks.upgrading` opened, in its transaction."""

from __future__ import annotations

from alembic import context

from extractor.sinks.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
