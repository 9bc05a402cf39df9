"""How large an expression, its values and its work may be. All bounds are product defaults."""

TEXT_LENGTH = 2_000
"""Characters of one expression."""

NODES = 400
"""Nodes of one expression's syntax tree."""

NESTING = 40
"""Brackets within brackets, and lists within lists in data."""

LENGTH = 10_000
"""Characters of one string, items of one list or context; also the items of a whole result."""

NUMBER = 10**18
"""The largest absolute value of a number."""

EXPONENT = 64
"""The largest absolute exponent of a power."""

STEPS = 20_000
"""Steps of one evaluation: nodes run again in each round of a repetition, two to four items of a list, fifty characters."""

SCRIPT_LENGTH = 20_000
"""Characters of one script."""

SCRIPT_LINES = 200
"""Assignments of one script."""

TABLE_STEPS = 200_000
"""Steps of one decision with all it requires: a cell tested is one."""

TABLE_CELLS = 20_000
"""Cells of one decision table."""

DECISIONS = 100
"""Decisions of one DMN file."""

DMN_BYTES = 2_000_000
"""Bytes of one DMN file."""
