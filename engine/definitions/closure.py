"""A version is its closure: everything a case of the process can come to need, each by its digest.

The process's own diagrams, tables, forms, templates and numbers, and those of every process it calls, however
far. Scenarios and the README do not run and are no part of it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.definitions.diagram import Diagram
from engine.definitions.folder import ProcessFolder, read_folder
from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.words import words


class ClosureError(ValueError):
    """What the process needs cannot be brought together; the message is Chinese."""


@dataclass(frozen=True)
class Closure:
    """The files of one version by path, `name` being the process's name for people."""

    key: str
    name: str
    files: Mapping[str, bytes]

    @cached_property
    def digests(self) -> dict[str, str]:
        """`sha256:…` of each file, by path and in order."""
        return {path: _digest(self.files[path]) for path in sorted(self.files)}

    @cached_property
    def digest(self) -> str:
        """`sha256:…` of the whole: of paths and digests, so the same files always give the same."""
        return _digest("".join(f"{path}\0{digest}\n" for path, digest in self.digests.items()).encode())


def closure_of(folder: ProcessFolder) -> Closure:
    """The closure of a process folder; called processes are looked for in the folders beside it.

    Raises ClosureError when a called process is not found, or two folders hold different files of one name.
    """
    folders = [folder, *called_folders(folder)]
    files: dict[str, bytes] = {}
    for each in folders:
        for path, content in _running_files(each).items():
            if path == "policy.yaml" and path in files:
                files[path] = files[path].rstrip() + b"\n\n" + content
            elif files.setdefault(path, content) != content:
                raise ClosureError(
                    words(
                        "%(key)s/%(path)s 与另一个流程的同名文件内容不同,请给其中一个改名。",
                        key=each.key,
                        path=path,
                    )
                )
    diagram = _diagram(folder, folder.main_diagram)
    main = diagram.main_process if diagram else None
    return Closure(folder.key, (main.name if main else "") or folder.key, files)


def called_folders(folder: ProcessFolder) -> list[ProcessFolder]:
    """The folders of the processes this one calls, directly or through others, in a stable order.

    Raises ClosureError when a called process is in none of the folders beside this one.
    """
    found: dict[str, ProcessFolder] = {folder.key: folder}
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        for process in sorted(missing_processes(current)):
            owner = _owner_of(process, folder.around)
            if owner is None:
                raise ClosureError(
                    words(
                        "%(key)s 调用的流程 %(process)s 不在任何流程文件夹里。",
                        key=current.key,
                        process=process,
                    )
                )
            if owner.key not in found:
                found[owner.key] = owner
                waiting.append(owner)
    return [found[key] for key in sorted(found) if key != folder.key]


def missing_processes(folder: ProcessFolder) -> set[str]:
    """Processes that diagrams of a folder call and none of them holds."""
    diagrams = _diagrams(folder)
    called = {key for diagram in diagrams for key in diagram.called_elements}
    return called - {key for diagram in diagrams for key in diagram.processes}


def is_called(folder: ProcessFolder) -> bool:
    """Whether a diagram beside this folder, or another of its own, calls the process that is named like it."""
    call = f'calledElement="{folder.key}"'.encode()
    beside = folder.around.glob("*/*.bpmn") if folder.around is not None else ()
    return any(call in xml for xml in folder.diagrams.values()) or any(
        call in file.read_bytes() for file in beside
    )


def _owner_of(process: str, around: Path | None) -> ProcessFolder | None:
    """The folder beside whose diagrams hold a process. The one of that name is looked at first."""
    if around is None:
        return None
    beside = sorted(path for path in around.iterdir() if path.is_dir() and not path.name.startswith("."))
    for path in sorted(beside, key=lambda path: path.name != process):
        if not any(path.glob("*.bpmn")):
            continue
        folder = read_folder(path)
        if any(process in diagram.processes for diagram in _diagrams(folder)):
            return folder
    return None


def _diagrams(folder: ProcessFolder) -> list[Diagram]:
    return [diagram for path in folder.diagrams if (diagram := _diagram(folder, path))]


def _diagram(folder: ProcessFolder, path: str) -> Diagram | None:
    try:
        return read_diagram(folder.files[path], path) if path else None
    except UnreadableXml:
        return None


def _running_files(folder: ProcessFolder) -> dict[str, bytes]:
    kinds: Iterable[Mapping[str, bytes]] = (folder.diagrams, folder.tables, folder.forms, folder.documents)
    files = {path: content for kind in kinds for path, content in kind.items()}
    return files if folder.policy is None else {**files, "policy.yaml": folder.policy}


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
