"""Elements of a program by id or by name, wherever they stand in it."""

from engine.definitions.diagram import Node
from engine.runtime.program import Program


def element_of(program: Program, element: str) -> Node | None:
    """The node of this id in any process or subprocess of a program."""
    return next((s.nodes[element] for s in program.scopes.values() if element in s.nodes), None)


def element_named(program: Program, text: str) -> str | None:
    """The id of the node that a scenario calls by id or name."""
    nodes = [node for scope in program.scopes.values() for node in scope.nodes.values()]
    found = next((node for node in nodes if node.id == text), None)
    return found.id if found else next((node.id for node in nodes if node.name == text), None)
