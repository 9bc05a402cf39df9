"""Whether every case of a whole process can finish, by playing it across subprocesses, calls and boundary events.

`engine.definitions.soundness` plays one scope and takes what stands inside it for single steps; here a token
goes in and comes out again: a subprocess ends when nothing is left in it, an error or escalation goes up to the
boundary event that catches it, an interrupting event takes away what is inside. Conditions are free: any way
out of a choice may be taken; what is waited for comes. A non-interrupting event happens once for each time its
activity is entered, a multi-instance activity is played as one of its branches. A budget bounds the playing.
"""

from collections import deque
from collections.abc import Iterable
from typing import Final

from engine.definitions.diagram import Diagram
from engine.definitions.frames import TooLarge
from engine.definitions.soundness import Verdict
from engine.definitions.tokens import Board, Marking, Move, board_of

BUDGET: Final = 4_000
"""Most markings looked at in one process, unless another budget is given."""

WORK: Final = 1_000_000
"""Most tokens looked at in all these markings together, so that a very wide diagram is soon given up."""

_Came = dict[Marking, tuple[Marking, str] | None]


def process_soundness(
    diagram: Diagram, process_id: str | None = None, others: Iterable[Diagram] = (), budget: int = BUDGET
) -> Verdict:
    """The verdict on a process of a diagram, the main one where none is named.

    sound: from wherever a case may come it can still finish; `never` are the elements no run reaches. blocked:
    it can come, by `path`, to where it never finishes; `element` is where it waits. doubled: tokens pile up on
    the way to `element`, nothing else was found. undecided: the budget is spent, or the process calls itself.
    `others` are diagrams whose processes call activities may name.
    """
    process = diagram.processes.get(process_id) if process_id else diagram.main_process
    if process is None:
        return Verdict("undecided")
    try:
        board = board_of(process, [diagram, *others])
    except TooLarge:
        return Verdict("undecided")
    return _Play(board).verdict(budget)


class _Play:
    """Every marking a process can come to, breadth first, so that the first trouble found has a shortest way."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.came: _Came = {}
        self.before: dict[Marking, list[Marking]] = {}
        self.passed: set[str] = set()
        self.crowded: tuple[Marking, Move] | None = None

    def verdict(self, budget: int) -> Verdict:
        if not self._explored(budget):
            return Verdict("undecided")
        stuck = self._first_that_cannot_finish()
        if stuck is not None:
            return Verdict("blocked", self._path(stuck), self.board.waits_at(stuck))
        if self.crowded is not None:
            marking, move = self.crowded
            return Verdict("doubled", (*self._path(marking), move.element), move.crowded)
        return Verdict("sound", never=tuple(sorted(self.board.elements - self.passed)))

    def _explored(self, budget: int) -> bool:
        waiting = deque(self.board.first())
        self.came = dict.fromkeys(waiting)
        self.passed |= self.board.starts
        work = 0
        while waiting:
            marking = waiting.popleft()
            for move in self.board.moves(marking):
                self.passed |= {move.element, *move.also}
                if move.crowded:
                    self.crowded = self.crowded or (marking, move)
                    # A way that is cut here is taken to finish.
                    self.before.setdefault(_FINISHED, []).append(marking)
                    continue
                self.before.setdefault(move.after, []).append(marking)
                work += len(move.after)
                if move.after not in self.came:
                    self.came[move.after] = (marking, move.element)
                    waiting.append(move.after)
                if work > WORK:
                    return False
            if len(self.came) > budget:
                return False
        return True

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
        before = self.came[marking]
        while before is not None:
            marking, element = before
            path.append(element)
            before = self.came[marking]
        return tuple(reversed(path))


_FINISHED: Final[Marking] = frozenset()
