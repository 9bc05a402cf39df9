"""Decisions: tables and literal expressions, and how a decision is worked out.

DMN 1.3, clause 8 (decision tables) and 6.3.7 (requirements).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.expressions import limits
from engine.expressions.errors import ExpressionError
from engine.expressions.expression import NO_FUNCTIONS, Expression, Reader, Uses, finish
from engine.expressions.hit_policies import Match, TableShape, result_of
from engine.expressions.run import HostFunction, Run
from engine.expressions.unary import UnaryTests
from engine.words import words


@dataclass(frozen=True, slots=True)
class TableProblem:
    """Something wrong in a decision, for the gate: `rule` is the row from 1, `column` the column's label."""

    decision_id: str
    rule: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        row = words("第 %(rule)s 行", rule=self.rule) if self.rule else ""
        column = words("“%(column)s”列", column=self.column) if self.column else ""
        return words(
            "决策 %(decision_id)s %(row)s%(column)s:%(message)s",
            decision_id=self.decision_id,
            row=row,
            column=column,
            message=self.message,
        )


@dataclass(frozen=True, slots=True)
class InputColumn:
    """One input of a table; `allowed` are the values it may have, null aside."""

    label: str
    expression: Expression
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table, numbered from 1."""

    number: int
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table; `defaults` are its outputs where no rule matches, if it declares any."""

    shape: TableShape
    inputs: tuple[InputColumn, ...]
    rules: tuple[Rule, ...]
    defaults: tuple[Expression, ...]

    def work_out(self, run: Run) -> object:
        """The table's result for one evaluation; raises TableConflict when its rules disagree."""
        values = [self._input(column, run) for column in self.inputs]
        matches: list[Match] = []
        for rule in self.rules:
            run.spend(1 + len(rule.tests))
            if all(test.passed_by(run, value) for test, value in zip(rule.tests, values, strict=True)):
                matches.append(Match(rule.number, _outputs(rule.outputs, run)))
                if self.shape.first_decides:
                    break
        default = _outputs(self.defaults, run) if self.defaults and not matches else None
        return result_of(self.shape, matches, default)

    def _input(self, column: InputColumn, run: Run) -> object:
        value = column.expression.node(run)
        if value is not None and column.allowed and not column.allowed.passed_by(run, value):
            raise ExpressionError(
                "value",
                words(
                    "“%(label)s”的值 %(value)s 不在允许的值(%(text)s)之内",
                    label=column.label,
                    value=str(value)[:30],
                    text=column.allowed.text,
                ),
            )
        return value


def _outputs(cells: tuple[Expression, ...], run: Run) -> tuple[object, ...]:
    return tuple(cell.node(run) for cell in cells)


@dataclass(frozen=True)
class Decision(Reader):
    """One decision of a DMN file; immutable.

    `logic` is None when the file's own problems left nothing to run. `required` decisions are worked out first
    and stand in the scope under their `result_name` and their id.
    """

    id: str
    name: str
    result_name: str
    logic: Table | Expression | None
    required: tuple["Decision", ...]
    uses: Uses
    problems: tuple[TableProblem, ...]

    def evaluate(
        self, scope: Mapping[str, object], functions: Mapping[str, HostFunction] = NO_FUNCTIONS
    ) -> object:
        """The decision's result: a value, a context by output name for several outputs, or a list of these.

        Raises TableConflict when rules contradict one another under UNIQUE or ANY, and ExpressionError for a
        decision with problems or an expression that fails.
        """
        run = Run(scope, functions, steps=limits.TABLE_STEPS)
        return finish(lambda run: self._work_out(run, {}), run)

    def _work_out(self, run: Run, done: dict[str, object]) -> object:
        if self.id in done:
            return done[self.id]
        if self.problems or self.logic is None:
            reason = str(self.problems[0]) if self.problems else words("决策 %(id)s 没有内容", id=self.id)
            raise ExpressionError("syntax", reason)
        outer = run.scope
        found = {required: required._work_out(run, done) for required in self.required}
        results = {
            name: value for required, value in found.items() for name in (required.id, required.result_name)
        }
        run.scope = {**outer, **results}
        try:
            value = self._own_result(run)
        except ExpressionError as error:
            error.reason = words("决策“%(name)s”:%(reason)s", name=self.name, reason=error.reason)
            raise
        run.scope = outer
        done[self.id] = value
        return value

    def _own_result(self, run: Run) -> object:
        if isinstance(self.logic, Table):
            return self.logic.work_out(run)
        assert self.logic is not None
        return self.logic.node(run)
