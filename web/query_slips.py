"""查询条: number, query code and QR code of a case on a slip for its applicant, to be printed and taken along (GC-17)."""

from dataclasses import dataclass

import segno
from flask import url_for

from engine.queries.case import Case
from engine.records.query_codes import code_of
from web.access import may_start
from web.schemas import program_of
from web.site import end_reading, site
from web.viewer import viewer


@dataclass(frozen=True, slots=True)
class QuerySlip:
    """With what an applicant looks their case up. Whoever has it can also withdraw, send papers and rate."""

    number: str
    code: str

    @property
    def picture(self) -> str:
        """The address that brings number and code along, as a QR code: a `data:` address of an SVG picture."""
        address = url_for("progress.ask", number=self.number, code=self.code, _external=True)
        return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=3, border=2))


def query_slip(case: Case) -> QuerySlip | None:
    """The slip of a case, for those who take such cases in; None for everybody else, who could act in its applicant's name.

    Ends what the request has read so far: the code is made when it is first asked for.
    """
    program = program_of(case.version_id)
    if not program.is_public or not may_start(viewer(), program.process, case.process):
        return None
    end_reading()
    return QuerySlip(case.number, code_of(site().engine.database, case.id))
