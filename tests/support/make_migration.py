"""Write the migration that leads from the newest revision to engine/tables/.

`python -m tests.support.make_migration 0002_reason "What changes"`; until the first release is out the only
one is made anew instead: `python -m tests.support.make_migration 0001_tables "Every table"`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from engine.database import Database
from engine.schema import MIGRATIONS, configuration, upgrade


def main(revision: str, message: str) -> None:
    """Write `revision` anew, formatted."""
    path = MIGRATIONS / "versions" / f"{revision}.py"
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        upgrade(database)
        with database.transaction() as connection:
            config = configuration(connection)
            config.set_main_option("file_template", "%%(rev)s")
            command.revision(config, message, autogenerate=True, rev_id=revision)
        database.dispose()
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "# ###" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for arguments in (["check", "--select=I,F401", "--fix", "-q"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(path)], check=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
