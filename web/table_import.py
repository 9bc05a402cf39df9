"""A table sent from a form: read and shown first, then taken whole or not at all (人员导入、单位导入)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, TypeVar

from flask import abort, flash, redirect, request
from werkzeug.wrappers import Response

from engine.refusals import Refused
from web.errors import STATUS_OF
from web.i18n import _
from web.site import site
from web.uploads import Uploads
from web.viewer import viewer

LARGEST: Final = 5 * 1024 * 1024


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
    """How tables of one kind are read, shown (rows, problems, file, digest) and taken, which gives what is then said."""

    read: Callable[[bytes, str], S]
    show: Callable[[tuple[Any, ...], tuple[str, ...], str, str], str]
    take: Callable[[S], str]
    onwards: Callable[[], str]

    def dry_run(self) -> str | tuple[str, int]:
        """Read the file sent and show what it would bring, or every row to mend. Changes nothing."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return self._refused([_("请先选择一个 CSV 或 XLSX 文件。")])
        content = sent.read(LARGEST + 1)
        if len(content) > LARGEST:
            abort(413)
        sheet = self.read(content, sent.filename)
        if sheet.problems:
            return self._refused(sheet.problems, sent.filename)
        return self.show(sheet.rows, (), sent.filename, _uploads().keep(content, viewer().person.id))

    def run(self) -> Response | tuple[str, int]:
        """Take every row of the file that was shown, all or none."""
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
        return self.show((), tuple(problems), file, ""), status


def _uploads() -> Uploads:
    return Uploads(site().settings.data / "uploads")
