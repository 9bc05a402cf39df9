"""The acts a scenario may do: each verb of `do` as a call of the engine."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from engine import administration
from engine.people.actor import Actor
from engine.refusals import Refused
from engine.rehearsal import finding
from engine.rehearsal.elements import element_named
from engine.rehearsal.finding import NotFound, Row
from engine.rehearsal.plain import STAND_IN
from engine.rehearsal.play import Play
from engine.rehearsal.scenario import Step
from engine.time import clock
from engine.time.notice import NoticeError, notice_from_dict
from engine.words import CLAUSES, side_by_side, words


def perform(play: Play, step: Step, process: str, around: Path | None) -> None:
    """Do one step; `process` is the scenario's, `around` the folder its own paths start from.

    Raises Refused, NotFound, StageError or NoticeError where it cannot be done.
    """
    _ACTS[step.do](Doing(play, step, process, around))


class Doing:
    """One step being done: who does it, to which task or case."""

    def __init__(self, play: Play, step: Step, process: str, around: Path | None) -> None:
        self.play = play
        self.engine = play.engine
        self.words = step.words
        self.process = process
        self.around = around
        self._by = step.by

    def get(self, key: str, default: Any = None) -> Any:
        """What the step says under a key."""
        value = self.words.get(key)
        return default if value is None else value

    @property
    def is_narrowed(self) -> bool:
        """Whether the step says which case it means."""
        return not self.words.keys().isdisjoint(("case", "unit"))

    @property
    def actor(self) -> Actor:
        """The first of those `by` may mean. Raises NotFound."""
        with self.engine.database.reading() as connection:
            directory = self.engine.directory(connection)
        return finding.actor_for(directory, self._by, clock.today())

    def starter(self, process: str) -> Actor:
        """The first of those `by` may mean who may start a process, else the first. Raises NotFound."""
        return finding.starter_for(self.engine, self._by, process)

    def beside(self, folder: str) -> Path:
        """A folder that the step names, from where the scenario's file lies. Raises NotFound."""
        if self.around is None:
            raise NotFound(words("folder“%(folder)s”相对用例文件;这份用例不是文件", folder=folder))
        return self.around / folder

    def task(self, status: str = "open") -> tuple[Row, Actor]:
        """The task meant, and who of those `by` may mean does it. Raises NotFound."""
        with self.engine.database.reading() as connection:
            row = finding.find_task(connection, self.engine.directory(connection), self.words, status)
        return row, self.play.actor_of(row, self._by)

    @property
    def case(self) -> UUID:
        """The likeliest of the cases meant. Raises NotFound."""
        actor = self.actor
        with self.engine.database.reading() as connection:
            directory = self.engine.directory(connection)
            found = finding.find_cases(connection, directory, self.words, actor, clock.today())
        key: UUID = found[0]["id"]
        return key


def _start(doing: Doing) -> None:
    rows = doing.get("items") or [doing.get("data", {})]
    process = doing.get("process", doing.process)
    doing.engine.start_many(process, doing.starter(process), rows * doing.get("count", 1))


