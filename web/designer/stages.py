"""Folders of drafts with a stage for rehearsing them, kept ready while a designer plays: the latest few."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from engine.definitions.workplace import laid_out
from engine.rehearsal import Stage

MOST_KEPT: Final = 3


class _Kept:
    """One folder with its stage; `lock` lets one rehearsal at a time use it, `users` keeps it from going away."""

    def __init__(self, key: str, files: Mapping[str, bytes], beside: Path) -> None:
        self._stack = ExitStack()
        self.folder = self._stack.enter_context(laid_out(key, files, beside))
        self.stage = Stage(self.folder.parent)
        self.lock = threading.Lock()
        self.users = 0
        self.forgotten = False

    def release(self) -> None:
        """Give the folder back once nobody uses it."""
        if self.forgotten and not self.users:
            self._stack.close()


_kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_guard = threading.Lock()


@contextmanager
def stage_of(key: str, digest: str, files: Mapping[str, bytes], beside: Path) -> Iterator[tuple[Stage, Path]]:
    """The stage for the files of `digest`, and their folder; made where it is not ready yet."""
    with _guard:
        kept = _kept.get((key, digest))
        if kept is None:
            kept = _kept[key, digest] = _Kept(key, files, beside)
        _kept.move_to_end((key, digest))
        kept.users += 1
        while len(_kept) > MOST_KEPT:
            _, old = _kept.popitem(last=False)
            old.forgotten = True
            old.release()
    try:
        with kept.lock:
            yield kept.stage, kept.folder
    finally:
        with _guard:
            kept.users -= 1
            kept.release()
