"""The small marks inside shapes: what kind of task, what an event waits for, how often an activity runs."""

from lxml import etree

from engine.definitions.layout.shapes import Box

_TASKS = {
    "userTask": '<circle class="n" cx="8" cy="5" r="4"/><path class="n" d="M0 17C0 8 16 8 16 17z"/>',
    "manualTask": '<path class="n" d="M1 8 7 2H10L8 6H17V9H15V12H14V15H5L1 12z"/>',
    "serviceTask": '<circle class="n" cx="8" cy="8" r="6" stroke-dasharray="3 1.7"/><circle class="n" cx="8" cy="8" r="3"/>',
    "scriptTask": '<path class="n" d="M4 1H15C9 6 17 9 11 15H1C7 9 -1 6 4 1zM6 5H11M5 8H11M6 11H11"/>',
    "sendTask": '<path class="f" d="M0 2H18L9 8zM0 4V14H18V4L9 10z"/>',
    "receiveTask": '<path class="n" d="M0 2H18V14H0zL9 8 18 2"/>',
    "businessRuleTask": '<path class="n" d="M0 1H18V14H0zM0 5H18M0 9.5H18M6 5V14"/>',
}
_EVENTS = {
    "timer": '<circle class="n" r="9"/><path class="n" d="M0 -6V0L4 2"/>',
    "message": '<path class="{}" d="M-9 -6H9V6H-9zL0 1 9 -6"/>',
    "signal": '<path class="{}" d="M0 -9 9 6H-9z"/>',
    "error": '<path class="{}" d="M-8 8 -3 -7 3 2 8 -8 3 7 -3 -1z"/>',
    "escalation": '<path class="{}" d="M0 -9 7 8 0 2 -7 8z"/>',
    "conditional": '<path class="n" d="M-7 -8H7V8H-7zM-4 -4H4M-4 0H4M-4 4H4"/>',
    "link": '<path class="{}" d="M-8 -4H2V-8L9 0 2 8V4H-8z"/>',
    "compensate": '<path class="{}" d="M0 -7V7L-8 0zM8 -7V7L0 0z"/>',
    "cancel": '<path class="n" stroke-width="3" d="M-6 -6 6 6M6 -6-6 6"/>',
    "terminate": '<circle class="f" r="10"/>',
}


def task_mark(kind: str, box: Box) -> str:
    """The mark in the upper left corner of a task; nothing for a plain one."""
    mark = _TASKS.get(kind)
    return f'<g transform="translate({box.x + 7:g} {box.y + 7:g})">{mark}</g>' if mark else ""


def event_mark(kind: str, box: Box, throwing: bool) -> str:
    """The mark inside an event: filled where it throws."""
    mark = _EVENTS.get(kind)
    if not mark:
        return ""
    return f'<g transform="translate({box.cx:g} {box.cy:g})">{mark.format("f" if throwing else "n")}</g>'


def loop_mark(loop: etree._Element | None, box: Box, closed: bool) -> str:
    """The marks at the lower edge: repetition, and the plus of a closed subprocess."""
    marks: list[str] = []
    if loop is not None and etree.QName(loop).localname.startswith("standard"):
        marks.append('<path class="n" d="M2 10A5.5 5.5 0 1 1 8 11M8 8V11H5"/>')
    elif loop is not None and loop.get("isSequential") == "true":
        marks.append('<path class="n" stroke-width="2" d="M0 2H12M0 6H12M0 10H12"/>')
    elif loop is not None:
        marks.append('<path class="n" stroke-width="2" d="M2 0V12M6 0V12M10 0V12"/>')
    if closed:
        marks.append('<path class="n" d="M0 0H12V12H0zM6 2.5V9.5M2.5 6H9.5"/>')
    left = box.cx - len(marks) * 9
    return "".join(
        f'<g transform="translate({left + at * 18 + 3:g} {box.bottom - 16:g})">{mark}</g>'
        for at, mark in enumerate(marks)
    )