def _claim(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.claim(task["id"], actor)


def _unclaim(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.unclaim(task["id"], actor)


def _complete(doing: Doing) -> None:
    task, actor = doing.task()
    doing.play.answer(task, actor, doing.get("data", {}))


def _return(doing: Doing) -> None:
    task, actor = doing.task()
    to = doing.get("to")
    if to is not None:
        to = element_named(doing.engine.program(task["version_id"]), to) or to
    doing.engine.return_to(task["id"], actor, to, doing.get("reason", STAND_IN))


def _withdraw(doing: Doing) -> None:
    task, actor = doing.task("completed")
    doing.engine.withdraw(task["id"], actor)


def _transfer(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.transfer(task["id"], actor, doing.words["to"])


def _delegate(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.delegate(task["id"], actor, doing.words["to"])


def _add_signer(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.add_signer(task["id"], actor, doing.words["to"], doing.get("place", "beside"))


def _remove_signer(doing: Doing) -> None:
    """By who added them, whose task is open, waits for the signer, or is done but for the signer."""
    try:
        task, actor = doing.task()
    except NotFound:
        try:
            task, actor = doing.task("waiting")
        except NotFound:
            task, actor = doing.task("completed")
    doing.engine.remove_signer(task["id"], actor, doing.words["who"])


def _request_extension(doing: Doing) -> None:
    doing.engine.request(doing.case, doing.actor, "request_extension", doing.get("data", {}))


def _request(doing: Doing) -> None:
    doing.engine.request(doing.case, doing.actor, doing.words["verb"], doing.get("data", {}))


def _pause_clock(doing: Doing) -> None:
    name, reason = doing.get("name", "办理"), doing.get("reason", STAND_IN)
    doing.engine.pause_clock(doing.case, doing.actor, name, reason)


def _resume_clock(doing: Doing) -> None:
    name, reason = doing.get("name", "办理"), doing.get("reason", STAND_IN)
    doing.engine.resume_clock(doing.case, doing.actor, name, reason)


def _suspend(doing: Doing) -> None:
    doing.engine.suspend(doing.case, doing.actor, doing.get("reason", STAND_IN))


def _resume(doing: Doing) -> None:
    doing.engine.resume(doing.case, doing.actor, doing.get("reason", STAND_IN))


def _cancel(doing: Doing) -> None:
    doing.engine.cancel(doing.case, doing.actor, doing.get("reason", STAND_IN))


def _record_oral(doing: Doing) -> None:
    """By who may write it down, not by whose task it is."""
    task, _whose = doing.task()
    doing.engine.record_oral(task["id"], doing.actor, doing.get("data", {}))


def _confirm_oral(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.confirm_oral(task["id"], actor)


def _deny_oral(doing: Doing) -> None:
    task, actor = doing.task()
    doing.engine.deny_oral(task["id"], actor, doing.words["reason"])


def _remind(doing: Doing) -> None:
    task, _ = doing.task()
    doing.engine.remind(task["id"], doing.actor, doing.get("text", ""))


def _copy_to(doing: Doing) -> None:
    to = doing.words["to"]
    doing.engine.copy_to(doing.case, doing.actor, to if isinstance(to, list) else [to])


def _circulate(doing: Doing) -> None:
    to = doing.words["to"]
    doing.engine.circulate(doing.case, doing.actor, to if isinstance(to, list) else [to])


def _read(doing: Doing) -> None:
    doing.engine.read(doing.case, doing.actor)


def _message(doing: Doing) -> None:
    """The case that waits for the message gets it, or it starts one; narrowed, that case must take it."""
    name, key, data = doing.words["name"], doing.get("key"), doing.get("data", {})
    if doing.is_narrowed:
        doing.engine.deliver_message(doing.case, doing.actor, name, key, data)
    else:
        doing.engine.message(name, key, data, doing.actor)


def _signal(doing: Doing) -> None:
    """Every running case that waits for the signal gets it, and every process it starts; narrowed, that case."""
    name, data = doing.words["name"], doing.get("data", {})
    if doing.is_narrowed:
        doing.engine.deliver_signal(doing.case, doing.actor, name, data)
    else:
        doing.engine.signal(name, data, doing.actor)


def _migrate(doing: Doing) -> None:
    version = doing.play.stage.publish(doing.engine, doing.beside(doing.words["folder"]))
    doing.engine.migrate(doing.case, version, doing.actor)


def _publish(doing: Doing) -> None:
    """A version of the scenario's process, the same one or another folder's: for a pilot's units, or for everybody."""
    stage, folder = doing.play.stage, doing.get("folder")
    place = stage.folder(doing.process) if folder is None else doing.beside(folder)
    stage.publish(doing.engine, place, finding.unit_ids(doing.engine, doing.get("pilot")))


def _set_policy(doing: Doing) -> None:
    administration.set_policy(
        doing.engine,
        doing.words["name"],
        doing.words["value"],
        doing.get("valid_from", clock.today()),
        doing.get("basis", STAND_IN),
        doing.get("reason", STAND_IN),
        doing.actor,
    )


def _import_calendar(doing: Doing) -> None:
    try:
        notice = notice_from_dict(doing.words["notice"], clock.today())
    except NoticeError as error:
        raise Refused(side_by_side(error.problems, CLAUSES), kind="invalid") from error
    administration.import_notice(doing.engine, notice, doing.actor)


_ACTS: Final[Mapping[str, Callable[[Doing], None]]] = {
    "start": _start,
    "claim": _claim,
    "unclaim": _unclaim,
    "complete": _complete,
    "return": _return,
    "withdraw": _withdraw,
    "transfer": _transfer,
    "delegate": _delegate,
    "add_signer": _add_signer,
    "remove_signer": _remove_signer,
    "request_extension": _request_extension,
    "request": _request,
    "pause_clock": _pause_clock,
    "resume_clock": _resume_clock,
    "suspend": _suspend,
    "resume": _resume,
    "cancel": _cancel,
    "record_oral": _record_oral,
    "confirm_oral": _confirm_oral,
    "deny_oral": _deny_oral,
    "remind": _remind,
    "copy_to": _copy_to,
    "circulate": _circulate,
    "read": _read,
    "message": _message,
    "signal": _signal,
    "migrate": _migrate,
    "publish": _publish,
    "set_policy": _set_policy,
    "import_calendar": _import_calendar,
}
