"""Who may start a case of a process by hand: whom `bj:case start` names, in whatever unit."""

from datetime import date
from uuid import UUID

from engine.definitions.diagram import Process
from engine.people.directory import Directory, Unassignable


def starters(process: Process) -> list[str]:
    """The posts and units that `bj:case start` names."""
    written = process.extension("case")
    return written.get("start").split() if written is not None else []


def may_start(directory: Directory, person_id: UUID, process: Process, on: date, process_id: str) -> bool:
    """Whether somebody holds, or stands in for, what the process lets start it; where it names nobody, none may."""
    return any(_is_meant(directory, person_id, name, on, process_id) for name in starters(process))


def _is_meant(directory: Directory, person_id: UUID, name: str, on: date, process_id: str) -> bool:
    """Whether a unit, a post of that name in whatever unit, or 「单位/岗位」 means somebody."""
    unit, _slash, post = name.rpartition("/")
    if not unit:
        held = directory.posts_of(person_id, on, process_id)
        if any(directory.posts[each].name == name for each in held):
            return True
    try:
        candidates = directory.resolve(post, unit or None, on)
    except Unassignable:
        return False
    return directory.may_do(person_id, candidates, on, process_id)
