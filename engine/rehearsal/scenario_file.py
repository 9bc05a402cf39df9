"""Reading a scenario file: everything wrong is named with its line, and nothing runs if something is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engine import strict_yaml
from engine.rehearsal import moments
from engine.rehearsal.scenario import Answer, Answers, Expectation, Scenario, Step
from engine.rehearsal.scenario_words import (
    ANSWER_KEYS,
    EVENT_TIMES,
    EVENTS,
    EVERY_STEP,
    EXPECTATIONS,
    KEYS,
    START_KEYS,
    VERBS,
    Reader,
)
from engine.words import side_by_side, words

_TOP = ("name", "process", "pilot", "now", "start", "answers", "hold", "steps", "until", "expect")


class ScenarioError(ValueError):
    """A scenario that cannot be played; `problems` say in Chinese where and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(side_by_side(problems, "\n"))
        self.problems = problems


def read_scenario(source: Path | str | Mapping[str, Any]) -> Scenario:
    """The scenario of a file, of YAML text, or of its content already read. Raises ScenarioError, OSError."""
    if isinstance(source, Mapping):
        content: Any = source
    else:
        text = source.read_text(encoding="utf-8-sig") if isinstance(source, Path) else source
        try:
            content = strict_yaml.load(text)
        except strict_yaml.StrictYamlError as error:
            raise ScenarioError([str(error)]) from error
    reader = _Reader()
    scenario = reader.scenario(content)
    if reader.problems or scenario is None:
        raise ScenarioError(reader.problems)
    return scenario


def read_answers(content: object) -> Answers:
    """Standing answers: task → answer, or list of answers for its rounds.

    An answer is `{by, data, unit, item}`, or just the data. Raises ScenarioError.
    """
    reader = _Reader()
    answers = reader.answers(content, plain=True)
    if reader.problems:
        raise ScenarioError(reader.problems)
    return answers


