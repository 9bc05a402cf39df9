"""The office of the runtime's tests, with a small catalogue."""

from tests.engine.runtime.conftest import made, small

__all__ = ["made", "small"]
