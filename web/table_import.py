"""A table sent from a form: read and shown first, then taken whole or not at all (人员导入、单位导入)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.refusals import Refused
from web.access import require_room
from web.errors import STATUS_OF
from web.i18n import _
from web.site import site
from web.spreadsheet import as_xlsx
from web.uploads import Uploads
from web.viewer import viewer

LARGEST: Final = 5 * 1024 * 1024
_WIDTH: Final = 20
"""Of a column of the empty table, in characters."""


class Sheet(Protocol):
    """What a file holds: its rows, or the problems alone."""

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows, each judged."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, with the line where it stands."""


S = TypeVar("S", bound=Sheet)


@dataclass(frozen=True, slots=True)
class TableImport(Generic[S]):
    """How tables of one kind are read, shown and taken, which gives what is then said.

    `title` is the sheet's and `file` the name of the empty table with `columns`, of which some are `required`;
    `page` is the template that shows a dry run, with what `beside` knows. Only who has `room` may come here.
    """

    room: str
    title: Callable[[], str]
    file: Callable[[], str]
    columns: tuple[str, ...]
    required: Collection[str]
    page: str
    read: Callable[[bytes, str], S]
    take: Callable[[S], str]
    onwards: Callable[[], str]
    beside: Callable[[], dict[str, Any]] = field(default=dict)

    def add_to(self, blueprint: Blueprint, rule: str = "") -> None:
        """Let `blueprint` answer at `rule`: choosing a file, its empty table, the dry run, taking it."""
        blueprint.add_url_rule(rule, "choose", self.choose)
        blueprint.add_url_rule(f"{rule}/template.xlsx", "template", self.template)
        blueprint.add_url_rule(rule, "dry_run", self.dry_run, methods=["POST"])
        blueprint.add_url_rule(f"{rule}/run", "run", self.run, methods=["POST"])

    def choose(self) -> str:
        """Choose a file."""
        require_room(self.room)
        return self._show()

    def template(self) -> Response:
        """An empty table with the right columns."""
        require_room(self.room)
        return as_xlsx(self.title(), [(name, _WIDTH) for name in self.columns], (), self.file())

    def dry_run(self) -> str | tuple[str, int]:
        """Read the file sent and show what it would bring, or every row to mend. Changes nothing."""
        require_room(self.room)
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return self._refused([_("请先选择一个 CSV 或 XLSX 文件。")])
        content = sent.read(LARGEST + 1)
        if len(content) > LARGEST:
            abort(413)
        sheet = self.read(content, sent.filename)
        if sheet.problems:
            return self._refused(sheet.problems, sent.filename)
        kept = _uploads().keep(content, viewer().person.id)
        return self._show(sheet.rows, file=sent.filename, digest=kept)

    def run(self) -> Response | tuple[str, int]:
        """Take every row of the file that was shown, all or none."""
        require_room(self.room)
        me, digest, file = (
            viewer().person.id,
            request.form.get("digest", ""),
            request.form.get("file", "")[:200],
        )
        content = _uploads().find(digest, me)
        if content is None:
            gone = _("上传的文件已不在(超过一天,或已经导入)。请重新选择文件。")
            return self._refused([gone], status=STATUS_OF["conflict"])
        sheet = self.read(content, file)
        if sheet.problems:
            return self._refused(sheet.problems, file)
        try:
            said = self.take(sheet)
        except Refused as refusal:
            return self._refused([refusal.message], file, STATUS_OF[refusal.kind])
        _uploads().drop(digest, me)
        flash(said, "done")
        return redirect(self.onwards())

    def _refused(
        self, problems: list[str] | tuple[str, ...], file: str = "", status: int = STATUS_OF["invalid"]
    ) -> tuple[str, int]:
        return self._show(problems=tuple(problems), file=file), status

    def _show(
        self,
        rows: tuple[Any, ...] = (),
        problems: tuple[str, ...] = (),
        file: str = "",
        digest: str = "",
    ) -> str:
        return render_template(
            self.page,
            rows=rows,
            problems=problems,
            file=file,
            digest=digest,
            columns=self.columns,
            required=self.required,
            **self.beside(),
        )


def _uploads() -> Uploads:
    return Uploads(site().settings.data / "uploads")
