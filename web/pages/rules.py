"""规则对照: each rule with its words, the elements that carry it out, the scenario that proves it, the last result."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from engine.definitions.folder import ProcessFolder, read_folder
from engine.definitions.reader import read_diagram
from engine.rehearsal.trace_table import COLUMNS, WIDTHS, result_in_words, rows, status_in_words
from engine.rehearsal.tracing import Line, Trace
from engine.rulebook import Rule
from web.access import require_room
from web.i18n import _
from web.paging import asked_page
from web.site import site, today
from web.spreadsheet import as_xlsx

blueprint = Blueprint("rules", __name__, url_prefix="/rules")

SIZE = 20
STATUSES = ("carried", "planned", "not software")


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page shows it. `places` are its elements by process and file: name of the process, file, names."""

    line: Line
    status: str
    result: str
    places: list[tuple[str, str, str, list[str]]]


@blueprint.get("")
def page() -> str:
    """The rules as filtered, page by page."""
    require_room("rules")
    found, process = _asked(), request.args.get("process", "")
    pager = asked_page(len(found), SIZE)
    shown = [_shown(line) for line in found[pager.offset : pager.offset + pager.size]]
    return render_template(
        "rules.html",
        shown=shown,
        pager=pager,
        processes=_names(),
        process=process,
        status=_status(),
        statuses={status: status_in_words(_example(status)) for status in STATUSES},
        totals={status: sum(rule.status.startswith(status) for rule in site().rules) for status in STATUSES},
    )


@blueprint.get("/export.xlsx")
def table() -> Response:
    """The same as a table for WPS, an element a row."""
    require_room("rules")
    name = _("规则对照 %(day)s.xlsx", day=today().isoformat())
    return as_xlsx(_("规则对照"), list(zip(COLUMNS, WIDTHS, strict=True)), rows(_asked()), name)


@blueprint.get("/<process>/<file>")
def diagram(process: str, file: str) -> str:
    """A process's diagram on which each element shows the rules it carries out; those of one rule stand out."""
    require_room("rules")
    folder, rule = _folder_or_404(process, file), request.args.get("rule", "")
    badges: dict[str, list[dict[str, Any]]] = {}
    for line in _trace().lines(process=process):
        for each in line.carriers:
            if (each.process, each.file) == (process, file):
                badges.setdefault(each.element, []).append(
                    {"text": line.rule.id, "tone": "info", "title": ""}
                )
    states = {
        element: "running"
        for element, labels in badges.items()
        if any(each["text"] == rule for each in labels)
    }
    return render_template(
        "rules_diagram.html",
        process=process,
        file=file,
        name=_names().get(folder.key, folder.key),
        rule=site().rules.find(rule),
        states=states,
        badges=badges,
    )


@blueprint.get("/<process>/<file>/xml")
def xml(process: str, file: str) -> Response:
    """The diagram itself."""
    require_room("rules")
    return Response(_folder_or_404(process, file).diagrams[file], mimetype="application/xml")


def _asked() -> list[Line]:
    return _trace().lines(status=_status(), process=request.args.get("process", ""))


def _status() -> str:
    wanted = request.args.get("status", "")
    return wanted if wanted in STATUSES else ""


def _shown(line: Line) -> Shown:
    places: dict[tuple[str, str], list[str]] = {}
    for each in line.carriers:
        places.setdefault((each.process, each.file), []).append(each.name or each.element)
    names = _names()
    listed = [
        (process, names.get(process, process), file, found) for (process, file), found in places.items()
    ]
    return Shown(line, status_in_words(line.rule), result_in_words(line), listed)


def _example(status: str) -> Rule:
    return Rule("", (), "", "", "", status)


def _folder_or_404(process: str, file: str) -> ProcessFolder:
    if process not in _names():
        abort(404)
    folder = read_folder(site().settings.processes / process)
    if file not in folder.diagrams:
        abort(404)
    return folder


def _trace() -> Trace:
    settings = site().settings
    return _read(settings.processes, settings.data / "trace.json", _stamp(settings.processes))


@lru_cache(maxsize=2)
def _read(processes: Path, kept: Path, _when: float) -> Trace:
    return Trace(processes, kept)


def _names() -> dict[str, str]:
    processes = site().settings.processes
    return _read_names(processes, _stamp(processes))


@lru_cache(maxsize=2)
def _read_names(processes: Path, _when: float) -> dict[str, str]:
    """The name of each process folder's main diagram."""
    names = {}
    for file in sorted(processes.glob("*/*.bpmn")):
        if file.stem == file.parent.name:
            main = read_diagram(file.read_bytes(), file.name).main_process
            names[file.stem] = main.name if main is not None and main.name else file.stem
    return names


def _stamp(processes: Path) -> float:
    files = (*processes.glob("rules.yaml"), *processes.glob("*/*.bpmn"), *processes.glob("*/forms/*.json"))
    return max((file.stat().st_mtime for file in files), default=0.0)
