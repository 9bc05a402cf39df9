"""What is different between two editions of a process folder: files, elements of diagrams, numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from engine.definitions.comparing_files import form_lines, scenario_lines, table_lines, template_lines
from engine.definitions.diagram import Diagram, Extension, Flow, Node, Process
from engine.definitions.limit_words import amount_words, limit_words, number_words, numbers_in
from engine.definitions.policy import PolicyFileError, PolicyNumber, read_policy
from engine.definitions.reader import read_diagram
from engine.definitions.wording import Piece
from engine.definitions.words import word
from engine.definitions.xml import UnreadableXml
from engine.words import CLAUSES, side_by_side, words

Kind = Literal["added", "removed", "changed"]
_OF_NODE: Final = {
    "name": words("名称"),
    "type": words("类型"),
    "lanes": words("岗位(泳道)"),
    "events": words("等什么"),
    "attached_to": words("所在环节"),
    "interrupting": words("是否中断"),
    "loop": words("会签方式"),
    "called": words("调用的流程"),
    "script": words("算式"),
    "default": words("默认路"),
    "documentation": words("说明"),
}
_OF_EXTENSION: Final = {
    "assignment": words("谁办"),
    "deadline": words("时限"),
    "form": words("表单"),
    "rule": words("规则"),
    "verbs": words("可用动作"),
    "item": words("会签名单"),
    "vote": words("会签规则"),
    "decision": words("决策表"),
    "document": words("文书"),
    "notify": words("通知"),
    "score": words("记分"),
    "liability": words("问责线索"),
    "case": words("办件"),
    "release": words("发布须经批准"),
    "matter": words("事项"),
    "request": words("申请"),
    "service": words("服务"),
    "input": words("带入"),
    "output": words("带出"),
    "pause": words("停表"),
    "resume": words("恢复计时"),
    "extend": words("延期"),
    "reverse": words("冲回"),
    "standstill": words("停表"),
    "register": words("登记"),
}


_Place = Node | Flow | Process
_Numbers = Mapping[str, PolicyNumber]
_LINES: Final = {"json": form_lines, "dmn": table_lines, "docx": template_lines, "yaml": scenario_lines}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different. `element` is its id on the diagram `file`, empty for a file as a whole.

    `wording` says word for word what became of a text, where one changed.
    """

    kind: Kind
    file: str
    element: str
    name: str
    text: str
    wording: tuple[Piece, ...] = ()


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Difference]:
    """Everything that is different, diagrams first; places and lines of the picture do not count."""
    return [*_diagrams(before, after), *_numbers(before, after), *_files(before, after)]


def _files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Difference]:
    for path in sorted({*before, *after}):
        if path.endswith(".bpmn") and path in before and path in after:
            continue
        if path == "policy.yaml" or before.get(path) == after.get(path):
            continue
        if path not in before or path not in after:
            kind: Kind = "added" if path in after else "removed"
            yield Difference(kind, path, "", path, words("新增") if kind == "added" else words("删去"))
            continue
        found = list(_LINES[path.rpartition(".")[2]](before[path], after[path])) if _is_known(path) else []
        for name, text, wording in found:
            yield Difference(
                "changed", path, "", side_by_side(filter(None, (path, name)), " "), text, wording
            )
        if not found:
            yield Difference("changed", path, "", path, words("有改动"))


def _is_known(path: str) -> bool:
    return path.rpartition(".")[2] in _LINES


def _diagrams(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Difference]:
    for path in sorted(path for path in after if path.endswith(".bpmn") and path in before):
        old, new = _read(before[path], path), _read(after[path], path)
        if old is not None and new is not None:
            yield from _compared(path, _places(old), _places(new), (numbers_in(before), numbers_in(after)))


def _read(xml: bytes, path: str) -> Diagram | None:
    try:
        return read_diagram(xml, path)
    except UnreadableXml:
        return None


def _places(diagram: Diagram) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for process in diagram.processes.values():
        found[process.id] = process
        found.update(process.nodes)
        found.update(process.flows)
    return found


def _compared(
    file: str, old: Mapping[str, _Place], new: Mapping[str, _Place], numbers: tuple[_Numbers, _Numbers]
) -> Iterator[Difference]:
    for key, place in new.items():
        if key not in old:
            yield Difference("added", file, key, _label(place), words("新增%(place)s", place=_kind(place)))
        elif changes := list(_changes(old[key], place, numbers)):
            yield Difference("changed", file, key, _label(place), side_by_side(changes, CLAUSES))
    for key, place in old.items():
        if key not in new:
            yield Difference("removed", file, key, _label(place), words("删去%(place)s", place=_kind(place)))


