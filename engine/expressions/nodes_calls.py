"""Calls of built-in functions and of the host's."""

from lark import Token

from engine.expressions.compiling import Compiler, branches, compiles
from engine.expressions.errors import ExpressionError
from engine.expressions.functions import BUILTINS, Builtin
from engine.expressions.names import name_of
from engine.expressions.nodes_values import constant
from engine.expressions.parsing import Syntax
from engine.expressions.run import Node, Run
from engine.expressions.values import take_in
from engine.words import words


@compiles("call")
def call(compiler: Compiler, tree: Syntax) -> Node:
    head = tree.children[0]
    if isinstance(head, Token):
        name, arguments = " ".join(head.split()), branches(tree)
    else:
        name, arguments = name_of(head), branches(tree)[1:]
    compiler.functions.add(name)
    if name == "is defined":
        return _is_defined(compiler, arguments)
    parts = [compiler.node(argument) for argument in arguments]
    found = BUILTINS.get(name)
    if found is None:
        return _host_call(name, parts)
    found.check_count(len(parts))
    if found.constant and arguments and all(argument.data == "literal" for argument in arguments):
        return constant(_work_out_now(found, parts))
    return lambda run: found(run, [part(run) for part in parts])


def _work_out_now(function: Builtin, parts: list[Node]) -> object:
    """The result for literal arguments, so that `date("2020-02-30")` is refused before anything runs."""
    run = Run({}, {})
    try:
        return function(run, [part(run) for part in parts])
    except ArithmeticError as error:
        raise ExpressionError("limit", words("数字超出可以计算的范围")) from error


def _host_call(name: str, parts: list[Node]) -> Node:
    def work_out(run: Run) -> object:
        function = run.functions.get(name)
        if function is None:
            raise ExpressionError(
                "unknown_function", words("没有“%(name)s”这个函数;请检查名称,函数见说明", name=name)
            )
        arguments = [part(run) for part in parts]
        try:
            result = function(*arguments)
        except (TypeError, ValueError, LookupError, ArithmeticError) as error:
            raise ExpressionError(
                "value", words("函数 %(name)s 算不出结果:%(error)s", name=name, error=error)
            ) from error
        return take_in(result, run)

    return work_out


def _is_defined(compiler: Compiler, arguments: list[Syntax]) -> Node:
    """Whether a name or path leads to a value that is not null."""
    if len(arguments) != 1 or arguments[0].data not in ("name", "path"):
        raise ExpressionError("syntax", words("is defined(…) 里只写一个名称,例如 is defined(案件.编号)"))
    node = compiler.node(arguments[0])

    def work_out(run: Run) -> object:
        strict, run.strict = run.strict, False
        value = node(run)
        run.strict = strict
        return value is not None

    return work_out
