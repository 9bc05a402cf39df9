"""A process folder as its designer keeps it: diagrams, tables, forms, templates, numbers, scenarios."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.words import words

MAX_FILES: Final = 500
"""Most files read from one folder."""
MAX_FILE_BYTES: Final = 20_000_000
"""Largest file read from a folder, in bytes."""


class FolderError(ValueError):
    """A folder that cannot be read as a process; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class ProcessFolder:
    """The files of one process by their path inside the folder, with `/` between names.

    `key` is the folder's name. `around` is the folder that holds all processes, with rules.yaml and
    county.yaml; None where it is not known.
    """

    key: str
    files: Mapping[str, bytes]
    around: Path | None = None
    skipped: tuple[str, ...] = field(default=())

    def of_kind(self, suffix: str, below: str = "") -> dict[str, bytes]:
        """The files whose names end with `suffix`, below a folder if one is named, by path and in order."""
        return {
            path: self.files[path]
            for path in sorted(self.files)
            if path.endswith(suffix) and path.startswith(below)
        }

    @property
    def diagrams(self) -> dict[str, bytes]:
        """The BPMN files."""
        return self.of_kind(".bpmn")

    @property
    def tables(self) -> dict[str, bytes]:
        """The DMN files."""
        return self.of_kind(".dmn")

    @property
    def forms(self) -> dict[str, bytes]:
        """The form files."""
        return self.of_kind(".json", "forms/")

    @property
    def documents(self) -> dict[str, bytes]:
        """The templates of papers."""
        return self.of_kind(".docx", "documents/")

    @property
    def scenarios(self) -> dict[str, bytes]:
        """The scenario files."""
        return {**self.of_kind(".yaml", "scenarios/"), **self.of_kind(".yml", "scenarios/")}

    @property
    def policy(self) -> bytes | None:
        """The declaration of the process's numbers, or None."""
        return self.files.get("policy.yaml")

    @property
    def main_diagram(self) -> str:
        """Path of the main diagram: the one named like the folder, else the only one; empty without any."""
        named = f"{self.key}.bpmn"
        return named if named in self.files else next(iter(self.diagrams), "")


def read_folder(path: Path) -> ProcessFolder:
    """The process folder at `path`, hidden and temporary files left out.

    Raises FolderError when it is no folder, or holds too much.
    """
    root = path.resolve()
    if not root.is_dir():
        raise FolderError(words("%(path)s 不是文件夹。", path=path))
    files, skipped = dict[str, bytes](), list[str]()
    for file in _files(root):
        name = file.relative_to(root).as_posix()
        if file.is_symlink() or file.stat().st_size > MAX_FILE_BYTES:
            skipped.append(name)
            continue
        files[name] = file.read_bytes()
        if len(files) > MAX_FILES:
            raise FolderError(
                words(
                    "%(path)s 里的文件超过 %(max_files)s 个,请确认这是一个流程文件夹。",
                    path=path,
                    max_files=MAX_FILES,
                )
            )
    return ProcessFolder(root.name, files, root.parent, tuple(skipped))


def _files(root: Path) -> Iterator[Path]:
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root).parts
        hidden = any(part.startswith((".", "~$", "__")) for part in inside)
        if file.is_file() and not hidden:
            yield file


def main_file(process: str, files: Iterable[str]) -> str:
    """The main diagram of a folder: the one named like it, else the only one."""
    named = f"{process}.bpmn"
    return named if named in files else next(path for path in sorted(files) if path.endswith(".bpmn"))
