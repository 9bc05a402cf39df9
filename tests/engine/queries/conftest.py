"""The office of the runtime's tests, for what is asked about acts."""

from tests.engine.runtime.conftest import made, small

__all__ = ["made", "small"]
