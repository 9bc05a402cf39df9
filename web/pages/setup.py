"""开站: the administrator's list of first things, each with how far it is: people, calendar, catalogue, processes."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import methodcaller
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.definitions.problem import Problem
from engine.definitions.publishing import NotPublishable
from engine.matters import register
from engine.matters.catalogue_file import CatalogueFileError
from engine.matters.checking import FILE_NAME, read_beside_county
from engine.queries.standing import standing
from web.access import require_room
from web.errors import STATUS_OF
from web.i18n import _, listed
from web.site import act, end_reading, reading, site
from web.viewer import viewer

blueprint = Blueprint("setup", __name__, url_prefix="/setup")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A process folder that came with the program: its key and its name."""

    key: str
    name: str


@blueprint.get("")
def page() -> str:
    """What is done and what is left."""
    require_room("setup")
    return _show()


@blueprint.post("/catalogue")
def catalogue() -> Response | tuple[str, int]:
    """Take in the catalogue of matters that lies beside the processes."""
    require_room("setup")
    actor = viewer().actor
    try:
        described = read_beside_county(site().settings.processes / FILE_NAME)
    except CatalogueFileError as error:
        return _show(refused=[str(error)]), STATUS_OF["invalid"]
    end_reading()
    taken = site().engine.database.transact(
        lambda connection: register.take(connection, described, actor.login, _("首次使用"))
    )
    flash(_("已载入 %(n)s 个事项。", n=taken), "done")
    return redirect(url_for("setup.page"))


@blueprint.post("/processes")
def publish() -> Response | tuple[str, int]:
    """Publish the chosen folders for the first time, each that is fit; of the others it is said why they are not."""
    require_room("setup")
    chosen, actor = request.form.getlist("process"), viewer().actor
    unfit: dict[str, list[Problem]] = {}
    known = {each.key: each for each in _left()}
    if not chosen:
        return _show(refused=[_("没有勾选流程。请先勾选。")]), STATUS_OF["invalid"]
    if not set(chosen) <= set(known):
        abort(404)
    for key in chosen:
        folder = site().settings.processes / key
        try:
            act(methodcaller("publish", folder, actor, _("首次使用")))
        except NotPublishable as error:
            unfit[known[key].name] = error.problems
    done = len(chosen) - len(unfit)
    if unfit:
        problems = [problem for each in unfit.values() for problem in each]
        return _show(problems=problems, refused=[_unfit(list(unfit), done)]), STATUS_OF["invalid"]
    flash(_("已发布 %(n)s 个流程。", n=done), "done")
    return redirect(url_for("setup.page"))


def _unfit(names: list[str], done: int) -> str:
    said = _("没有通过检查、没有发布的:%(names)s。其余 %(n)s 个已经发布。", names=listed(names), n=done)
    return said


def _left() -> Iterator[Shipped]:
    """The shipped processes that have never been published."""
    published = standing(reading()).processes
    for diagram in sorted(site().settings.processes.glob("*/*.bpmn")):
        folder = diagram.parent
        if diagram.stem == folder.name and folder.name not in published:
            yield Shipped(folder.name, _name(folder))


def _name(folder: Path) -> str:
    """The title of a folder's description, which every process has."""
    with (folder / "README.md").open(encoding="utf-8") as file:
        return file.readline().lstrip("# ").strip()


def _show(refused: list[str] | None = None, problems: list[Problem] | None = None) -> str:
    return render_template(
        "setup.html",
        standing=standing(reading()),
        left=list(_left()),
        refused=refused or [],
        problems=problems or [],
    )
