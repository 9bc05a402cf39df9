"""`banjie token`."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.workers.cli.conftest import Banjie

ROOT = Path(__file__).parents[3]


@pytest.fixture
def county(migrated: Banjie) -> Banjie:
    """The command on a site with its people."""
    assert migrated("county", "load", ROOT / "processes" / "county.yaml").exit_code == 0
    return migrated


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(county: Banjie) -> None:
    made = county(
        "token", "create", "zjj.cb", "--name", "市级平台", "--scope", "read", "--scope", "work", "--json"
    )
    assert made.exit_code == 0
    token = json.loads(made.stdout)
    listed = county("token", "list", "zjj.cb", "--json")
    assert token["token"] not in listed.stdout
    (row,) = json.loads(listed.stdout)["tokens"]
    assert (row["id"], row["scopes"], row["state"], row["last_used"]) == (
        token["id"],
        "read,work",
        "有效",
        "未用过",
    )
    assert county("token", "revoke", token["id"], "--reason", "外泄").exit_code == 0
    assert json.loads(county("token", "list", "--json").stdout)["tokens"][0]["state"] == "已撤销"
    assert county("token", "revoke", token["id"]).exit_code == 1


def test_in_words(county: Banjie) -> None:
    assert county("token", "list").stdout == "没有令牌\n"
    made = county("token", "create", "zjj.cb", "--name", "x")
    assert made.stdout.startswith("bj_")
    assert "只显示这一次" in made.stdout
    assert "zjj.cb x read 有效" in county("token", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["create", "nobody", "--name", "x"], 1, "没有账号"),
        (["create", "zjj.cb", "--name", " "], 1, "用途"),
        (["create", "zjj.cb", "--name", "x", "--scope", "all"], 2, "all"),
        (["create", "zjj.cb"], 2, "--name"),
        (["list", "nobody"], 1, "没有账号"),
        (["revoke", str(uuid4())], 1, "没有编号"),
        (["revoke", "7"], 2, "7"),
    ],
)
def test_what_cannot_be_is_refused(county: Banjie, arguments: list[str], status: int, words: str) -> None:
    answer = county("token", *arguments)
    assert answer.exit_code == status
    assert words in answer.output
    assert "bj_" not in answer.output
