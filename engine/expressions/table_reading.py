"""Reading one decision table: columns, rules, and whatever in them is wrong."""

from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from engine.expressions import limits
from engine.expressions.compiling import parsed
from engine.expressions.decisions import InputColumn, Rule, Table, TableProblem
from engine.expressions.errors import ExpressionError
from engine.expressions.expression import Expression, Reader, Uses, compile_expression
from engine.expressions.hit_policies import AGGREGATIONS, HIT_POLICIES, TableShape
from engine.expressions.language import check_language
from engine.expressions.literals import kind_of_type, kinds_spelt
from engine.expressions.parsing import Syntax
from engine.expressions.unary import UnaryTests, compile_unary_tests
from engine.expressions.values import KINDS
from engine.words import side_by_side, words

Element = etree._Element
Compiled = TypeVar("Compiled", bound=Reader)


def children(element: Element, name: str) -> list[Element]:
    """The elements of this local name directly under an element."""
    return [child for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name]


def text_of(element: Element | None) -> str:
    """The text of an element or, where it has one, of its `text` child; empty for none."""
    if element is None:
        return ""
    inner = children(element, "text")
    return ((inner[0] if inner else element).text or "").strip()


class TableReader:
    """The reading of one table; problems go to the list it was given."""

    def __init__(self, decision_id: str, types: dict[str, str], problems: list[TableProblem]) -> None:
        self.decision_id = decision_id
        self.types = types
        self.problems = problems
        self.compiled: list[Reader] = []

    def read(self, table: Element) -> tuple[Table, Uses] | None:
        """The table and what it uses; None when problems were found."""
        before = len(self.problems)
        inputs, outputs, rules = children(table, "input"), children(table, "output"), children(table, "rule")
        if not outputs:
            self._problem(words("表里没有输出列"))
        if (len(inputs) + len(outputs)) * len(rules) > limits.TABLE_CELLS:
            self._problem(words("表超过 %(table_cells)s 格;请拆成几张表", table_cells=limits.TABLE_CELLS))
            return None
        columns = [self._input(column, number) for number, column in enumerate(inputs, start=1)]
        shape = self._shape(table, outputs)
        made_rules = [self._rule(number, rule, inputs, outputs) for number, rule in enumerate(rules, start=1)]
        defaults = self._defaults(outputs)
        if len(self.problems) > before:
            return None
        made = Table(
            shape,
            tuple(column for column in columns if column),
            tuple(rule for rule in made_rules if rule),
            defaults,
        )
        return made, Uses.joined(reader.uses for reader in self.compiled)

    def _problem(self, message: str, rule: int | None = None, column: str | None = None) -> None:
        self.problems.append(TableProblem(self.decision_id, rule, column, message))

    def _kind(self, type_ref: str | None) -> str | None:
        return kind_of_type(self.types.get(type_ref or "", type_ref))

    def _compile(
        self,
        make: Callable[[str], Compiled],
        element: Element,
        text: str,
        rule: int | None,
        column: str,
    ) -> Compiled | None:
        try:
            check_language(element.get("expressionLanguage"))
            made = make(text)
        except ExpressionError as error:
            self._problem(error.message, rule, column)
            return None
        self.compiled.append(made)
        return made

    def _input(self, column: Element, number: int) -> InputColumn | None:
        label = input_label(column, number)
        expressions = children(column, "inputExpression")
        if not expressions or not text_of(expressions[0]):
            self._problem(words("没有填输入表达式;请写要判断的字段,例如 金额"), None, label)
            return None
        expression = self._compile(compile_expression, expressions[0], text_of(expressions[0]), None, label)
        allowed = None
        for values in children(column, "inputValues"):
            if text_of(values):
                allowed = self._compile(compile_unary_tests, values, text_of(values), None, label)
        return InputColumn(label, expression, allowed) if expression else None

    def _shape(self, table: Element, outputs: list[Element]) -> TableShape:
        policy = (table.get("hitPolicy") or "UNIQUE").upper()
        aggregation = (table.get("aggregation") or "").upper() or None
        if policy not in HIT_POLICIES:
            self._problem(
                words(
                    "不认识命中策略“%(policy)s”;请用 %(hit_policies)s",
                    policy=policy,
                    hit_policies=side_by_side(sorted(HIT_POLICIES)),
                )
            )
        if aggregation is not None and (aggregation not in AGGREGATIONS or policy != "COLLECT"):
            self._problem(
                words(
                    "汇总方式“%(aggregation)s”只能是 SUM、MIN、MAX、COUNT,且只用于 COLLECT",
                    aggregation=aggregation,
                )
            )
        if aggregation is not None and len(outputs) > 1:
            self._problem(words("汇总的表只能有一个输出列"))
        names = tuple(
            output.get("name") or f"output{number}" for number, output in enumerate(outputs, start=1)
        )
        if len(set(names)) != len(names) or (len(names) > 1 and not all(o.get("name") for o in outputs)):
            self._problem(words("有几个输出列时,每列都要有不同的名称"))
        priorities = tuple(self._priorities(output, number) for number, output in enumerate(outputs, start=1))
        if policy in ("PRIORITY", "OUTPUT ORDER") and not all(priorities):
            self._problem(words("命中策略 %(policy)s 要在输出列列出取值,先写的优先", policy=policy))
        return TableShape(policy, aggregation, names, priorities)

    def _priorities(self, output: Element, number: int) -> tuple[object, ...]:
        for values in children(output, "outputValues"):
            if text_of(values):
                label = output_label(output, number)
                listed = self._compile(compile_expression, values, f"[{text_of(values)}]", None, label)
                found = listed.evaluate({}) if listed else []
                return tuple(found) if isinstance(found, list) else ()
        return ()

    def _rule(self, number: int, rule: Element, inputs: list[Element], outputs: list[Element]) -> Rule | None:
        tests, results = children(rule, "inputEntry"), children(rule, "outputEntry")
        if len(tests) != len(inputs) or len(results) != len(outputs):
            self._problem(
                words(
                    "这一行有 %(n)s 个输入格、%(n2)s 个输出格,与表头的列数不符", n=len(tests), n2=len(results)
                ),
                number,
            )
            return None
        made_tests = [
            self._test(number, cell, column, place)
            for place, (cell, column) in enumerate(zip(tests, inputs, strict=True), start=1)
        ]
        made_outputs = [
            self._output(number, cell, column, place)
            for place, (cell, column) in enumerate(zip(results, outputs, strict=True), start=1)
        ]
        return Rule(
            number, tuple(test for test in made_tests if test), tuple(cell for cell in made_outputs if cell)
        )

    def _test(self, number: int, cell: Element, column: Element, place: int) -> UnaryTests | None:
        label = input_label(column, place)
        tests = self._compile(compile_unary_tests, cell, text_of(cell), number, label)
        declared = next(iter(children(column, "inputExpression")), None)
        kind = self._kind(declared.get("typeRef") if declared is not None else None)
        for tree in tests.trees if tests else ():
            self._check_kind(tree, kind, number, label)
        return tests

    def _output(self, number: int | None, cell: Element, column: Element, place: int) -> Expression | None:
        label = output_label(column, place)
        text = "" if cell is column else text_of(cell)
        made = self._compile(compile_expression, cell, "null" if text in ("", "-") else text, number, label)
        if made:
            self._check_kind(
                parsed(made.text, "expression_text"), self._kind(column.get("typeRef")), number, label
            )
        return made

    def _defaults(self, outputs: list[Element]) -> tuple[Expression, ...]:
        cells = [next(iter(children(output, "defaultOutputEntry")), None) for output in outputs]
        if not any(text_of(cell) for cell in cells):
            return ()
        made = [
            self._output(None, column if cell is None else cell, column, place)
            for place, (cell, column) in enumerate(zip(cells, outputs, strict=True), start=1)
        ]
        return tuple(cell for cell in made if cell)

    def _check_kind(self, tree: Syntax, kind: str | None, rule: int | None, label: str) -> None:
        for spelt in dict.fromkeys(kinds_spelt(tree)):
            if kind is not None and spelt != kind:
                self._problem(
                    words("这一列是%(kinds)s,格里写的是%(kinds2)s", kinds=KINDS[kind], kinds2=KINDS[spelt]),
                    rule,
                    label,
                )


def input_label(column: Element, number: int) -> str:
    """What an input column is called: its label, its expression, or its number."""
    expressions = children(column, "inputExpression")
    return (
        column.get("label")
        or (text_of(expressions[0]) if expressions else "")
        or words("输入 %(number)s", number=number)
    )


def output_label(column: Element, number: int) -> str:
    """What an output column is called: its label, its name, or its number."""
    return column.get("label") or column.get("name") or words("输出 %(number)s", number=number)
