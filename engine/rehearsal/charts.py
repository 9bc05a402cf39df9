"""The figures of a simulated year as charts: bars and lines in SVG, drawn here so that a page needs no library."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from engine.words import words

_WIDE, _ROW, _LEFT = 340, 22, 118
_NUMBER: Final = 84
"""Room for a number and its unit at the end of a bar."""
_SHADES: Final = ("s1", "s2")
MOST_ROWS: Final = 12

_STRIP: Final = 64
MOST_STRIPS: Final = 6
_DAYS_FROM: Final = 48
"""Hours from which on days are easier to read."""

Named = Sequence[tuple[str, Mapping[str, float]]]
"""What is compared: the name of each edition, and its value by row."""


def charts(
    editions: Sequence[tuple[str, Mapping[str, Any]]], say: Callable[[str], str] = str
) -> list[dict[str, str]]:
    """On-time rate by month, queues by post as they grow and as long as they got, hours waited by element.

    One edition, or two side by side. `say` puts the words within a picture into the reader's language.
    """
    on_time: Named = [
        (name, {month: _rate(counts) for month, counts in each["months"].items()}) for name, each in editions
    ]
    queues: Named = [
        (name, {post: max(months.values()) for post, months in each["queues"].items()})
        for name, each in editions
    ]
    waits: Named = [
        (name, {e["name"]: e["average"] for e in each["elements"].values()}) for name, each in editions
    ]
    in_days = max((hours for _, each in waits for hours in each.values()), default=0) >= _DAYS_FROM
    if in_days:
        waits = [(name, {row: round(hours / 24, 1) for row, hours in each.items()}) for name, each in waits]
    return [
        {"title": words("每月来件的按时率"), "svg": bars(on_time, "%", in_order=True)},
        {
            "title": words("每个岗位的队,逐周最多几件"),
            "svg": strips([(name, each["queues"]) for name, each in editions], say),
        },
        {"title": words("每个岗位最长的队"), "svg": bars(queues, say(words("件")))},
        {
            "title": words("每个环节平均多久"),
            "svg": bars(waits, say(words("天") if in_days else words("小时"))),
        },
    ]


def bars(editions: Named, unit: str, in_order: bool = False) -> str:
    """Horizontal bars, the longest first unless `in_order`; each edition has its shade, every bar its number."""
    rows = list(dict.fromkeys(row for _, values in editions for row in values))
    if in_order:
        rows.sort()
    else:
        rows.sort(key=lambda row: -max(values.get(row, 0) for _, values in editions))
    rows = rows[:MOST_ROWS]
    most = max((values.get(row, 0) for _, values in editions for row in rows), default=0) or 1
    thick = _ROW * len(editions)
    parts = [_legend(editions)] if len(editions) > 1 else []
    top = _ROW if parts else 0
    for at, row in enumerate(rows):
        y = top + at * (thick + 6)
        parts.append(
            f'<text class="label" x="{_LEFT - 6}" y="{y + thick / 2 + 5:.0f}">{escape(row[:9])}</text>'
        )
        for place, (_, values) in enumerate(editions):
            value = values.get(row, 0)
            width = value / most * (_WIDE - _LEFT - _NUMBER)
            line = y + place * _ROW
            parts.append(
                f'<rect class="{_SHADES[place % 2]}" x="{_LEFT}" y="{line + 3}" width="{width:.1f}" height="{_ROW - 6}"/>'
                f'<text x="{_LEFT + width + 5:.1f}" y="{line + _ROW - 6}">{value:g} {unit}</text>'
            )
    height = top + len(rows) * (thick + 6)
    return _svg(height, parts)


def strips(
    editions: Sequence[tuple[str, Mapping[str, Mapping[str, int]]]], say: Callable[[str], str] = str
) -> str:
    """A line for each post over the weeks, the longest queues first, all on one scale, so that they can be compared."""
    longest = {post: 0 for _, queues in editions for post in queues}
    for _, queues in editions:
        for post, lengths in queues.items():
            longest[post] = max(longest[post], *lengths.values())
    posts = sorted(longest, key=lambda post: -longest[post])[:MOST_STRIPS]
    weeks = sorted({week for _, queues in editions for post in posts for week in queues.get(post, {})})
    most = max(longest.values(), default=0) or 1
    parts = [_legend(editions)] if len(editions) > 1 else []
    top = _ROW if parts else 0
    for at, post in enumerate(posts):
        floor = top + (at + 1) * (_STRIP + 6)
        most_of = words("%(post)s(最多 %(longest)s 件)", post=post, longest=longest[post])
        parts.append(
            f'<text x="0" y="{floor - _STRIP + 14}">{escape(say(most_of))}</text>'
            f'<path class="axis" d="M0 {floor}H{_WIDE}"/>'
        )
        for place, (_, queues) in enumerate(editions):
            line = _line(weeks, queues.get(post, {}), floor, (_STRIP - 20) / most)
            parts.append(f'<path class="line {_SHADES[place % 2]}" d="{line}"/>')
    height = top + len(posts) * (_STRIP + 6) + _ROW
    if weeks:
        parts.append(
            f'<text x="0" y="{height - 6}">{weeks[0]}</text>'
            f'<text class="label" x="{_WIDE}" y="{height - 6}">{weeks[-1]}</text>'
        )
    return _svg(height, parts)


def _line(weeks: Sequence[str], lengths: Mapping[str, int], floor: float, scale: float) -> str:
    step = _WIDE / len(weeks)
    points = (
        f"{at * step:.1f} {floor - lengths.get(week, 0) * scale:.1f}H{(at + 1) * step:.1f}"
        for at, week in enumerate(weeks)
    )
    return "M" + "L".join(points)


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bj-chart" role="img" viewBox="0 0 {_WIDE} {height:.0f}">'
        f"{''.join(parts)}</svg>"
    )


def _legend(editions: Sequence[tuple[str, Any]]) -> str:
    return "".join(
        f'<rect class="{_SHADES[place % 2]}" x="{place * _WIDE // 2}" y="4" width="14" height="12"/>'
        f'<text x="{place * _WIDE // 2 + 19}" y="15">{escape(name)}</text>'
        for place, (name, _) in enumerate(editions)
    )


def _rate(counts: Mapping[str, int]) -> float:
    return round(100 * (1 - counts["late"] / counts["started"]), 1) if counts["started"] else 100.0
