"""Answers a form accepts, drawn at random: from its options, ranges and dates, and from what scenarios fill in."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from engine.records.form_field import ONE_OF, SOME_OF, TEXTS, Field
from engine.records.forms import Form
from engine.rehearsal.scenario import Scenario
from engine.time import clock

WORDS = ("情况属实", "请抓紧办理", "材料齐全", "已经落实", "按规定执行")
OFTEN = 0.75


@dataclass
class Bank:
    """What scenarios fill in: the values by field, and whole answers by task."""

    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def learn(self, scenario: Scenario) -> None:
        """Remember what a scenario fills in."""
        for name, answers in scenario.answers.items():
            for answer in answers:
                self._keep(answer.data)
                self.answers[name].append(answer.data)
        for step in scenario.steps:
            for data in [step.words.get("data") or {}, *(step.words.get("items") or [])]:
                self._keep(data)
                if step.do == "complete" and step.refused is None:
                    self.answers[step.words["task"]].append(data)

    def _keep(self, data: Mapping[str, Any]) -> None:
        for key, value in data.items():
            self.values[key].append(value)


@dataclass
class Filler:
    """Fills forms in. `units` are the units one may choose among, `chance` decides."""

    bank: Bank
    units: list[str]
    chance: random.Random

    def answers(self, name: str, form: Form | None, known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Ways to fill in the form of a task, the more adventurous first; the form judges which are accepted."""
        fields = form.fields if form is not None else ()
        for _ in range(3):
            yield self._filled(fields)
        learnt = list(self.bank.answers.get(name, ()))
        self.chance.shuffle(learnt)
        for answer in learnt[:6]:
            yield {**self._filled(fields), **answer}
            yield dict(answer)
        yield {each.key: known[each.key] for each in fields if known.get(each.key) is not None}

    def _filled(self, fields: Iterable[Field]) -> dict[str, Any]:
        filled: dict[str, Any] = {}
        for each in fields:
            if each.fixed is True or each.expression is not None:
                continue
            if each.required or each.least_rows or self.chance.random() < OFTEN:
                value = self._value(each)
                if value is not None:
                    filled[each.key] = value
        return filled

    def _value(self, each: Field) -> Any:
        learnt = self.bank.values.get(each.key, ())
        if learnt and (each.pattern or each.identity or self.chance.random() < OFTEN / 2):
            return self.chance.choice(learnt)
        if each.kind in ONE_OF | SOME_OF:
            return self._chosen(each, learnt)
        made = _MAKERS.get(each.kind)
        return made(self, each) if made is not None else None

    def _chosen(self, each: Field, learnt: Any) -> Any:
        static = list(each.options.static) if each.options is not None else []
        options = static or ([] if not each.unit else self.units) or list(learnt) or self.units
        if each.kind in ONE_OF:
            return self.chance.choice(options)
        many = [option for option in options if not isinstance(option, list)] or self.units
        return self.chance.sample(many, self.chance.randint(1, min(3, len(many))))

    def _text(self, each: Field) -> str:
        if each.unit:
            return self.chance.choice(self.units)
        least, most = each.bounds.get("minLength", 0), each.bounds.get("maxLength", 200)
        text = self.chance.choice(WORDS)
        while isinstance(least, int) and len(text) < least:
            text += self.chance.choice(WORDS)
        return text[:most] if isinstance(most, int) else text

    def _number(self, each: Field) -> int | Decimal:
        low, high = each.bounds.get("min", 0), each.bounds.get("max", 100)
        low = int(low) if isinstance(low, int | Decimal) else 0
        high = int(high) if isinstance(high, int | Decimal) else max(low, 100)
        return self.chance.randint(low, min(max(low, high), low + 100))

    def _moment(self, each: Field) -> Any:
        day = clock.today() + timedelta(days=self.chance.randint(0, 60))
        at = time(self.chance.randint(8, 17), self.chance.choice((0, 30)))
        if each.subtype == "date":
            return day
        return at if each.subtype == "time" else clock.datetime.combine(day, at, clock.CIVIL)

    def _files(self, each: Field) -> list[str]:
        return [f"材料{each.accept[0] if each.accept and each.accept[0].startswith('.') else '.pdf'}"]

    def _rows(self, each: Field) -> list[dict[str, Any]]:
        count = self.chance.randint(max(each.least_rows, 1), max(each.least_rows, min(3, each.most_rows)))
        return [self._filled(each.rows) for _ in range(count)]

    def _truth(self, each: Field) -> bool:
        return each.required or self.chance.random() < OFTEN


_MAKERS: dict[str, Any] = {
    **dict.fromkeys(TEXTS, Filler._text),
    "number": Filler._number,
    "checkbox": Filler._truth,
    "datetime": Filler._moment,
    "filepicker": Filler._files,
    "dynamiclist": Filler._rows,
}