def _label(place: _Place) -> str:
    return place.name or place.id


def _kind(place: _Place) -> str:
    if isinstance(place, Node):
        return word(place.type)
    return words("连线") if isinstance(place, Flow) else words("流程")


def _changes(old: _Place, new: _Place, numbers: tuple[_Numbers, _Numbers]) -> Iterator[str]:
    if isinstance(old, Node) and isinstance(new, Node):
        yield from (
            _OF_NODE[each.name] + _turn(getattr(old, each.name), getattr(new, each.name))
            for each in fields(Node)
            if each.name in _OF_NODE and getattr(old, each.name) != getattr(new, each.name)
        )
    elif isinstance(old, Flow) and isinstance(new, Flow):
        if (old.source, old.target) != (new.source, new.target):
            yield words("改接到别处")
        if old.name != new.name:
            yield words("名称") + _turn(old.name, new.name)
        if old.condition != new.condition:
            texts = (each.text if each else "" for each in (old.condition, new.condition))
            yield words("条件") + _turn(*texts)
    elif old.name != new.name:
        yield words("名称") + _turn(old.name, new.name)
    yield from _extended(old.extensions, new.extensions, numbers)


def _extended(
    old: tuple[Extension, ...], new: tuple[Extension, ...], numbers: tuple[_Numbers, _Numbers]
) -> Iterator[str]:
    for name in dict.fromkeys(each.name for each in (*old, *new)):
        one, other = ([each for each in side if each.name == name] for side in (old, new))
        if one == other:
            continue
        what, known_by = _OF_EXTENSION.get(name, name), {each.get("name") for each in (*one, *other)}
        if len(one) == len(other) == 1 and len(known_by) == 1 and (called := known_by.pop()):
            what = words("%(what)s“%(called)s”", what=what, called=called)
            one, other = (
                [replace(each, attributes=_unnamed(each)) for each in side] for side in (one, other)
            )
        before, after = (
            side_by_side(_written(each, known) for each in side)
            for side, known in zip((one, other), numbers, strict=True)
        )
        if before == after:
            # A limit that is the same now but is no longer, or only now, one of the county's numbers.
            before, after = (side_by_side(_written(each, None) for each in side) for side in (one, other))
        yield what + _turn(before, after)


def _unnamed(extension: Extension) -> dict[str, str]:
    return {key: value for key, value in extension.attributes.items() if key != "name"}


def _written(extension: Extension, numbers: _Numbers | None) -> str:
    """The values of an element of ours, its limit in words unless there are no `numbers`."""
    values = {
        key: value if numbers is None or key != "limit" else limit_words(value, numbers)
        for key, value in extension.attributes.items()
    }
    return side_by_side(values.values(), " ") or words("有")


def _turn(old: object, new: object) -> str:
    """「:5 wd → 10 wd」 where both can be said, else just that it changed."""
    if isinstance(old, str) and isinstance(new, str):
        return words(":%(old)s → %(new)s", old=old or words("无"), new=new or words("无"))
    return words("有改动")


def _numbers(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Difference]:
    try:
        old, new = (read_policy(files.get("policy.yaml", b"")) for files in (before, after))
    except PolicyFileError:
        return
    for key in dict.fromkeys((*old, *new)):
        if key not in old or key not in new:
            kind: Kind = "added" if key in new else "removed"
            number = new.get(key) or old[key]
            yield Difference(
                kind,
                "policy.yaml",
                "",
                number.label,
                words("新增政策参数") if key in new else words("删去政策参数"),
            )
        elif old[key] != new[key]:
            yield Difference("changed", "policy.yaml", "", new[key].label, _of_number(old[key], new[key]))


def _of_number(old: PolicyNumber, new: PolicyNumber) -> str:
    labels = {
        "unit": words("单位"),
        "label": words("名称"),
        "basis": words("依据"),
        "range": words("范围"),
    }
    turns = [(words("默认值"), number_words(old, old.default), number_words(new, new.default))]
    turns += [
        (said, _amount(getattr(old, name)), _amount(getattr(new, name))) for name, said in labels.items()
    ]
    turns.append((words("选项"), side_by_side(old.choices.values()), side_by_side(new.choices.values())))
    said = [
        words("%(said)s:%(old)s → %(new)s", said=label, old=before, new=after)
        for label, before, after in turns
        if before != after
    ]
    return side_by_side(said, CLAUSES) or words("登记的内容有改动")


def _amount(value: object) -> str:
    return amount_words(str(value)) if value else words("无")
