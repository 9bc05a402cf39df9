"""Fixtures every test may ask for; each lives in a module of `tests.support`."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.databases", "tests.support.redis_server", "tests.support.browser"]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marks the fixtures understand."""
    config.addinivalue_line("markers", "durable: the test's PostgreSQL runs with fsync, as in a county")
    config.addinivalue_line("markers", "soak: takes long; runs only when asked for by `-m soak`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for."""
    if "soak" in config.getoption("markexpr"):
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]
