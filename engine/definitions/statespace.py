"""Whether every case of a whole process can finish, by playing it across subprocesses, calls and boundary events.

`engine.definitions.soundness` plays one scope and takes what stands inside it for single steps; here a token
goes in and comes out again: a subprocess ends when nothing is left in it, an error or escalation goes up to the
boundary event that catches it, an interrupting event takes away what is inside. Conditions are free: any way
out of a choice may be taken; what is waited for comes. A non-interrupting event happens once for each time its
activity is entered, a multi-instance activity is played as one of its branches. Tokens that only pass go on at once
(`engine.definitions.passing`). A budget bounds the playing.
"""

from collections import deque
from collections.abc import Iterable
from typing import Final

from engine.definitions.diagram import Diagram, Node
from engine.definitions.frames import TooLarge
from engine.definitions.soundness import Verdict
from engine.definitions.tokens import Board, Marking, Move, board_of

BUDGET: Final = 6_000
"""Most markings looked at in one process, unless another budget is given: about two seconds of work."""

WORK: Final = 1_000_000
"""Most tokens looked at in all these markings together, so that a very wide diagram is soon given up."""

_Came = dict[Marking, tuple[Marking | None, tuple[str, ...]]]
"""How a marking was come to first: from which, through which elements."""


def process_soundness(
    diagram: Diagram, process_id: str | None = None, others: Iterable[Diagram] = (), budget: int = BUDGET
) -> Verdict:
    """The verdict on a process of a diagram, the main one where none is named.

    sound: from wherever a case may come it can still finish; `never` are the elements no run reaches. blocked:
    it can come, by `path`, to where it never finishes; `element` is where it waits. doubled: tokens pile up on
    the way to `element`, nothing else was found. undecided: the budget is spent, the process calls itself, or the
    engine does not run all of it.
    `others` are diagrams whose processes call activities may name.
    """
    process = diagram.processes.get(process_id) if process_id else diagram.main_process
    if process is None or any(_is_not_run(node) for node in process.nodes.values()):
        return Verdict("undecided")
    try:
        board = board_of(process, [diagram, *others])
    except TooLarge:
        return Verdict("undecided")
    return _Play(board).verdict(budget)


def _is_not_run(node: Node) -> bool:
    return node.type == "adHocSubProcess" or node.is_event_subprocess


class _Play:
    """Every marking a process can come to, breadth first, so that the first trouble found has a shortest way."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.came: _Came = {}
        self.before: dict[Marking, list[Marking]] = {}
        self.passed: set[str] = set()
        self.crowded: tuple[Marking | None, Move] | None = None

    def verdict(self, budget: int) -> Verdict:
        if not self._explored(budget):
            return Verdict("undecided", positions=len(self.came))
        stuck = self._first_that_cannot_finish()
        if stuck is not None:
            return Verdict("blocked", self._path(stuck), self.board.waits_at(stuck))
        if self.crowded is not None:
            marking, move = self.crowded
            path = self._path(marking) if marking is not None else ()
            return Verdict("doubled", (*path, move.element, *move.through), move.crowded)
        never = tuple(sorted(self.board.elements - self.passed))
        return Verdict("sound", never=never, positions=len(self.came))

    def _explored(self, budget: int) -> bool:
        waiting: deque[Marking] = deque()
        self.passed |= self.board.starts
        work = 0
        for move in self.board.first():
            self._note(None, move, waiting)
        while waiting:
            marking = waiting.popleft()
            for move in self.board.moves(marking):
                self._note(marking, move, waiting)
                work += len(move.after)
                if work > WORK:
                    return False
            if len(self.came) > budget:
                return False
        return True

    def _note(self, marking: Marking | None, move: Move, waiting: deque[Marking]) -> None:
        """Note a step from a marking, or the beginning; what has not been come to before waits to be looked at."""
        self.passed |= {move.element, *move.also}
        # A way that is cut because tokens pile up is taken to finish.
        after = _FINISHED if move.crowded else move.after
        if marking is not None:
            self.before.setdefault(after, []).append(marking)
        if move.crowded:
            self.crowded = self.crowded or (marking, move)
        elif after not in self.came:
            first = () if marking is None else (move.element,)
            self.came[after] = (marking, (*first, *move.through))
            waiting.append(after)

    def _first_that_cannot_finish(self) -> Marking | None:
        can = {_FINISHED}
        waiting = [_FINISHED]
        while waiting:
            for marking in self.before.get(waiting.pop(), ()):
                if marking not in can:
                    can.add(marking)
                    waiting.append(marking)
        lost = [marking for marking in self.came if marking not in can]
        dead = (marking for marking in lost if next(self.board.moves(marking), None) is None)
        return next(dead, lost[0] if lost else None)

    def _path(self, marking: Marking) -> tuple[str, ...]:
        path: list[str] = []
        before: Marking | None = marking
        while before is not None:
            before, elements = self.came[before]
            path += reversed(elements)
        return tuple(reversed(path))


_FINISHED: Final[Marking] = frozenset()