class _Reader:
    """One reading; collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def scenario(self, content: object) -> Scenario | None:
        if not isinstance(content, Mapping):
            self._wrong(
                words("文件"), 1, words("应为“名称: 内容”的形式,至少有 name、process、now、start、expect")
            )
            return None
        for key in content:
            if key not in _TOP:
                self._wrong(
                    words("文件"),
                    _line(content),
                    words("不认识“%(key)s”;可用:%(top)s", key=key, top=side_by_side(_TOP)),
                )
        name, process, now, until = (
            self._value(words("文件"), content, key, read, needed)
            for key, read, needed in (
                ("name", KEYS["name"], True),
                ("process", KEYS["process"], True),
                ("now", moments.read_moment, True),
                ("until", moments.read_end, False),
            )
        )
        steps = tuple(self._steps(content, now)) if isinstance(now, datetime) else ()
        answers = self.answers(content.get("answers"))
        expect = tuple(self._expectations(content.get("expect")))
        if until is not None and steps and until < steps[-1].at:
            self._wrong("until", _line(content), words("早于最后一个步骤"))
        hold = self._names(content, "hold")
        pilot = self._value("文件", content, "pilot", KEYS["pilot"])
        units = tuple(pilot) if pilot is not None else None
        return Scenario(name, process, now, steps, answers, until, expect, hold, units)

    def _names(self, content: Mapping[str, Any], key: str) -> tuple[str, ...]:
        names = content.get(key) or []
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return tuple(names)
        self._wrong(key, _line(content), words("应为环节名的列表"))
        return ()

    # --- steps ------------------------------------------------------------------------------------------------
    def _steps(self, content: Mapping[str, Any], now: datetime) -> Iterator[Step]:
        start = content.get("start")
        if start is not None:
            self._known("start", start, START_KEYS)
            if isinstance(start, Mapping):
                yield self._step("start", {**start, "do": "start"}, now, _line(start))
        last = now
        steps = content.get("steps") or []
        if not isinstance(steps, list):
            self._wrong("steps", _line(content), words("应为列表,每项一个动作"))
            return
        for number, raw in enumerate(steps, 1):
            place = words("steps 第 %(number)s 项", number=number)
            if not isinstance(raw, Mapping) or raw.get("do") not in VERBS:
                said = raw.get("do") if isinstance(raw, Mapping) else raw
                self._wrong(
                    place,
                    _line(raw),
                    words("不认识动作“%(said)s”;do 可写:%(verbs)s", said=said, verbs=side_by_side(VERBS)),
                )
                continue
            verb = VERBS[raw["do"]]
            self._known(place, raw, EVERY_STEP | verb.needs | verb.may, verb.needs)
            step = self._step(place, raw, last, _line(raw))
            if step.at < last:
                self._wrong(place, _line(raw), words("早于前一个动作;steps 按时间先后排列"))
            last = max(last, step.at)
            yield step

    def _step(self, place: str, raw: Mapping[str, Any], default: datetime, line: int) -> Step:
        given = {key: self._value(place, raw, key, KEYS[key]) for key in raw if key in KEYS}
        at, do, by, refused = (given.pop(key, None) for key in ("at", "do", "by", "refused"))
        return Step(at or default, str(do), by, given, refused, _place(place, line))

    # --- answers ----------------------------------------------------------------------------------------------
    def answers(self, content: object, plain: bool = False) -> Answers:
        """The standing answers; with `plain`, a mapping without `data` is the data itself."""
        if content is None:
            return {}
        if not isinstance(content, Mapping):
            self._wrong("answers", 1, words("应为“环节: 答复”的形式"))
            return {}
        return {
            str(task): tuple(
                self._answer(f"answers › {task}", each, plain)
                for each in (written if isinstance(written, list) else [written])
            )
            for task, written in content.items()
        }

    def _answer(self, place: str, raw: object, plain: bool) -> Answer:
        if raw is None:
            return Answer()
        if not isinstance(raw, Mapping):
            self._wrong(place, 0, words("应为 {by: 谁, data: {字段: 值}} 的形式"))
            return Answer()
        if plain and not ("data" in raw and raw.keys() <= ANSWER_KEYS):
            return Answer(data=self._value(place, {"data": raw}, "data", KEYS["data"]) or {})
        self._known(place, raw, ANSWER_KEYS)
        given = {key: self._value(place, raw, key, KEYS[key]) for key in raw if key in ANSWER_KEYS}
        return Answer(**given)

    # --- expectations -----------------------------------------------------------------------------------------
    def _expectations(self, content: object) -> Iterator[Expectation]:
        if not isinstance(content, list | None):
            self._wrong("expect", 1, words("应为列表,每项一条期望"))
            return
        for number, raw in enumerate(map(_with_on, content or []), 1):
            place = words("expect 第 %(number)s 项", number=number)
            kind = next((k for k in EXPECTATIONS if isinstance(raw, Mapping) and k in raw), None)
            if kind is None:
                self._wrong(
                    place,
                    _line(raw),
                    words("须写明期望什么:%(expectations)s 之一", expectations=side_by_side(EXPECTATIONS)),
                )
                continue
            yield self._expectation(place, kind, raw)

    def _expectation(self, place: str, kind: str, raw: Mapping[str, Any]) -> Expectation:
        known: Mapping[str, Reader] = EXPECTATIONS[kind]
        if kind == "event":
            if raw["event"] not in EVENTS:
                self._wrong(place, _line(raw), words("没有“%(event)s”这种事件", event=raw["event"]))
            for key in EVENT_TIMES & raw.keys():
                self._value(place, raw, key, moments.read_moment)
            given = {key: moments.aware(value) for key, value in raw.items()}
        else:
            self._known(place, raw, frozenset(known))
            given = dict(raw)
        given |= {key: self._value(place, raw, key, known[key]) for key in raw if key in known}
        count = given.pop("count", None)
        written = ", ".join(f"{key}: {value}" for key, value in raw.items())
        return Expectation(kind, given, count, _place(place, _line(raw)), written)

    # --- helpers ----------------------------------------------------------------------------------------------
    def _known(
        self, place: str, raw: object, may: frozenset[str], needs: frozenset[str] = frozenset()
    ) -> None:
        if not isinstance(raw, Mapping):
            self._wrong(place, 0, words("应为“名称: 内容”的形式"))
            return
        for key in raw:
            if key not in may:
                self._wrong(
                    place,
                    _line(raw),
                    words("不认识“%(key)s”;这里可写:%(may)s", key=key, may=side_by_side(sorted(may))),
                )
        for key in sorted(needs - raw.keys()):
            self._wrong(place, _line(raw), words("缺少 %(key)s", key=key))

    def _value(self, place: str, raw: Mapping[str, Any], key: str, read: Reader, needed: bool = False) -> Any:
        if raw.get(key) is None and key != "data":
            if needed:
                self._wrong(place, _line(raw), words("缺少 %(key)s", key=key))
            return None
        try:
            return read(raw.get(key))
        except (ValueError, TypeError) as error:
            self._wrong(f"{place} › {key}" if place != "文件" else key, _line(raw), str(error))
            return None

    def _wrong(self, place: str, line: int, message: str) -> None:
        self.problems.append(words("%(where)s:%(said)s", where=_place(place, line), said=message))


def _with_on(raw: Any) -> Any:
    """YAML 1.1 reads the bare key `on` as the boolean true."""
    if not isinstance(raw, strict_yaml.Row) or True not in raw:
        return raw
    row = strict_yaml.Row({"on" if key is True else key: value for key, value in raw.items()})
    row.line = raw.line
    return row


def _line(content: object) -> int:
    return content.line if isinstance(content, strict_yaml.Row) else 0


def _place(place: str, line: int) -> str:
    return words("第 %(line)s 行 %(place)s", line=line, place=place) if line else place
