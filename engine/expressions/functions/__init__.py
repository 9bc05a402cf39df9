"""The functions every expression may call, by their FEEL names."""

from engine.expressions.functions import lists, numbers, text, times
from engine.expressions.functions.registry import BUILTINS, Builtin

__all__ = ["BUILTINS", "BUILTIN_FUNCTIONS", "Builtin", "lists", "numbers", "text", "times"]

BUILTIN_FUNCTIONS = frozenset({*BUILTINS, "not", "is defined"})
"""Names of all functions of the language; the host's functions need other names."""
