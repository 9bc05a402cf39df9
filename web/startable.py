"""The processes somebody may start a case of."""

from collections.abc import Iterator
from typing import cast

from flask import abort, g

from engine.queries.versions import CurrentVersion, current_versions
from web.access import may_start
from web.schemas import program_of
from web.site import reading
from web.viewer import viewer


def offered() -> Iterator[CurrentVersion]:
    """The current versions of the processes the viewer may start."""
    return (version for version in _versions() if is_offered(version))


def is_offered(version: CurrentVersion) -> bool:
    """Whether the viewer may start a case of this version."""
    return may_start(viewer(), program_of(version.id).process, version.process)


def require_offered(process: str) -> CurrentVersion:
    """The current version of a process the viewer may start. Otherwise the answer is 404, or 403."""
    version = next((version for version in _versions() if version.process == process), None)
    if version is None:
        abort(404)
    if not is_offered(version):
        abort(403)
    return version


def _versions() -> list[CurrentVersion]:
    """The versions that new cases of the viewer's units run: not those that other units run first (SF-01)."""
    if "startable" not in g:
        g.startable = current_versions(reading(), viewer().units)
    return cast(list[CurrentVersion], g.startable)
