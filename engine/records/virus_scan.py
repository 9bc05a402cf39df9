"""Looking for viruses in what is uploaded: a program of the machine, or ClamAV's daemon.

Nothing is taken without an answer: who has a scanner set up wants every file looked at.
"""

import shlex
import socket
import struct
import subprocess
from collections.abc import Callable
from urllib.parse import urlsplit

SECONDS = 60.0
"""How long a scanner may take for one file."""

_CHUNK = 1 << 20
_INFECTED = 1

Scan = Callable[[bytes], str | None]
"""Looks at the bytes of one file: what was found in it, or None. Raises ScannerUnreachable."""


class ScannerUnreachable(Exception):
    """The scanner gave no answer; the message says what happened, for the log."""


def scan_with(setting: str) -> Scan:
    """The scanner of a setting: `clamd:///socket`, `clamd://host:port`, or a command that reads a file on its input.

    A command ends with 0 for a clean file and 1 for an infected one, as clamscan and clamdscan do. An empty
    setting looks at nothing.
    """
    if not setting:
        return lambda _content: None
    if setting.startswith("clamd://"):
        return lambda content: _ask_clamd(setting, content)
    return lambda content: _run(shlex.split(setting), content)


def _run(command: list[str], content: bytes) -> str | None:
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ScannerUnreachable(f"{command[0]}: {error}") from error
    if done.returncode not in (0, _INFECTED):
        raise ScannerUnreachable(f"{command[0]}: {done.returncode} {_line(done.stderr or done.stdout)}")
    return (_line(done.stdout) or command[0]) if done.returncode == _INFECTED else None


def _ask_clamd(address: str, content: bytes) -> str | None:
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                part = content[start : start + _CHUNK]
                connection.sendall(struct.pack("!I", len(part)) + part)
            connection.sendall(struct.pack("!I", 0))
            answer = _line(_all_of(connection))
    except (OSError, ValueError) as error:
        raise ScannerUnreachable(f"{address}: {error}") from error
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if not answer.endswith(" OK"):
        raise ScannerUnreachable(f"{address}: {answer or 'no answer'}")
    return None


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _all_of(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(4096):
        received += part
    return received


def _line(output: bytes) -> str:
    """The first line of what a scanner says, without control characters."""
    lines = output.decode("utf-8", "replace").replace("\0", "").strip().splitlines()
    return lines[0][:200] if lines else ""
