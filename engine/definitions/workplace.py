"""A process folder in a temporary place, with the county's other processes beside it, to be judged and played."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def laid_out(key: str, files: Mapping[str, bytes], beside: Path) -> Iterator[Path]:
    """The folder `key` with `files` by their paths inside it; what else lies in `beside` is linked to.

    Paths must be relative and stay inside the folder.
    """
    with TemporaryDirectory() as place:
        for neighbour in beside.iterdir() if beside.is_dir() else ():
            if neighbour.name != key:
                os.symlink(neighbour.resolve(), Path(place) / neighbour.name)
        folder = Path(place) / key
        folder.mkdir()
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield folder
