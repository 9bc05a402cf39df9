"""YAML read strictly: safe, no key twice, every mapping knows its line."""

import pytest

from engine.strict_yaml import Row, StrictYamlError, line_of, load


def test_mappings_know_their_line() -> None:
    content = load("a:\n  - b: 1\n  - {c: {d: 2}}\n")
    assert content == {"a": [{"b": 1}, {"c": {"d": 2}}]}
    assert isinstance(content["a"][1], Row)
    assert line_of(content, ("a", 1)) == 3
    assert line_of(content, ("a", 1, "missing")) == 3
    assert line_of(content, ("a", 0, "b")) == 2
    assert line_of([], ("a",)) == 0


def test_anchors_and_merged_keys_are_kept() -> None:
    content = load("base: &base {a: 1, b: 1}\nmore:\n  <<: *base\n  b: 2\n")
    assert content["more"] == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "第 3 行:“a”写了两遍"),
        ("a: [1\n", "不是有效的 YAML"),
        ("a: !!python/object:os.system {}\n", "第 1 行"),
        ("a: 2020-13-01\n", "不是有效的 YAML"),
        ("? [1]\n: 2\n", "第 1 行"),
        ("a: *nowhere\n", "第 1 行"),
        ("a\x00b", "不是有效的 YAML"),
        ("[" * 5000, "嵌套层次太深"),
    ],
)
def test_what_is_not_accepted_says_where(text: str, words: str) -> None:
    with pytest.raises(StrictYamlError, match=words):
        load(text)
