"""What the engine refuses stands in `engine.refusals`."""

from engine.refusals import Kind, Refused, StuckError

__all__ = ["Kind", "Refused", "StuckError"]
