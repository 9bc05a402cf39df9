"""`processes/demo/cases.yaml`: the demo county's cases before its clock begins, as a designer writes them."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.strict_yaml import StrictYamlError, line_of, load
from engine.time.clock import CIVIL


class DemoFileError(ValueError):
    """The file cannot be used; the message names every line to mend, in Chinese."""


def _civil(value: object) -> object:
    """An instant written without a zone is civil time of the county."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=CIVIL)
    return value


Moment = Annotated[datetime, BeforeValidator(_civil)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Shape):
    """A standing answer: given as soon as such a task is open. `by` is a login, post or unit."""

    by: str
    data: dict[str, Any] = Field(default_factory=dict)


class DemoAct(_Shape):
    """A task done: `task` is its name or element id, narrowed by `unit` where several are open."""

    at: Moment
    task: str
    by: str
    unit: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class DemoCase(_Shape):
    """A case: started `at` by somebody with some data, and what was done about it; `answers` are its own."""

    at: Moment
    process: str
    by: str
    data: dict[str, Any]
    acts: list[DemoAct] = Field(default_factory=list)
    answers: dict[str, Answer] = Field(default_factory=dict)


class MilestoneImport(_Shape):
    """A file of milestones imported `at`, its dates moved by whole years to lie around `anchor`."""

    file: str
    at: Moment
    by: str
    anchor: date


class DemoCases(_Shape):
    """The whole file: `begin` is when the county was set up and its processes were published."""

    begin: Moment
    milestones: MilestoneImport | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)
    cases: list[DemoCase] = Field(default_factory=list)


def read_demo_cases(path: Path) -> DemoCases:
    """The file at `path`. Raises DemoFileError."""
    try:
        content = load(path.read_text(encoding="utf-8"))
        return DemoCases.model_validate(content)
    except StrictYamlError as error:
        raise DemoFileError(f"{path}:{error}") from error
    except ValidationError as error:
        raise DemoFileError("\n".join(_in_words(path, content, item) for item in error.errors())) from error


def _in_words(path: Path, content: Any, item: Any) -> str:
    line = line_of(content, item["loc"]) or 1
    return f"{path} 第 {line} 行 {' › '.join(map(str, item['loc']))}:填写不正确({item['msg']})"
