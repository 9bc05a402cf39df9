"""Fixtures for a real Redis: one server for each test process, emptied for every test."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator

import pytest
import redis

from tests.support.processes import free_port, running


def _answers(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


@pytest.fixture(scope="session")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running redis-server that writes nothing to disk."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is missing: run `make test`, or install the system package redis-server")
    port, home = free_port(), tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    command += ["--dir", str(home)]
    with running(command, ready=lambda: _answers(port), log=home / "log", stop_signal=signal.SIGTERM):
        yield port


@pytest.fixture
def redis_url(redis_port: int) -> str:
    """URL of an empty Redis database, fit for BANJIE_BROKER_URL."""
    with redis.Redis(port=redis_port) as client:
        client.flushall()
    return f"redis://127.0.0.1:{redis_port}/0"
