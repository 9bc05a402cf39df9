"""The schema of the database: bringing it up to date, and knowing whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x62616E6A
"""Any fixed number: two machines that start at once must not both migrate one PostgreSQL."""


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema, in one transaction; does nothing where it is there already."""
    with database.transaction() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(configuration(connection), "head")


def is_current(database: Database) -> bool:
    """Whether the database has exactly the schema this program was written for."""
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for our migrations on an open connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
