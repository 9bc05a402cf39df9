"""The processes of the county and their start forms."""

from engine.queries.versions import current_versions
from web.api.answers import FormAnswer, Processes, ProcessLine
from web.api.values import plain
from web.schemas import start_form, surroundings
from web.site import reading
from web.startable import is_offered, require_offered
from web.viewer import viewer


def processes() -> Processes:
    """Every process with the version a case of the caller's would run."""
    lines = [
        ProcessLine(key=each.process, name=each.name, version=each.number, may_start=is_offered(each))
        for each in current_versions(reading(), viewer().units)
    ]
    return Processes(items=lines)


def form(process: str) -> FormAnswer:
    """The start form of a process, for those who may start it."""
    version = require_offered(process)
    shown = start_form(version.id)
    return FormAnswer(form=dict(shown) if shown else None, data=plain(surroundings(version.id, None, {})))
