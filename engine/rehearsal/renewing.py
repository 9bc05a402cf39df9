"""Scenarios brought up to a change: steps that have another name, days on which things fall now.

The rest of a file stays as it was written, remarks included. Only what then passes is offered, so that a change
which breaks what a scenario is about is never explained away.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import orjson
import yaml

from engine.definitions.reader import read_diagram
from engine.definitions.xml import UnreadableXml
from engine.rehearsal.scenarios import run_scenario
from engine.rehearsal.stage import Stage
from engine.strict_yaml import StrictYamlError, load
from engine.words import words

_PLAIN: Final = re.compile(r"[^\W\d_][\w()〔〕“”、·]*")
"""Text that YAML reads as itself wherever it stands."""
_OF_A_STEP: Final = {"task"}
_OF_AN_EXPECTATION: Final = {"open", "state", "element", "id", "name", "task"}


@dataclass(frozen=True, slots=True)
class Renewed:
    """A scenario's new text, and each change made to it in words."""

    text: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    node: yaml.ScalarNode
    new: str
    said: str


def renewed(text: str, names: Mapping[str, str], stage: Stage) -> Renewed | None:
    """The scenario with the new of `names` (by the old) and the days of now; None where it does not pass even so."""
    try:
        scenario = yaml.compose(text, yaml.SafeLoader)
        if not isinstance(scenario, yaml.MappingNode):
            return None
        first = _edited(text, list(_renamings(scenario, names)))
        played = run_scenario(load(first.text), stage)
        if played.passed:
            return first if first.changes else None
        dated = _edited(first.text, list(_datings(yaml.compose(first.text, yaml.SafeLoader), played.moved)))
        if not dated.changes or not run_scenario(load(dated.text), stage).passed:
            return None
    except (StrictYamlError, yaml.YAMLError):
        return None
    return Renewed(dated.text, (*first.changes, *dated.changes))


def renamings(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """New names of elements by their old ones, between two states of a folder's files."""
    was, now = _names(before), _names(after)
    both = sorted(was.keys() & now.keys())
    return {was[key]: now[key] for key in both if was[key] and now[key] and was[key] != now[key]}


def _names(files: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for path in (path for path in files if path.endswith(".bpmn")):
        try:
            processes = read_diagram(files[path], path).processes.values()
        except UnreadableXml:
            continue
        found |= {(path, node.id): node.name for process in processes for node in process.nodes.values()}
    return found


def _edited(text: str, edits: list[_Edit]) -> Renewed:
    """The text with each edit in its place."""
    edits = sorted(edits, key=lambda edit: edit.node.start_mark.index)
    cuts = [0, *(at for e in edits for at in (e.node.start_mark.index, e.node.end_mark.index)), len(text)]
    kept = [text[start:end] for start, end in list(pairwise(cuts))[::2]]
    new = [*(edit.new for edit in edits), ""]
    together = "".join(part for pair in zip(kept, new, strict=True) for part in pair)
    return Renewed(together, tuple(dict.fromkeys(edit.said for edit in edits)))


def _renamings(scenario: yaml.Node, names: Mapping[str, str]) -> Iterator[_Edit]:
    for node in _naming(scenario):
        if (new := names.get(node.value)) is not None:
            written = new if _PLAIN.fullmatch(new) else orjson.dumps(new).decode()
            yield _Edit(node, written, words("环节“%(old)s”改叫“%(new)s”", old=node.value, new=new))


def _naming(scenario: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Where a scenario names elements."""
    parts = dict(_pairs(scenario))
    answers, steps, expect, hold = (parts.get(key) for key in ("answers", "steps", "expect", "hold"))
    if isinstance(answers, yaml.MappingNode):
        yield from (key for key, _ in answers.value if isinstance(key, yaml.ScalarNode))
    yield from (item for item in _items(hold) if isinstance(item, yaml.ScalarNode))
    for list_of, keys in ((steps, _OF_A_STEP), (expect, _OF_AN_EXPECTATION)):
        for item in _items(list_of):
            said = dict(_pairs(item))
            back = (
                {"to"}
                if isinstance(do := said.get("do"), yaml.ScalarNode) and do.value == "return"
                else set()
            )
            for key in (keys | back) & said.keys():
                if isinstance(value := said[key], yaml.ScalarNode):
                    yield value


def _datings(scenario: yaml.Node | None, moved: Mapping[tuple[int, str], str]) -> Iterator[_Edit]:
    expected = _items(dict(_pairs(scenario)).get("expect"))
    for (place, key), day in moved.items():
        node = dict(_pairs(expected[place])).get(key)
        if isinstance(node, yaml.ScalarNode):
            yield _Edit(node, day, words("%(old)s 改为 %(new)s", old=node.value, new=day))


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else []
