"""Where rehearsals play: a county that is made for one scenario and thrown away after it.

Schema and people are prepared once and copied; processes are read and compiled once and published into each
copy. A database that is done with is overwritten for the next scenario, since it knows its statements by then.
So a folder's scenarios cost little more than their own acts.
"""

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping
from copy import copy
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import gettempdir
from uuid import UUID

from SpiffWorkflow.exceptions import SpiffWorkflowException
from sqlalchemy import Connection, update
from sqlalchemy.pool import PoolProxiedConnection

from engine import tables
from engine.database import IN_MEMORY, Database
from engine.definitions import publishing
from engine.definitions.closure import Closure, ClosureError, closure_of
from engine.definitions.diagram import Diagram
from engine.definitions.folder import FolderError, main_file, read_folder
from engine.definitions.gate import check_diagram, refused
from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.engine import Engine
from engine.matters import register
from engine.matters.catalogue_file import CatalogueFile, CatalogueFileError
from engine.matters.checking import FILE_NAME, read_beside_county
from engine.people.actor import SYSTEM
from engine.people.county import County
from engine.people.county_file import CountyFileError, read_county
from engine.people.loading import load_county
from engine.refusals import StuckError
from engine.rehearsal.neighbours import Neighbours
from engine.runtime import starts
from engine.runtime.program import Program
from engine.words import side_by_side, words


class StageError(Exception):
    """The rehearsal cannot begin; `problems` say in Chinese what to mend."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(side_by_side(problems, "\n"))
        self.problems = problems


class ThrowAwayEngine(Engine):
    """An engine on a database in memory that is nobody else's; a context that gives it back when it ends."""

    def __init__(self, database: Database, give_back: Callable[[Database], None]) -> None:
        super().__init__(database, Path(gettempdir()) / "banjie-rehearsal")
        self._give_back = give_back

    def publish_closure(
        self,
        closure: Closure,
        program: Program,
        starts_cases: bool = True,
        pilot: Collection[str] | None = None,
    ) -> UUID:
        """Publish a closure whose program is compiled already; the id of the version.

        With `starts_cases` its timers, messages and signals start cases from now on, but a pilot's do not.
        """

        def work(connection: Connection) -> UUID:
            published = publishing.store(connection, closure, SYSTEM, "演练", pilot)
            self._programs[published.version_id] = program
            if starts_cases and published.is_new and pilot is None:
                starts.declare(self, connection, published.process, published.version_id)
            return published.version_id

        return self.database.transact(work)

    def __enter__(self) -> "ThrowAwayEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back(self.database)


