"""Alembic migrations: one for each released schema. They are history and are never changed."""
