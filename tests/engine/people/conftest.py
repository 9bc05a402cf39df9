"""The office of the runtime's tests, for changes of its people."""

from tests.engine.runtime.conftest import made, small

__all__ = ["made", "small"]
