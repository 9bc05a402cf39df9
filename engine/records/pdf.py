"""PDF of a Word paper, by LibreOffice where the machine has it; made once for each file and kept by its digest."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from engine.records.blobs import digest_of

SECONDS = 90.0
"""How long LibreOffice may take for one paper, its own start included."""

_PROGRAMS = ("soffice", "libreoffice")
_one_at_a_time = Lock()


class NotConverted(Exception):
    """No PDF came of it; the message says why, for the log."""


def find_program(setting: str) -> str | None:
    """LibreOffice's program: the one of the setting, else the one on the path; None where there is none."""
    return next(filter(None, map(shutil.which, (setting,) if setting else _PROGRAMS)), None)


def pdf_of(program: str, content: bytes, kept: Path) -> bytes:
    """The PDF of a Word file, taken from the folder `kept` or made and kept there. Raises NotConverted.

    LibreOffice runs with a profile of its own, thrown away with it, and one at a time in each process.
    """
    path = kept / f"{digest_of(content).partition(':')[2]}.pdf"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    with _one_at_a_time, TemporaryDirectory(prefix="banjie-pdf-") as folder:
        made = _convert(program, content, Path(folder))
        kept.mkdir(parents=True, exist_ok=True)
        draft = kept / f".{os.getpid()}-{path.name}"
        draft.write_bytes(made)
        os.replace(draft, path)
    return made


def _convert(program: str, content: bytes, folder: Path) -> bytes:
    source, profile = folder / "paper.docx", folder / "profile"
    source.write_bytes(content)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=folder)
        made = source.with_suffix(".pdf").read_bytes()
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotConverted(f"{program}: {error}") from error
    if done.returncode or not made.startswith(b"%PDF-"):
        raise NotConverted(f"{program}: {done.returncode} {done.stderr.decode('utf-8', 'replace')[:300]}")
    return made
