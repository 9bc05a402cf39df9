"""快捷键: every key of the pages, in words."""

from flask import Blueprint, render_template

from web.shortcuts import shortcuts

blueprint = Blueprint("shortcuts", __name__, url_prefix="/shortcuts")


@blueprint.get("")
def page() -> str:
    """The sheet, for reading and printing."""
    return render_template("shortcuts.html", shortcuts=shortcuts())
