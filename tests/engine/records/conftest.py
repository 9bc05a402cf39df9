"""The office of the runtime's tests, for records that come of acts."""

from tests.engine.runtime.conftest import made, small

__all__ = ["made", "small"]
