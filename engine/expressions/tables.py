"""Reading DMN files: every decision with its table or expression, and every problem in it.

DMN 1.3 interchange (clause 12); the namespaces of DMN 1.1 to 1.5 are read alike.
"""

from lxml import etree

from engine.expressions import limits
from engine.expressions.decisions import Decision, Table, TableProblem
from engine.expressions.errors import ExpressionError
from engine.expressions.expression import NO_USES, Expression, Uses, compile_expression
from engine.expressions.hit_policies import TableConflict
from engine.expressions.language import check_language
from engine.expressions.table_reading import TableReader, children, text_of
from engine.safe_xml import safe_parser
from engine.words import words

__all__ = ["Decision", "TableConflict", "TableProblem", "read_decisions"]

Element = etree._Element
_LOGIC = ("decisionTable", "literalExpression")


def read_decisions(xml: bytes) -> dict[str, Decision]:
    """The decisions of a DMN file by id; what is wrong in one stands in its `problems`.

    Raises ExpressionError for a file that is too large (limit) or no safe DMN at all (syntax): not UTF-8, not
    well-formed, with a DOCTYPE, or with another root.
    """
    root = _parse(xml)
    elements = {_id_of(element): element for element in children(root, "decision")}
    if len(elements) > limits.DECISIONS:
        raise ExpressionError(
            "limit",
            words(
                "文件里有 %(n)s 个决策,超过上限 %(decisions)s 个;请拆成几个文件",
                n=len(elements),
                decisions=limits.DECISIONS,
            ),
        )
    types = {
        item.get("name", ""): text_of(next(iter(children(item, "typeRef")), None))
        for item in children(root, "itemDefinition")
    }
    reading = _Reading(elements, types)
    return {decision_id: reading.decision(decision_id) for decision_id in elements}


def _parse(xml: bytes) -> Element:
    if len(xml) > limits.DMN_BYTES:
        raise ExpressionError(
            "limit", words("DMN 文件超过 %(dmn_bytes)s MB", dmn_bytes=limits.DMN_BYTES // 1_000_000)
        )
    parser = safe_parser(bare=True)
    try:
        text = xml.decode("utf-8")
        if "<!DOCTYPE" in text:
            raise ExpressionError("syntax", words("DMN 文件不能含有 DOCTYPE;请从绘图工具重新导出"))
        root = etree.fromstring(xml, parser)
    except (UnicodeDecodeError, etree.XMLSyntaxError, ValueError) as error:
        raise ExpressionError(
            "syntax", words("DMN 文件读不出来,要 UTF-8 编码的完整 XML:%(error)s", error=str(error)[:80])
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ExpressionError("syntax", words("DMN 文件不能含有 DOCTYPE;请从绘图工具重新导出"))
    name = etree.QName(root)
    if name.localname != "definitions" or "www.omg.org/spec/DMN/" not in (name.namespace or ""):
        raise ExpressionError("syntax", words("这不是 DMN 文件:根元素应是 DMN 1.1 到 1.5 的 definitions"))
    return root


def _id_of(element: Element) -> str:
    return element.get("id") or element.get("name") or words("(无编号)")


class _Reading:
    """The reading of one file: decisions made so far, and those being made, to find circles."""

    def __init__(self, elements: dict[str, Element], types: dict[str, str]) -> None:
        self.elements = elements
        self.types = types
        self.made: dict[str, Decision] = {}
        self.open: list[str] = []

    def decision(self, decision_id: str) -> Decision:
        """The decision with this id, those it requires made first."""
        if decision_id not in self.made:
            self.open.append(decision_id)
            self.made[decision_id] = self._read(decision_id, self.elements[decision_id])
            self.open.pop()
        return self.made[decision_id]

    def _read(self, decision_id: str, element: Element) -> Decision:
        problems: list[TableProblem] = []
        required = self._required(decision_id, element, problems)
        compiled = self._logic(decision_id, element, problems)
        logic, own = compiled or (None, NO_USES)
        name = element.get("name") or decision_id
        variable = next(iter(children(element, "variable")), None)
        result_name = (variable.get("name") if variable is not None else None) or name
        given = {word for other in required for word in (other.id, other.result_name)}
        uses = Uses.joined([own.without(given), *(other.uses for other in required)])
        return Decision(decision_id, name, result_name, logic, required, uses, tuple(problems))

    def _required(
        self, decision_id: str, element: Element, problems: list[TableProblem]
    ) -> tuple[Decision, ...]:
        found = []
        for requirement in children(element, "informationRequirement"):
            for reference in children(requirement, "requiredDecision"):
                target = reference.get("href", "").removeprefix("#")
                if target not in self.elements:
                    problems.append(
                        TableProblem(
                            decision_id,
                            None,
                            None,
                            words("所需的决策“%(target)s”不在这个文件里", target=target),
                        )
                    )
                elif target in self.open:
                    circle = " → ".join([*self.open, target])
                    problems.append(
                        TableProblem(
                            decision_id, None, None, words("决策互相依赖成圈:%(circle)s", circle=circle)
                        )
                    )
                else:
                    found.append(self.decision(target))
        if children(element, "knowledgeRequirement"):
            problems.append(
                TableProblem(decision_id, None, None, words("不支持业务知识模型(BKM);请把它写进表里"))
            )
        return tuple(found)

    def _logic(
        self, decision_id: str, element: Element, problems: list[TableProblem]
    ) -> tuple[Table | Expression, Uses] | None:
        parts = [part for name in _LOGIC for part in children(element, name)]
        if len(parts) != 1:
            problems.append(
                TableProblem(
                    decision_id, None, None, words("决策要有一张决策表或一个文字表达式,其他写法不支持")
                )
            )
            return None
        if etree.QName(parts[0]).localname == "decisionTable":
            return TableReader(decision_id, self.types, problems).read(parts[0])
        try:
            check_language(parts[0].get("expressionLanguage"))
            expression = compile_expression(text_of(next(iter(children(parts[0], "text")), None)))
        except ExpressionError as error:
            problems.append(TableProblem(decision_id, None, None, error.message))
            return None
        return expression, expression.uses
