"""Reading and checking `catalogue.yaml`; every problem is named with its line, and nothing is taken if one is left."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.matters.catalogue import Entry
from engine.matters.matter import Bundle, Department, Matter, Paper, is_longer
from engine.people.county_shape import Name, in_chinese, step_in_words
from engine.strict_yaml import StrictYamlError, line_of, load
from engine.words import side_by_side, words

FindUnit = Callable[[str], str | None]
"""The id of the unit of a name, None where there is none."""
_MORE_WORDS = {
    "literal_error": words("不在可选的写法之中,请对照文件开头的说明"),
    "bool_type": words("应为 true 或 false"),
}


class CatalogueFileError(ValueError):
    """The file cannot be taken; `problems` say, line by line and in Chinese, what to mend."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class CatalogueShape(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    valid_from: date
    offices: dict[Name, Name]
    papers: list[Paper] = Field(min_length=1)
    matters: list[Matter] = Field(min_length=1)
    bundles: list[Bundle] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What the file says, units as ids: `entries` in the file's order, `offices` the 审批股 of each unit (LJ-01)."""

    entries: tuple[Entry, ...]
    offices: dict[str, str]

    @property
    def processes(self) -> set[str]:
        """The processes that matters say handle them."""
        return {entry.item.process for entry in self.entries if isinstance(entry.item, Matter)}


def read_catalogue(text: str, find_unit: FindUnit) -> CatalogueFile:
    """The catalogue a `catalogue.yaml` describes. Raises CatalogueFileError with all problems found."""
    try:
        content = load(text)
        shape = CatalogueShape.model_validate(content)
    except StrictYamlError as error:
        raise CatalogueFileError([str(error)]) from error
    except ValidationError as error:
        raise CatalogueFileError(_shape_problems(content, error)) from error
    return _Reader(shape, content, find_unit).catalogue()


