"""What verifying the histories found, and how it reads."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.records.altered_field import AlteredField
from engine.records.anchors import AlteredAnchor
from engine.time import clock
from engine.words import CLAUSES, side_by_side, words


@dataclass(frozen=True, slots=True)
class Altered:
    """A case whose history was altered: `sequence` is the first row that is not as it was written.

    `act` and `at` are that row's, None where the row is gone; `number` is None where the case itself is gone.
    `field` is the one field that was altered, where its former value could be proved.
    """

    number: str | None
    sequence: int
    act: str | None
    at: datetime | None
    what: str
    field: AlteredField | None = None

    @property
    def in_words(self) -> str:
        """One Chinese line that names the place."""
        when = f"({self.at.astimezone(clock.CIVIL):%Y-%m-%d %H:%M:%S},{self.act})" if self.at else ""
        case = words("办件 %(number)s", number=self.number) if self.number else words("已不在库中的办件")
        proved = side_by_side(("", self.field.in_words), CLAUSES) if self.field else ""
        return words(
            "%(case)s 第 %(sequence)s 条记录%(when)s:%(what)s%(proved)s",
            case=case,
            sequence=self.sequence,
            when=when,
            what=self.what,
            proved=proved,
        )


@dataclass(slots=True)
class Report:
    """What verifying found. `unsealed` cases have moved since the last anchor; that is no fault."""

    cases: int = 0
    entries: int = 0
    anchors: int = 0
    unsealed: int = 0
    altered: list[Altered] = field(default_factory=list)
    anchor: AlteredAnchor | None = None

    @property
    def is_intact(self) -> bool:
        """Whether nothing was altered."""
        return not self.altered and self.anchor is None

    def lines(self) -> list[str]:
        """The report in Chinese, a line each."""
        found = [altered.in_words for altered in self.altered]
        if self.anchor is not None:
            found.append(self.anchor.in_words)
        verdict = (
            words("记录完好")
            if self.is_intact
            else words("%(n)s 件的记录被改动,请保留现场并报告监察机关", n=len(self.altered))
        )
        counted = words(
            "共核验 %(cases)s 件、%(entries)s 条记录、%(anchors)s 次封存",
            cases=self.cases,
            entries=self.entries,
            anchors=self.anchors,
        )
        return [
            *found,
            side_by_side((counted, verdict), CLAUSES),
            words("上次封存之后有新记录的办件:%(unsealed)s 件", unsealed=self.unsealed),
        ]
