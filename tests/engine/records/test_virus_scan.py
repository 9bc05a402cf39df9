"""Looking for viruses: ClamAV's daemon as it speaks, and programs that end with 0, 1 or anything else."""

from __future__ import annotations

import socket
import socketserver
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.records.virus_scan import ScannerUnreachable, scan_with


class _Daemon(socketserver.BaseRequestHandler):
    """Answers INSTREAM as clamd does."""

    def handle(self) -> None:
        if self._read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack("!I", self._read(4))[0]:
            content += self._read(size)
        answers = {
            b"EICAR": b"stream: Eicar-Test-Signature FOUND\0",
            b"BIG": b"INSTREAM size limit exceeded. ERROR\0",
        }
        self.request.sendall(answers.get(content[-5:], answers.get(content[-3:], b"stream: OK\0")))

    def _read(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            received += self.request.recv(size - len(received))
        return received


@pytest.fixture(params=["unix", "tcp"])
def daemon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting of a running daemon."""
    server: socketserver.BaseServer
    if request.param == "unix":
        server = socketserver.UnixStreamServer(str(tmp_path / "clamd"), _Daemon)
        setting = f"clamd://{tmp_path / 'clamd'}"
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), _Daemon)
        setting = f"clamd://127.0.0.1:{server.socket.getsockname()[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield setting
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_daemon_says_what_it_found(daemon: str) -> None:
    scan = scan_with(daemon)
    assert scan(b"clean" * 500_000) is None
    assert scan(b"EICAR") == "Eicar-Test-Signature"
    with pytest.raises(ScannerUnreachable, match="size limit"):
        scan(b"TOO BIG")


def test_a_daemon_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(ScannerUnreachable):
            scan_with(f"clamd://127.0.0.1:{unused.getsockname()[1]}")(b"x")
    with pytest.raises(ScannerUnreachable):
        scan_with(f"clamd://{tmp_path / 'none'}")(b"x")


@pytest.mark.parametrize(("status", "found"), [(0, None), (1, "Eicar")])
def test_a_program_answers_by_its_status(status: int, found: str | None) -> None:
    assert scan_with(f"{sys.executable} -c 'print(\"Eicar\"); exit({status})'")(b"x") == found


def test_a_program_that_fails_or_is_missing_is_no_answer() -> None:
    for command in (f"{sys.executable} -c 'exit(2)'", "/nowhere/scan"):
        with pytest.raises(ScannerUnreachable):
            scan_with(command)(b"x")


def test_without_a_scanner_everything_is_taken() -> None:
    assert scan_with("")(b"EICAR") is None
