"""Alembic's entry: runs on the connection it is handed and leaves the commit to whoever opened it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from engine.database import Instant, Json, Key
from engine.tables import metadata


def render(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their name."""
    if kind == "type" and isinstance(item, Key | Instant | Json):
        name = type(item).__name__
        autogenerate.imports.add(f"from engine.database import {name}")
        return f"{name}()"
    return False


context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_item=render
)
context.run_migrations()
