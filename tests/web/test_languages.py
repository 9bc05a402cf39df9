"""The interface in English: nothing untranslated, nothing forgotten, and kept by who chose it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Final

import pytest
from babel.messages import Message

from tests.support import words
from tests.support.chinese import chinese_literals, chinese_of_script, chinese_of_template
from tests.web.english import KEPT
from tests.web.site_support import ROOT, SmallSite
from web.languages import catalogue_file
from web.tongues import marked

OF_THE_COUNTY: Final = {
    "access.py": "posts and rooms by the names of county.yaml",
    "milestone_items.py": "a source and a date as the form of 督办 has them",
    "words.py": "the first characters of the papers' kinds",
    "designer/choices.py": "posts",
    "designer/first.py": "the first files of a new process",
    "designer/samples.py": "a paper's sample data",
    "languages.py": "the language by its own name",
    "pages/imports.py": "headings of the imported table",
    "pages/sign_in.py": "posts shown first in the demo",
    "pages/window.py": "a value of the form",
}
"""Modules that hold words of the county, which are data, beside those of the interface."""
OF_THE_ENGINE: Final = {
    "definitions/handbook.py": "a paper",
    "definitions/handbook_pictures.py": "a paper",
    "definitions/picture.py": "a picture of the county's, where its diagram has no name",
    "definitions/rasterizer.py": "a sample to look for fonts with",
    "definitions/support.py": "a page of the documentation",
    "dossier/bundle.py": "files of the dossier",
    "dossier/collecting.py": "the dossier, a paper",
    "dossier/paper.py": "the dossier, a paper",
    "matters/catalogue_file.py": "values of the catalogue's file",
    "matters/matter.py": "values of the catalogue's file",
    "migrations/versions/0020_busy.py": "a limit's name",
    "migrations/versions/0023_main_limit.py": "a limit's name",
    "people/actor.py": "names that the history keeps",
    "people/county_file.py": "tells people of one post apart",
    "people/directory.py": "a post as diagrams write it",
    "people/importing.py": "headings of the imported table",
    "people/oversight.py": "posts",
    "people/unit_importing.py": "headings of the imported table",
    "people/usual_phrases.py": "what the operation log names",
    "queries/catalogue.py": "the seven items by the words of GK-02",
    "queries/inquiries.py": "a step of the county's diagram",
    "queries/overview.py": "steps and papers of the county's diagrams",
    "queries/waiting.py": "a step of the county's diagram",
    "queries/window.py": "ends of the county's papers' names",
    "records/form_component.py": "a pattern",
    "records/form_values.py": "a pattern",
    "records/milestones.py": "headings and words of the imported table",
    "records/named_units.py": "patterns for names in the county's lists",
    "records/query_codes.py": "how the county writes a number",
    "records/ratings.py": "a message's name",
    "records/rendering.py": "papers",
    "records/start_table.py": "headings and words of the imported table",
    "rehearsal/plain.py": "what an answer that is made up says",
    "rehearsal/scenario_file.py": "names no key",
    "rehearsal/single_diagram.py": "a unit's name",
    "rehearsal/stage.py": "a unit's name, a reason",
    "rehearsal/trace_table.py": "a workbook",
    "rehearsal/verbs.py": "a limit's name",
    "rehearsal/walkthrough.py": "a unit's name",
    "rehearsal/wording.py": "what a command prints",
    "runtime/case.py": "a limit's name",
    "runtime/leads.py": "what a lead is called in the county",
    "runtime/office.py": "papers and messages of the county",
    "runtime/parties.py": "finds what was kept",
    "runtime/registering.py": "what the register keeps as a reason",
    "runtime/reversing.py": "what the ledger of points keeps",
    "runtime/starting.py": "what the history names",
    "runtime/telling.py": "what the history names",
    "time/explanation.py": "weekdays",
    "time/notice.py": "a pattern",
    "time/notice_list.py": "words of a notice",
    "time/office_hours.py": "words of the county's file",
    "time/stated_dates.py": "patterns",
    "time/statutory.py": "names of holidays",
    "time/written.py": "papers",
}
"""Modules of the engine that hold Chinese which is data: read, written on papers, or named by the county."""
SCRIPTS_OF_THE_COUNTY: Final = {
    "designer/county.js": "what the first of a file begins with",
    "designer/words.js": "the Chinese of bpmn-js",
    "designer/files/tables/words.js": "the Chinese of dmn-js",
    "viewer/chinese.js": "the Chinese of bpmn-js",
    "documents/fonts.js": "a sample to measure fonts with",
}
"""Scripts that hold words of the county, or the Chinese of libraries that speak English themselves."""
OF_A_FORMAT: Final = ("2027-01-01,休", "申请")
"""What a reader types exactly so in whatever language, and what a request of the county begins with."""
PLACE: Final = re.compile(r"%\(\w+\)s")


def _messages() -> list[Message]:
    return [message for message in words.kept("en") if message.id]


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_the_catalogue_is_in_step_with_the_source() -> None:
    found = catalogue_file("en").read_text(encoding="utf-8")
    assert found == words.written("en"), "run `make words` and translate what it lists"


def test_every_word_has_its_english() -> None:
    wanting = [message.id for message in _messages() if not words.is_translated(message)]
    assert wanting == []


def test_the_english_has_the_places_of_the_chinese_and_no_chinese() -> None:
    for message in _messages():
        source = message.id if isinstance(message.id, str) else message.id[0]
        for form in _forms(message):
            assert set(PLACE.findall(form)) <= {*PLACE.findall(source), "%(month_name)s"}, source
            for kept in KEPT:
                form = form.replace(kept, "")
            assert re.search("[\u4e00-\u9fff]", form) is None, form


def test_no_chinese_of_the_interface_goes_past_the_catalogue() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sorted((ROOT / "web").rglob("*.py"))
        if "api" not in path.parts and str(path.relative_to(ROOT / "web")) not in OF_THE_COUNTY
        for line, text in chinese_literals(path)
    }
    assert found == set()


def test_no_chinese_of_the_engine_goes_past_the_catalogue() -> None:
    """What the engine says to people is said through `words()`; the list shrinks with the Chinese in it."""
    engine = ROOT / "engine"
    found = {
        str(path.relative_to(engine))
        for path in engine.rglob("*.py")
        if next(chinese_literals(path), None) is not None
    }
    assert found == OF_THE_ENGINE.keys()


def test_words_are_looked_up_when_somebody_reads_them() -> None:
    """A word looked up while a module is read would be Chinese for everybody."""
    assert list(_looked_up_too_early()) == []


def _looked_up_too_early() -> Iterator[str]:
    for path in sorted((ROOT / "web").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        later = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            named = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "_n")
            )
            if named and id(node) not in later:
                yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_chinese_of_a_template_goes_past_the_catalogue() -> None:
    templates = ROOT / "web" / "templates"
    found = {
        f"{path.relative_to(templates)}: {text.strip()[:60]}"
        for path in sorted(templates.rglob("*.html"))
        for text in chinese_of_template(path.read_text(encoding="utf-8"))
        if not text.strip("'\" ").startswith(OF_A_FORMAT) and OF_A_FORMAT[0] not in text
    }
    assert found == set()


def test_no_chinese_of_a_script_goes_past_the_catalogue() -> None:
    scripts = ROOT / "web" / "frontend" / "src"
    found = {
        f"{path.relative_to(scripts)}:{line}: {text}"
        for path in sorted(scripts.rglob("*.js"))
        if str(path.relative_to(scripts)) not in SCRIPTS_OF_THE_COUNTY
        for line, text in chinese_of_script(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_script_brings_its_chinese_to_light() -> None:
    good = "const a = [1, _('好'), _n('%(n)s 件', 2), pgettext('图', '好'), { 键: /中/ }]; // 说明"
    assert list(chinese_of_script(good)) == []
    bad = "const a = ['坏', f('x', '坏'), `坏 ${a}`];"
    assert [text for _line, text in chinese_of_script(bad)] == ["'坏'", "'坏'", "`坏 ${a}`"]


def test_the_words_of_the_scripts_come_with_a_page_in_english_alone(site: SmallSite) -> None:
    visitor = site.visitor("sjj.sjy")
    assert "data-words" not in visitor.get("/designer").text
    visitor.client.set_cookie("language", "en")
    block = re.search(r"data-words>(.*?)</script>", visitor.get("/designer").text)
    assert block is not None
    known = json.loads(block[1])
    assert known["没有连上服务器，刚才的操作没有完成。请检查网络后再试一次。"].startswith(
        "The server could not"
    )
    assert known["还不能提交，有 %(n)s 处要改："][0] == "Not ready to submit; %(n)s thing to correct:"
    assert "画布" not in known


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>by 住建局 on Monday</p>", '<p>by <span lang="zh-CN">住建局</span> on Monday</p>'),
        ("<p>“三色督办”(第2版)。</p>", '<p>“<span lang="zh-CN">三色督办</span>”(<span lang="zh-CN">第2版</span>)。</p>'),
        ('<a title="住建局">A</a>', '<a title="住建局">A</a>'),
        ('<input name="a" value="住建局">', '<input lang="zh-CN" name="a" value="住建局">'),
        ('<input value="住建局" title="Lead unit">', '<input value="住建局" title="Lead unit">'),
        ('<img src="/a" alt="现场">', '<img lang="zh-CN" src="/a" alt="现场">'),
        ("<textarea rows=2>已办</textarea>", '<textarea lang="zh-CN" rows=2>已办</textarea>'),
        ("<textarea rows=2>done</textarea>", "<textarea rows=2>done</textarea>"),
        ("<script>'中'</script><title>中</title>", "<script>'中'</script><title>中</title>"),
        ("<option value=1>中</option><option>A</option>", '<option lang="zh-CN" value=1>中</option><option>A</option>'),
    ],
)  # fmt: skip
def test_the_countys_chinese_is_marked_as_chinese(html: str, expected: str) -> None:
    assert marked(html) == expected


def test_pages_in_english_mark_the_countys_chinese_and_chinese_ones_nothing(site: SmallSite) -> None:
    site.start()
    visitor = site.visitor("zjj.cb")
    assert '<span lang="zh-CN">' not in visitor.get("/inbox").text
    visitor.client.set_cookie("language", "en")
    assert '<span lang="zh-CN">住建局</span>' in visitor.get("/inbox").text


def test_a_choice_is_kept_in_the_browser_and_with_the_account(site: SmallSite) -> None:
    visitor = site.visitor("zjj.cb")
    answer = visitor.post("/language", {"language": "en", "back": "/inbox/done?page=1"}, page="/inbox")
    assert answer.headers["Location"] == "/inbox/done?page=1"
    assert '<html lang="en">' in visitor.get("/inbox").text
    elsewhere = site.visitor("zjj.cb")
    assert '<html lang="en">' in elsewhere.get("/inbox").text
    assert '<html lang="zh-CN">' in site.visitor("czj.cb").get("/inbox").text


def test_what_a_browser_is_set_to_decides_nothing(site: SmallSite) -> None:
    text = site.visitor().get("/public", headers={"Accept-Language": "en"}).text
    assert '<html lang="zh-CN">' in text


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example/inbox", ""])
def test_the_switch_leads_nowhere_else(site: SmallSite, back: str) -> None:
    answer = site.visitor().post("/language", {"language": "en", "back": back}, page="/sign-in")
    assert answer.headers["Location"] == "/"


def test_a_language_there_is_not_is_refused(site: SmallSite) -> None:
    assert site.visitor().post("/language", {"language": "xx"}, page="/sign-in").status_code == 404
