"""The open user tasks of a case: which there are the state says, their rows are read when somebody asks."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any
from uuid import UUID

Row = dict[str, Any]


class OpenTasks(MutableMapping[int, Row]):
    """Rows of open user tasks by number. Asking for a row not at hand reads them all, in one statement.

    `numbers` are the tasks the loaded state has open, `read` gives their rows, `known` is one already read. Once
    all are read, the rows are what counts, whatever the state says.
    """

    def __init__(
        self,
        numbers: Iterable[int] = (),
        read: Callable[[], Iterable[Row]] | None = None,
        known: Row | None = None,
    ) -> None:
        self._unread = read
        self._rows: dict[int, Row | None] = dict.fromkeys(numbers)
        self._ended: set[int] = set()
        if known is not None and known["engine_task"] in self._rows:
            self._rows[known["engine_task"]] = known

    def read(self) -> None:
        """Read every row not at hand; what has been opened or ended meanwhile stays as it is."""
        if self._unread is None:
            return
        at_hand = {number: row for number, row in self._rows.items() if row is not None}
        read, self._unread = self._unread(), None
        rows = {row["engine_task"]: row for row in read if row["engine_task"] not in self._ended}
        self._rows = {**rows, **at_hand}

    def at_hand(self, number: int) -> bool:
        """Whether the row of this task is in memory already."""
        return self._rows.get(number) is not None

    def of_key(self, key: UUID) -> Row | None:
        """The row with this key, or None where no open task has it."""
        at_hand = (row for row in self._rows.values() if row is not None and row["id"] == key)
        return next(at_hand, None) or next((row for row in self.values() if row["id"] == key), None)

    def __getitem__(self, number: int) -> Row:
        if self._rows[number] is None:
            self.read()
        found = self._rows[number]
        if found is None:
            raise KeyError(number)
        return found

    def __setitem__(self, number: int, row: Row) -> None:
        self._rows[number] = row

    def __delitem__(self, number: int) -> None:
        del self._rows[number]
        self._ended.add(number)

    def __contains__(self, number: object) -> bool:
        return number in self._rows

    def __iter__(self) -> Iterator[int]:
        if None in self._rows.values():
            self.read()
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def numbers(self) -> list[int]:
        """Every number, without reading a row."""
        return list(self._rows)
