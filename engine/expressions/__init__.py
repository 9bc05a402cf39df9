"""The one expression language: conditions, timers, table cells, form visibility and script assignments.

A documented subset of FEEL (OMG DMN 1.3); see docs/expressions.md.
"""

from engine.expressions.errors import ExpressionError, Place
from engine.expressions.expression import Expression, compile_expression
from engine.expressions.functions import BUILTIN_FUNCTIONS
from engine.expressions.iso import Period
from engine.expressions.language import FEEL_LANGUAGES, check_language
from engine.expressions.names import check_data_name
from engine.expressions.script import Script, compile_script
from engine.expressions.timers import Cycle, Timer, read_timer, timer_from_value
from engine.expressions.unary import UnaryTests, compile_unary_tests
from engine.expressions.values import Range, YearsMonths

__all__ = [
    "BUILTIN_FUNCTIONS",
    "FEEL_LANGUAGES",
    "Cycle",
    "Expression",
    "ExpressionError",
    "Period",
    "Place",
    "Range",
    "Script",
    "Timer",
    "UnaryTests",
    "YearsMonths",
    "check_data_name",
    "check_language",
    "compile_expression",
    "compile_script",
    "compile_unary_tests",
    "read_timer",
    "timer_from_value",
]
