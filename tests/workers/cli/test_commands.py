"""The commands: exit status 0 done, 1 refused or failed, 2 wrong usage; with --json one document and no more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from engine.database import Database
from engine.people.directory import read_directory
from tests.workers.cli.conftest import Banjie
from web.passwords import matches
from workers.cli import COMMANDS

ROOT = Path(__file__).parents[3]
PROCESSES = ROOT / "processes"
COUNTY = ROOT / "processes" / "county.yaml"
MILESTONES = ROOT / "processes" / "demo" / "milestones.csv"
NOTICE_2027 = "日期,休或班,节日\n2027-01-01,休,元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦\n"


def _document(result: Result) -> Any:
    return json.loads(result.stdout)


def _broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.bpmn"
    path.write_text("<definitions/>", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("rehearse", "trace")])
def test_every_command_explains_itself_in_both_languages(banjie: Banjie, name: str) -> None:
    result = banjie(name, "--help")
    assert result.exit_code == 0
    words = result.output.split("Options:")[0]
    assert any("一" <= letter <= "鿿" for letter in words), words
    assert any(word.isascii() and len(word) > 3 for word in words.splitlines()[-2].split()), words


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["check"], ["check", "/no/such/file.bpmn"], ["up", "--port", "0"], ["audit", "nonsense"], ["restore"]],
)  # fmt: skip
def test_wrong_usage_is_status_2(banjie: Banjie, arguments: list[str]) -> None:
    result = banjie(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_wrong_setting_is_one_message(banjie: Banjie, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANJIE_PORT", "a lot")
    result = banjie("migrate")
    assert result.exit_code == 1
    assert result.stderr.startswith("设置 BANJIE_PORT 的值“a lot”有误")


def test_many_diagrams_are_counted_by_the_rules_that_refuse_them(banjie: Banjie, tmp_path: Path) -> None:
    _broken(tmp_path)
    folder = ROOT / "processes" / "supervision"
    result = banjie("check", "--measure", tmp_path, folder, "--json")
    assert result.exit_code == 0
    document = _document(result)
    assert (document["judged"], document["refused"]) == (2, 1)
    assert document["accepted"] == ["supervision.bpmn"]
    assert sum(document["by_rule"].values()) == 1
    assert "2 张图,拒绝 1 张,接受 1 张" in banjie("check", "--measure", tmp_path, folder).stdout


def test_check_says_what_can_finish_and_passes_over_what_holds_no_diagram(banjie: Banjie) -> None:
    result = banjie("check", PROCESSES / "supervision", PROCESSES / "demo")
    assert result.exit_code == 0, result.output
    assert re.search(r"“三色督办”无论走到哪里都能办结\(推演了 \d+ 种情形\)", result.stdout)
    assert "demo 中没有 .bpmn 图,没有检查" in result.stdout
    told = _document(banjie("check", PROCESSES / "complaint", "--json"))["finishing"]
    assert [each["verdict"] for each in told] == ["sound"]
    assert banjie("check", PROCESSES / "demo").exit_code == 1


def test_check_says_where_and_how_to_mend(banjie: Banjie, tmp_path: Path) -> None:
    path = _broken(tmp_path)
    result = banjie("check", path, "--json")
    assert result.exit_code == 1
    document = _document(result)
    assert document["passed"] is False
    fields = {"severity", "file", "element_id", "element_name", "rule", "message", "remedy"}
    assert all(set(problem) == fields for problem in document["problems"])
    (problem, *_) = document["problems"]
    assert problem["file"] == str(path)
    assert f"错误 [{problem['rule']}] {path}" in banjie("check", path).stdout


def test_deploy_publishes_nothing_where_anything_is_wrong(migrated: Banjie, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    _broken(folder)
    result = migrated("deploy", folder, "--json")
    assert result.exit_code == 1
    assert _document(result)["published"] == []
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "没有 .bpmn 图" in migrated("deploy", empty).stderr


def test_a_county_is_checked_line_by_line_and_loaded_once(migrated: Banjie, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("county: {name: 安澜县}\n", encoding="utf-8")
    result = migrated("county", "check", wrong, "--json")
    assert result.exit_code == 1
    assert any("site" in problem for problem in _document(result)["problems"])

    assert _document(migrated("county", "load", COUNTY, "--json"))["county"] == "安澜县"
    again = migrated("county", "load", COUNTY)
    assert again.exit_code == 1
    assert "已有单位名录" in again.stderr


def test_a_password_is_set_for_an_account_there_is(migrated: Banjie, tmp_path: Path) -> None:
    migrated("county", "load", COUNTY)
    chosen = "correct horse battery"
    assert migrated("password", "xzf.xz", input=f"{chosen}\n{chosen}\n").exit_code == 0
    database = Database(f"sqlite:///{tmp_path / 'data' / 'banjie.db'}")
    with database.reading() as connection:
        person = read_directory(connection).person("xzf.xz")
        stored = connection.exec_driver_sql(
            "select password_hash from person where login = ?", (person.login,)
        ).scalar_one()
    database.dispose()
    assert matches(stored, chosen)
    assert "没有账号“nobody”" in migrated("password", "nobody", input=f"{chosen}\n{chosen}\n").stderr
    assert "至少" in migrated("password", "xzf.xz", input="short\nshort\n").stderr


def test_milestones_are_read_row_by_row_before_anything_is_imported(migrated: Banjie, tmp_path: Path) -> None:
    migrated("county", "load", COUNTY)
    checked = migrated("import-milestones", MILESTONES, "--dry-run", "--json")
    assert checked.exit_code == 0, checked.output
    assert len(_document(checked)["items"]) >= 65

    wrong = tmp_path / "wrong.csv"
    wrong.write_text("事项,牵头单位,期限原文\n修路,没有这个局,8月底\n,住建局,某日\n", encoding="utf-8")
    refused = migrated("import-milestones", wrong, "--json")
    assert refused.exit_code == 1
    assert len(_document(refused)["problems"]) >= 2

    unpublished = migrated("import-milestones", MILESTONES)
    assert unpublished.exit_code == 1
    assert "一项也没有导入:" in unpublished.stderr


def test_the_calendar_is_shown_and_a_notice_makes_it_certain(migrated: Banjie, tmp_path: Path) -> None:
    before = _document(migrated("calendar", "show", 2027, "--json"))
    assert before["provisional"] is True
    list_ = tmp_path / "2027.csv"
    list_.write_text(NOTICE_2027, encoding="utf-8")
    imported = migrated(
        "calendar", "import", list_, "--title", "2027年通知", "--issued", "2020-11-01", "--year", 2027
    )
    assert imported.exit_code == 0, imported.output
    after = _document(migrated("calendar", "show", 2027, "--json"))
    assert after["provisional"] is False
    assert {"date": "2027-01-02", "kind": "holiday", "name": "元旦", "notice": "2027年通知"} in after["days"]
    assert "2027 年,日历版本" in migrated("calendar", "show", 2027).stdout
    list_.write_text("2027-08-05,休,火把节", encoding="utf-8")
    local = migrated(
        "calendar", "import", list_, "--title", "火把节", "--issued", "2020-11-01", "--local", "--json"
    )
    assert _document(local)["notice"]["local"] is True
    shown = _document(migrated("calendar", "show", 2027, "--json"))["days"]
    assert {"date": "2027-08-05", "kind": "holiday", "name": "火把节", "notice": "火把节"} in shown


def test_a_wrong_notice_is_refused_row_by_row(migrated: Banjie, tmp_path: Path) -> None:
    list_ = tmp_path / "wrong.csv"
    list_.write_text("2027-01-01,也许\n2027-13-01,休\n", encoding="utf-8")
    result = migrated("calendar", "import", list_, "--year", 2027, "--json")
    assert result.exit_code == 1
    assert len(_document(result)["problems"]) == 2


def test_an_empty_site_verifies(migrated: Banjie) -> None:
    assert _document(migrated("audit", "verify", "--json")) == {
        "cases": 0, "entries": 0, "anchors": 0, "unsealed": 0, "altered": [], "anchor": None,
    }  # fmt: skip
