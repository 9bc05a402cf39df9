"""YAML as people write it by hand: read safely, with every key said once and every mapping's line known."""

from typing import Any

import yaml

from engine.words import words


class StrictYamlError(ValueError):
    """The text is not YAML we accept; the message says where and why, in Chinese."""


class Row(dict[Any, Any]):
    """A mapping that knows the line it starts on (1 is the first)."""

    line: int = 0


class _Loader(yaml.SafeLoader):
    """The safe loader, building `Row`s and refusing a key that is said twice."""


def _row(loader: _Loader, node: yaml.MappingNode) -> Row:
    said: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
            continue
        if key.value in said:
            raise StrictYamlError(
                words(
                    "第 %(line)s 行:“%(value)s”写了两遍,请只留一处",
                    line=key.start_mark.line + 1,
                    value=key.value,
                )
            )
        said.add(key.value)
    row = Row(loader.construct_mapping(node, deep=True))
    row.line = node.start_mark.line + 1
    return row


_Loader.add_constructor("tag:yaml.org,2002:map", _row)


def load(text: str) -> Any:
    """The content of one YAML document; mappings are `Row`s. Raises StrictYamlError."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = (
            words("第 %(line)s 行第 %(column)s 列:", line=mark.line + 1, column=mark.column + 1)
            if mark
            else ""
        )
        raise StrictYamlError(
            words(
                "%(where)s不是有效的 YAML,请检查缩进、冒号和引号(%(problem)s)",
                where=where,
                problem=error.problem,
            )
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, StrictYamlError):
            raise
        raise StrictYamlError(words("不是有效的 YAML:%(error)s", error=error)) from error
    except RecursionError:
        raise StrictYamlError(words("不是有效的 YAML:嵌套层次太深")) from None


def line_of(content: Any, path: tuple[int | str, ...]) -> int:
    """The line of the innermost mapping on the way down `path`; 0 where nothing is known."""
    line = 0
    for step in path:
        if isinstance(content, Row):
            line = content.line
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            break
    return content.line if isinstance(content, Row) else line