def _shape_problems(content: Any, error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        path = tuple(step for step in item["loc"] if step != "[key]")
        where = side_by_side((step_in_words(step) for step in path), " › ")
        said = _pattern_words(path) if item["type"] == "string_pattern_mismatch" else None
        said = said or _MORE_WORDS.get(item["type"]) or in_chinese(item["type"], item.get("ctx", {}))
        yield words(
            "第 %(content)s 行 %(where)s:%(said)s",
            content=line_of(content, path) or 1,
            where=where or words("文件"),
            said=said,
        )


def _pattern_words(path: tuple[int | str, ...]) -> str:
    if "limits" in path:
        return words("时限写作 20 wd(工作日)、30 cd(自然日)或 60 min(办公分钟)")
    return words("代号写作小写字母、数字,用短横线分段,如 zjj-sgxk")


class _Reader:
    """One reading: looks up what is named and collects what does not fit together."""

    def __init__(self, shape: CatalogueShape, content: Any, find_unit: FindUnit) -> None:
        self._shape = shape
        self._content = content
        self._find_unit = find_unit
        self._problems: list[str] = []

    def catalogue(self) -> CatalogueFile:
        """Everything looked up. Raises CatalogueFileError."""
        self._once("papers", [paper.name for paper in self._shape.papers])
        self._once("matters", [matter.code for matter in self._shape.matters])
        self._once("bundles", [bundle.code for bundle in self._shape.bundles])
        offices = {self._unit(("offices",), unit): office for unit, office in self._shape.offices.items()}
        matters = [self._matter(place, matter, offices) for place, matter in enumerate(self._shape.matters)]
        self._check_bundles()
        if self._problems:
            raise CatalogueFileError(self._problems)
        first = self._shape.valid_from
        entries = [Entry("paper", paper.name, paper, first) for paper in self._shape.papers]
        entries += [Entry("matter", each.code, each, each.valid_from or first) for each in matters]
        entries += [Entry("bundle", b.code, b, b.valid_from or first) for b in self._shape.bundles]
        return CatalogueFile(tuple(entries), offices)

    def _problem(self, path: tuple[int | str, ...], message: str) -> None:
        self._problems.append(
            words("第 %(content)s 行:%(message)s", content=line_of(self._content, path) or 1, message=message)
        )

    def _once(self, group: str, codes: list[str]) -> None:
        for place, code in enumerate(codes):
            if code in codes[:place]:
                self._problem((group, place), words("“%(code)s”写了两遍,请只留一处或换一个代号", code=code))

    def _unit(self, path: tuple[int | str, ...], name: str) -> str:
        found = self._find_unit(name)
        if found is None:
            self._problem(path, words("单位名录中没有“%(name)s”,请核对名称", name=name))
        return found or name

    def _matter(self, place: int, matter: Matter, offices: dict[str, str]) -> Matter:
        path: tuple[int | str, ...] = ("matters", place)
        unit = self._unit(path, matter.unit)
        if unit not in offices:
            self._problem(
                path,
                words(
                    "“%(name)s”的主管部门%(unit)s没有在 offices 中写明审批股(LJ-01)",
                    name=matter.name,
                    unit=matter.unit,
                ),
            )
        for message in matter_problems(matter, {paper.name for paper in self._shape.papers}):
            self._problem(path, message)
        departments = [Department(unit=self._unit(path, d.unit), role=d.role) for d in matter.departments]
        leading = [each.unit for each in departments if each.role == "主办"]
        if len(leading) == 1 and leading != [unit]:
            self._problem(
                path,
                words("“%(name)s”的主办部门应是主管部门%(unit)s(ZB-01)", name=matter.name, unit=matter.unit),
            )
        delegated = matter.delegated_to
        if delegated is not None:
            delegated = delegated.model_copy(update={"unit": self._unit(path, delegated.unit)})
        return matter.model_copy(update={"unit": unit, "departments": departments, "delegated_to": delegated})

    def _check_bundles(self) -> None:
        known = {matter.code for matter in self._shape.matters}
        for place, bundle in enumerate(self._shape.bundles):
            for code in bundle.matters:
                if code not in known:
                    self._problem(
                        ("bundles", place),
                        words("“%(name)s”里的事项 %(code)s 不在目录中", name=bundle.name, code=code),
                    )
            if len(set(bundle.matters)) < len(bundle.matters):
                self._problem(("bundles", place), words("“%(name)s”里有写了两遍的事项", name=bundle.name))


def matter_problems(matter: Matter, papers: Iterable[str]) -> Iterator[str]:
    """What does not fit together within one matter, in Chinese (ZB-01, XS-01, GC-09, GK-03, LJ-01, LJ-03)."""
    name = f"“{matter.name}”"
    for paper in matter.materials:
        if paper not in papers:
            yield words("%(name)s所需的材料“%(paper)s”不在材料名录 papers 中", name=name, paper=paper)
    if len(set(matter.materials)) < len(matter.materials):
        yield words("%(name)s的同一材料写了两遍,一份材料只收一次(ZB-01)", name=name)
    yield from _department_problems(matter)
    statutory, promised = matter.limits.statutory, matter.limits.promised
    if statutory and promised and is_longer(promised, statutory):
        yield words(
            "%(name)s的承诺时限 %(promised)s 长于法定时限 %(statutory)s,承诺只能更短(XS-01)",
            name=name,
            promised=promised,
            statutory=statutory,
        )
    if statutory and promised and is_longer(promised, statutory) is None:
        yield words("%(name)s的承诺时限与法定时限的单位不同,无法比较,请用同一种单位(XS-01)", name=name)
    if matter.limits.extend and not statutory:
        yield words("%(name)s没有法定时限,不能写法定的延长(extend)", name=name)
    if matter.category and matter.deemed != "off":
        yield words(
            "%(name)s属于%(category)s类,不得超时默许,deemed 应为 off(GC-09)",
            name=name,
            category=side_by_side(matter.category),
        )
    if not matter.public and not matter.private_reason:
        yield words("%(name)s不公开,须写明理由 private_reason(GK-03)", name=name)
    if matter.delegated_to is not None and matter.delegated_to.until < matter.delegated_to.since:
        yield words("%(name)s的下放止日早于起日(LJ-03)", name=name)
    if matter.authorised and not matter.hall:
        yield words("%(name)s没有进驻政务服务中心,谈不上窗口授权:hall 与 authorised 不一致(LJ-01)", name=name)
    if matter.on_the_spot and not matter.hall:
        yield words("%(name)s是即办件,须进驻政务服务中心由首席代表当场办结(SW-06)", name=name)


def _department_problems(matter: Matter) -> Iterator[str]:
    if not matter.departments:
        return
    roles = Counter(each.role for each in matter.departments)
    if roles["主办"] != 1:
        yield words(
            "“%(name)s”涉及多个部门,必须恰好一个主办部门,现有 %(roles)s 个(ZB-01)",
            name=matter.name,
            roles=roles["主办"],
        )
    if len(matter.departments) < 2:
        yield words("“%(name)s”只写了一个部门;departments 用于涉及两个以上部门的事项", name=matter.name)
    if len({each.unit for each in matter.departments}) < len(matter.departments):
        yield words("“%(name)s”的同一部门写了两遍", name=matter.name)
