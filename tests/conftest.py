"""Fixtures every test may ask for; each lives in a module of `tests.support`."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.databases", "tests.support.redis_server", "tests.support.browser"]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks the fixtures understand."""
    config.addinivalue_line("markers", "durable: the test's PostgreSQL runs with fsync, as in a county")
