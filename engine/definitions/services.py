"""The services a procedure may call (processes/services.yaml): what each is given and what it answers, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine import strict_yaml
from engine.words import side_by_side, words

FILE: Final = "services.yaml"
TYPES: Final = {
    "text": words("文字"),
    "integer": words("整数"),
    "decimal": words("小数"),
    "money": words("金额"),
    "date": words("日期"),
    "boolean": words("是否"),
}


class ServiceFileError(ValueError):
    """A services.yaml that cannot be used; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What goes to a service or comes back: its name, its label for designers, its type (see TYPES)."""

    name: str
    label: str
    type: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One service, by the name diagrams use."""

    name: str
    about: str
    inputs: tuple[Parameter, ...]
    outputs: tuple[Parameter, ...]

    @property
    def required(self) -> frozenset[str]:
        """The names it cannot do without."""
        return frozenset(each.name for each in self.inputs if each.required)


def services_in(around: Path | None) -> dict[str, Service] | None:
    """The services of the county whose processes lie in `around`; None where it lists none.

    Raises ServiceFileError for a file that says something else.
    """
    file = around / FILE if around is not None else None
    if file is None or not file.is_file():
        return None
    try:
        return read_services(file.read_bytes())
    except (strict_yaml.StrictYamlError, UnicodeDecodeError) as error:
        raise ServiceFileError(
            words("服务目录 %(file)s 读不出来:%(error)s", file=FILE, error=error)
        ) from error


def read_services(content: bytes) -> dict[str, Service]:
    """The services of a file; raises ServiceFileError, StrictYamlError and UnicodeDecodeError."""
    written = strict_yaml.load(content.decode("utf-8"))
    if not isinstance(written, Mapping):
        raise ServiceFileError(words("服务目录 %(file)s 应是“服务名: 内容”的一张表", file=FILE))
    return {str(name): _service(str(name), facts) for name, facts in written.items()}


def _service(name: str, facts: Any) -> Service:
    if not isinstance(facts, Mapping) or not facts.get("about"):
        raise ServiceFileError(words("服务“%(name)s”没有写 about(做什么)", name=name))
    return Service(
        name, str(facts["about"]), _parameters(name, facts, "inputs"), _parameters(name, facts, "outputs")
    )


def _parameters(service: str, facts: Mapping[str, Any], part: str) -> tuple[Parameter, ...]:
    found = []
    for name, each in (facts.get(part) or {}).items():
        if not isinstance(each, Mapping) or not each.get("label") or each.get("type") not in TYPES:
            raise ServiceFileError(
                words(
                    "服务“%(service)s”的 %(name)s 要写 label 和 type(%(types)s)",
                    service=service,
                    name=name,
                    types=side_by_side(TYPES),
                )
            )
        found.append(
            Parameter(str(name), str(each["label"]), str(each["type"]), each.get("required") is True)
        )
    return tuple(found)
