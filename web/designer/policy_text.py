"""Changing policy.yaml as text, so that what its designer wrote around the numbers stays."""

import re
from collections.abc import Mapping
from typing import Final

import yaml

from engine.definitions.policy import read_policy
from web.i18n import _

_ADDED: Final = ("label", "type", "unit", "range", "default", "basis")


def with_default(text: str, asked: Mapping[str, str]) -> str:
    """The text with another default for the number `key`. Raises ValueError and PolicyFileError."""
    key, value = asked.get("key", ""), asked.get("default", "")
    block = re.compile(rf"^{re.escape(key)}:[ \t]*\n(?:[ \t]+.*\n?|\s*#.*\n?|\s*\n)*", re.MULTILINE)
    found = block.search(text)
    if found is None:
        raise ValueError(_("没有政策参数“%(key)s”。", key=key))
    changed, count = re.subn(
        r"^([ \t]+default:[ \t]*).*$", rf"\g<1>{_written(value)}", found.group(), count=1, flags=re.M
    )
    if not count:
        raise ValueError(_("参数“%(key)s”没有写默认值。", key=key))
    return _checked(text[: found.start()] + changed + text[found.end() :])


def with_number(text: str, asked: Mapping[str, str]) -> str:
    """The text with one number more. Raises ValueError and PolicyFileError."""
    key = asked.get("key", "")
    if re.search(rf"^{re.escape(key)}:", text, re.MULTILINE):
        raise ValueError(_("已经有参数“%(key)s”。", key=key))
    lines = [f"  {name}: {_written(asked[name])}" for name in _ADDED if asked.get(name)]
    if asked.get("choices") and asked.get("type") == "choice":
        lines.append(f"  choices: {_choices_written(asked['choices'])}")
    return _checked(f"{text.rstrip()}\n{key}:\n" + "\n".join(lines) + "\n")


def _written(value: str) -> str:
    """A value as YAML writes it on one line: numbers bare, a range as a list, text quoted where it must be."""
    if re.fullmatch(r"-?\d+(\.\d+)?|true|false|\[[\d., -]+\]", value):
        return value
    return yaml.safe_dump(value, allow_unicode=True, width=1000).split("\n")[0].removesuffix("...").strip()


def _choices_written(text: str) -> str:
    """Lines of 说法|代号 as YAML on one line, the values first; a line without a mark is both."""
    said = [line.strip().partition("|") for line in text.splitlines() if line.strip()]
    values = {value.strip() or word.strip(): word.strip() for word, _mark, value in said}
    return yaml.safe_dump(
        values, allow_unicode=True, width=1000, default_flow_style=True, sort_keys=False
    ).strip()


def _checked(text: str) -> str:
    read_policy(text.encode())
    return text.lstrip("\n")
