"""What has been decided about a deadline: its budget, its pauses, its extensions. What date that makes is derived (T-6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from engine.time.calendar import Roll, WorkingCalendar
from engine.time.entries import Extension, Pause, read_point
from engine.time.scales import LedgerError, Unit, instant
from engine.words import words

Close = Literal["office", "midnight"]
"""Whether a limit ends at close of business or at 24:00 of its last day (T-1)."""

MAX_DAYS = 36_500
"""No limit is longer than a century; what claims to be is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One deadline of one case.

    `amount` counts `unit`s from `start`, which is not counted itself: a civil date, or an aware instant for
    `min`. `stated` is a date fixed by a document (明示期限); it holds whatever the calendar says, unless
    `stated_rest_day` rolls it, and pauses push it back in `unit`s. `roll` concerns calendar days only.
    `calendar_version` names the calendar last derived from, `generation` counts extensions: each arms the
    warnings anew. `basis` is the legal basis in words. Raises LedgerError for what cannot be.
    """

    name: str
    amount: int
    unit: Unit
    start: date
    stated: date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    close: Close = "office"
    roll: Roll = "next_wd"
    stated_rest_day: Roll = "none"
    calendar_version: str = ""
    generation: int = 1
    basis: str = ""

    def __post_init__(self) -> None:
        if self.unit not in ("wd", "cd", "min"):
            raise LedgerError(
                words(
                    "“%(name)s”的时限单位“%(unit)s”无效;只能是 wd、cd 或 min。",
                    name=self.name,
                    unit=self.unit,
                )
            )
        if self.amount < 0 or (self.unit != "min" and self.amount > MAX_DAYS):
            raise LedgerError(
                words(
                    "“%(name)s”的时限 %(amount)s 无效;应在 0 与 %(max_days)s 之间。",
                    name=self.name,
                    amount=self.amount,
                    max_days=MAX_DAYS,
                )
            )
        self._check_point(self.start)
        if self.stated is not None and (self.unit == "min" or self.stated < self.start):
            raise LedgerError(
                words(
                    "“%(name)s”的明示期限 %(stated)s 早于起算日,或单位是办公分钟;请更正期限。",
                    name=self.name,
                    stated=self.stated,
                )
            )

    @property
    def paused(self) -> bool:
        """Whether the clock stands now, so that there is no due date."""
        return any(pause.end is None for pause in self.pauses)

    @property
    def holders(self) -> tuple[str, ...]:
        """What lets the clock stand now, in the order it began."""
        return tuple(pause.holder for pause in self.pauses if pause.end is None)

    # The acts

    def pause(self, at: date, reason: str, holder: str = "") -> Self:
        """Let the clock stand from `at` on (补正, 特别程序).

        Several holders may let it stand at once. Raises LedgerError if this holder does already.
        """
        self._check_point(at)
        standing = next((p for p in self.pauses if p.end is None and p.holder == holder), None)
        if standing is not None:
            raise LedgerError(
                words("“%(name)s”自 %(begin)s 起已停表;请先恢复计时。", name=self.name, begin=standing.begin)
            )
        earliest = (self.pauses[-1].end or self.pauses[-1].begin) if self.pauses else self.start
        if at < earliest:
            raise LedgerError(
                words(
                    "“%(name)s”不能从 %(at)s 起停表:早于 %(earliest)s;请更正停表日期。",
                    name=self.name,
                    at=at,
                    earliest=earliest,
                )
            )
        return replace(self, pauses=(*self.pauses, Pause(at, None, reason, holder)))

    def resume(self, at: date, holder: str = "") -> Self:
        """Let the clock run again, as far as this holder is concerned; `at` itself still stands.

        Raises LedgerError if this holder did not let it stand.
        """
        self._check_point(at)
        standing = next((p for p in self.pauses if p.end is None and p.holder == holder), None)
        if standing is None and self.paused:
            raise LedgerError(
                words(
                    "“%(name)s”因“%(reason)s”停表,该环节办完后自动恢复计时。",
                    name=self.name,
                    reason=self._reason(),
                )
            )
        if standing is None:
            raise LedgerError(words("“%(name)s”没有停表,无需恢复计时。", name=self.name))
        if at < standing.begin:
            raise LedgerError(
                words(
                    "“%(name)s”的恢复日 %(at)s 早于停表日 %(begin)s;请更正日期。",
                    name=self.name,
                    at=at,
                    begin=standing.begin,
                )
            )
        ended = replace(standing, end=at)
        return replace(self, pauses=tuple(ended if p is standing else p for p in self.pauses))

    def _reason(self) -> str:
        return next(pause.reason for pause in self.pauses if pause.end is None)

    def extend_by(self, units: int, reason: str, granted: date) -> Self:
        """Add to the budget and open a new generation. Raises LedgerError unless `units` is positive."""
        self._check_point(granted)
        if units <= 0:
            raise LedgerError(
                words("“%(name)s”的延期量应为正数,不能是 %(units)s。", name=self.name, units=units)
            )
        return self._extended(Extension("amount", units, reason, granted))

    def derived_from(self, calendar: WorkingCalendar) -> Self:
        """The same ledger, noting that its dates were last derived from this calendar."""
        return replace(self, calendar_version=calendar.version)

    def _extended(self, extension: Extension) -> Self:
        return replace(self, extensions=(*self.extensions, extension), generation=self.generation + 1)

    def _check_point(self, point: date) -> None:
        if self.unit == "min":
            instant(point)
        elif isinstance(point, datetime):
            raise LedgerError(
                words("“%(name)s”按日计算,需要日期而不是时刻“%(point)s”。", name=self.name, point=point)
            )

    # JSON

    def to_dict(self) -> dict[str, Any]:
        """The ledger as JSON types; `from_dict` reads it back unchanged."""
        return {
            **{key: getattr(self, key) for key in _PLAIN},
            "start": self.start.isoformat(),
            "stated": self.stated and self.stated.isoformat(),
            "pauses": [pause.to_list() for pause in self.pauses],
            "extensions": [extension.to_list() for extension in self.extensions],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """A ledger from `to_dict`."""
        return cls(
            **{key: stored[key] for key in _PLAIN},
            start=read_point(stored["start"]),
            stated=stored["stated"] and read_point(stored["stated"]),
            pauses=tuple(map(Pause.from_list, stored["pauses"])),
            extensions=tuple(map(Extension.from_list, stored["extensions"])),
        )


_PLAIN = (
    "name",
    "amount",
    "unit",
    "close",
    "roll",
    "stated_rest_day",
    "calendar_version",
    "generation",
    "basis",
)