class Stage:
    """Makes throw-away counties.

    `processes` holds the process folders and `county.yaml`; without it a county has nobody and no process.
    """

    def __init__(self, processes: Path | None) -> None:
        self.processes = processes
        self._closures: dict[Path, Closure | StageError] = {}
        self._unaltered: Stage | None = None
        self._change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]] = dict
        self._programs: dict[str, Program] = {}
        self._spare: list[Database] = []

    def altered(self, change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]) -> "Stage":
        """A stage with the same county whose processes have other files; what does not change is compiled once."""
        _ = self._prepared, self._neighbours
        other = copy(self)
        other._closures, other._unaltered, other._change = {}, self, change
        return other

    def check(self, folder: Path) -> None:
        """Raises StageError where a process folder cannot run."""
        try:
            self.compiled(self._closure(folder))
        except (SpiffWorkflowException, ValueError) as error:
            raise StageError([words("%(where)s:%(said)s", where=folder.name, said=error)]) from error

    def county(self, since: date) -> ThrowAwayEngine:
        """A fresh county without processes, whose people hold their posts since `since` at the latest.

        Raises StageError.
        """
        database = self._spare.pop() if self._spare else Database(IN_MEMORY)
        source, target = self._prepared.engine.raw_connection(), database.engine.raw_connection()
        _sqlite(source).backup(_sqlite(target))
        source.close()
        target.close()
        if self._county is not None and since < self._since:
            database.transact(lambda connection: _backdate(connection, self._since, since))
        return ThrowAwayEngine(database, self._spare.append)

    def publish(self, engine: ThrowAwayEngine, folder: Path, pilot: Collection[str] | None = None) -> UUID:
        """Publish a process folder there, for a pilot's units alone where their ids are given.

        Raises StageError where its diagrams cannot run.
        """
        closure = self._closure(folder)
        try:
            return engine.publish_closure(closure, self.compiled(closure), pilot=pilot)
        except StuckError as error:
            raise StageError([words("%(where)s:%(said)s", where=folder.name, said=error.message)]) from error

    def publish_started(self, engine: ThrowAwayEngine, folders: list[Path]) -> None:
        """Publish what these folders' processes start by messages and signals. Raises StageError."""
        if self._neighbours is not None:
            for folder in self._neighbours.started_from(folders):
                self.publish(engine, folder)

    @cached_property
    def _neighbours(self) -> Neighbours | None:
        return Neighbours(self.processes) if self.processes is not None else None

    def folder(self, process: str) -> Path:
        """The folder of a process. Raises StageError."""
        if self.processes is None:
            raise StageError([words("没有给出流程文件夹的位置,找不到流程“%(process)s”", process=process)])
        found = self.processes / process
        # A draft's neighbours are links into the county's folder, so that where a name leads is no measure.
        if process not in os.listdir(self.processes) or not found.is_dir():
            raise StageError(
                [
                    words(
                        "%(processes)s 里没有流程“%(process)s”的文件夹",
                        processes=self.processes,
                        process=process,
                    )
                ]
            )
        return found

    def compiled(self, closure: Closure) -> Program:
        """The program of a closure, compiled once."""
        if closure.digest not in self._programs:
            main = main_file(closure.key, closure.files)
            self._programs[closure.digest] = Program(closure.files, main, closure.digest)
        return self._programs[closure.digest]

    def program_of(self, process: str) -> Program:
        """The program of a process by its folder. Raises StageError."""
        return self.compiled(self._closure(self.folder(process)))

    def _closure(self, folder: Path) -> Closure:
        """The closure of a folder as it was when this stage first read it. Raises StageError."""
        key = folder.resolve()
        if key not in self._closures:
            self._closures[key] = self._read(folder)
        found = self._closures[key]
        if isinstance(found, StageError):
            raise found
        return found

    def _read(self, folder: Path) -> Closure | StageError:
        if self._unaltered is None:
            return _read_closure(folder)
        whole = self._unaltered._closure(folder)
        files = self._change(whole.files)
        if files == whole.files:
            return whole
        return _runnable(Closure(whole.key, whole.name, files), folder)

    @cached_property
    def _prepared(self) -> Database:
        database = Database(IN_MEMORY)
        with database.transaction() as connection:
            tables.metadata.create_all(connection)
            if self._county is not None:
                load_county(connection, self._county)
            if self._catalogue is not None:
                register.take(connection, self._catalogue, SYSTEM.login, "演练")
        return database

    @cached_property
    def _catalogue(self) -> CatalogueFile | None:
        file = self.processes / FILE_NAME if self.processes is not None else None
        if file is None or not file.is_file():
            return None
        try:
            return read_beside_county(file)
        except CatalogueFileError as error:
            raise StageError(
                [side_by_side((str(file), problem), " ") for problem in error.problems]
            ) from error

    @cached_property
    def _since(self) -> date:
        units = self._county.units if self._county is not None else ()
        return min((unit.valid_from for unit in units), default=date.min)

    @cached_property
    def _county(self) -> County | None:
        if self.processes is None:
            return None
        file = self.processes / "county.yaml"
        try:
            return read_county(file.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise StageError([words("没有单位名录 %(file)s;演练要知道有哪些单位和岗位", file=file)]) from None
        except CountyFileError as error:
            raise StageError(
                [side_by_side((str(file), problem), " ") for problem in error.problems]
            ) from error


def _sqlite(connection: PoolProxiedConnection) -> sqlite3.Connection:
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _backdate(connection: Connection, first: date, since: date) -> None:
    """Let whatever holds from the county's first day on hold since an earlier one."""
    for table in (tables.unit, tables.post, tables.holding, tables.charge, tables.catalogue_entry):
        connection.execute(update(table).where(table.c.valid_from == first).values(valid_from=since))


def _read_closure(folder: Path) -> Closure | StageError:
    try:
        closure = closure_of(read_folder(folder))
    except (ClosureError, FolderError) as error:
        return StageError([str(error)])
    return _runnable(closure, folder)


def _runnable(closure: Closure, folder: Path) -> Closure | StageError:
    problems = _unrunnable(closure, folder)
    return StageError(problems) if problems else closure


def _unrunnable(closure: Closure, folder: Path) -> list[str]:
    """Why the engine cannot run what is in a closure, in Chinese; empty where it can."""
    diagrams = {path: xml for path, xml in closure.files.items() if path.endswith(".bpmn")}
    if not diagrams:
        return [words("%(folder)s 里没有流程图(.bpmn)", folder=folder)]
    known = {process for path, xml in diagrams.items() for process in _processes(path, xml)}
    return [
        words(
            "%(where)s:%(said)s",
            where=side_by_side(
                (f"{folder.name}/{problem.file}", problem.element_name or problem.element_id), " "
            ),
            said=side_by_side((problem.message, problem.remedy), ""),
        )
        for path, xml in diagrams.items()
        for problem in check_diagram(xml, path, known_processes=known)
        if refused([problem])
    ]


def _processes(path: str, xml: bytes) -> list[str]:
    try:
        diagram: Diagram = read_diagram(xml, path)
    except UnreadableXml:
        return []
    return list(diagram.processes)
